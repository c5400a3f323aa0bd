"""A survey read out over the telephone: an officer writes down what the person answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.kit import Kit
from bot.turns import recovery, surveys
from bot.turns.casework import record
from bot.turns.dossier import Dossier
from bot.turns.effects import apply, received
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene
from bot.update import ReadOut
from flows import readout, survey
from flows.cases import Refused
from flows.effects import Received, Rerated
from flows.lanes import sees
from storage import applications, cases, ratings, recoveries
from storage.ratings import OPEN, Rating
from storage.unit import Unit


async def owe(scene: Scene, reference: str) -> None:
    """The service was recorded of somebody without a chat: it is asked about over the telephone."""
    application = await applications.by_reference(scene.unit, reference)
    if application is None or await ratings.by_application(scene.unit, reference):
        return
    rating = surveys.rating_of(scene, application)
    ratings.create(scene.unit, replace(rating, unconfirmed=True, held=survey.BY_PHONE))
    scene.kit.meter.surveyed(survey.BY_PHONE)


async def answer(
    unit: Unit, kit: Kit, now: datetime, dossier: Dossier | None, what: ReadOut
) -> Outcome:
    """What was answered, or that the person would not; refused to the officer who is rated."""
    if dossier is None:
        return Outcome(Refused(readout.OVER))
    scene = Scene.enter(unit, kit, now, dossier, apply)
    refused = await (_again(scene, what) if what.recovery else _first(scene, what))
    if refused:
        return Outcome(refused)
    scene.leave()
    return Outcome(address=dossier.address.id)


async def _first(scene: Scene, what: ReadOut) -> Refused | None:
    """The survey after a service or an answer."""
    rating, given = await ratings.by_application(scene.unit, what.application), what.answers
    if rating is None:
        return Refused(readout.OVER)
    association = scene.kit.book.association
    is_open = rating.state in OPEN and not survey.is_over(rating.due_at, scene.now, association)
    if why := readout.refusal(what.officer, rating.officer, is_open=is_open):
        return Refused(why)
    if given.received and rating.kind == "service":
        await received(scene, Received(what.application, given.received))
        rating = await ratings.by_application(scene.unit, what.application) or rating
    if given.received != "no":
        await _keep(scene, rating, what)
    return None


async def _keep(scene: Scene, rating: Rating, what: ReadOut) -> None:
    actor = f"officer:{what.officer}"
    read = replace(rating, how="phone", asked_at=rating.asked_at or scene.now)
    answered = readout.rated(what.application, what.answers, scene.kit.book.association)
    if answered is None:
        ratings.move(scene.unit, surveys.moved(read, "decline"))
        record(scene, "refuse_rating", what.application, actor=actor)
    else:
        await surveys.keep(scene, surveys.moved(read, "read_out"), answered, reader=actor)


async def _again(scene: Scene, what: ReadOut) -> Refused | None:
    """The one rating after a low one was made good."""
    begun = await recoveries.by_reference(scene.unit, what.recovery)
    case = await cases.by_reference(scene.unit, what.recovery)
    if begun is None or case is None or not sees(scene.kit.book.officers[what.officer], case):
        return Refused(readout.OVER)
    is_open = begun.asked_at is not None and begun.answered_at is None
    if why := readout.refusal(what.officer, case.concerns, is_open=is_open):
        return Refused(why)
    actor = f"officer:{what.officer}"
    if what.answers.score is None:
        recoveries.move(scene.unit, replace(begun, answered_at=scene.now))
        record(scene, "refuse_rating", begun.application, what.recovery, actor=actor)
    else:
        effect = Rerated(what.recovery, what.answers.score)
        await recovery.rerated(scene, effect, reader=actor)
    return None
