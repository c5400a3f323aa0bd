"""A survey read out over the telephone: an officer writes down what the person answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.kit import Kit
from bot.turns import recovery, surveys, verification
from bot.turns.casework import record
from bot.turns.dossier import Dossier
from bot.turns.effects import apply, received
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene
from bot.update import ReadOut
from flows import survey
from flows.cases import Refused
from flows.effects import Received
from flows.text import Text
from storage import applications, ratings
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
    rating = await ratings.by_application(unit, what.application)
    association = kit.book.association
    if dossier is None or rating is None or rating.state not in OPEN:
        return Outcome(Refused(Text("staff.readout.over")))
    if survey.is_over(rating.due_at, now, association):
        return Outcome(Refused(Text("staff.readout.over")))
    if rating.officer == what.officer:
        return Outcome(Refused(Text("staff.readout.yours")))
    scene = Scene.enter(unit, kit, now, dossier, apply)
    if what.received and rating.kind == "service":
        await received(scene, Received(what.application, what.received))
        rating = await ratings.by_application(unit, what.application) or rating
    if what.received != "no":
        await _keep(scene, rating, what)
    scene.leave()
    return Outcome(address=dossier.address.id)


async def _keep(scene: Scene, rating: Rating, what: ReadOut) -> None:
    actor, asked = f"officer:{what.officer}", rating.asked_at or scene.now
    read = replace(rating, how="phone", asked_at=asked)
    if what.score is None:
        ratings.move(scene.unit, surveys.moved(read, "decline"))
        record(scene, "refuse_rating", what.application, actor=actor)
        return
    low = what.score <= scene.kit.book.association.numbers.low_score
    answered = replace(
        surveys.moved(read, "read_out"),
        score=what.score,
        effort=None if low else what.effort,
        conduct=None if low else what.conduct,
        reason=what.reason or None if low else None,
        comment=what.comment or None,
        comment_kind="text" if what.comment else None,
        answered_at=scene.now,
    )
    answered = await recovery.follow(scene, answered)
    ratings.move(scene.unit, answered)
    await verification.rated(scene, what.application)
    details = surveys.answers_of(answered)
    record(scene, "rate", what.application, reason="phone", actor=actor, details=details)
