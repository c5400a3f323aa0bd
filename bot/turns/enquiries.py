"""The one question after an enquiry, in the shell: of an answer of the book, or of a talk that an
officer closed. Whether it is asked or held back, it has a row of its own from the same moment.
"""

from __future__ import annotations

from dataclasses import replace

from bot.turns.casework import record
from bot.turns.scene import Scene
from bot.turns.surveys import moved
from flows import satisfaction, survey
from flows.effects import Declined, Surveyed
from flows.logbook import CHANNEL as PHONE
from flows.moves import OPEN
from storage import cases, ratings, references, schedule
from storage.cases import Case
from storage.ratings import Rating
from storage.schedule import Due

KIND = "enquiry_survey"
NOT_ASKED = frozenset({"no_reply"})
"""Outcomes of a talk after which nobody is there to be asked."""


# ------------------------------------------------------------------ of an answer of the book
async def surveyed(scene: Scene, effect: Surveyed) -> None:
    """Asked with the same breath, or held back for a reason that is counted."""
    references.reserve(scene.unit, effect.reference, "survey", scene.now)
    answer = scene.kit.book.answers.get(effect.answer)
    rating = _rating(scene, effect.reference)
    rating = replace(rating, answer=effect.answer, department=answer.owner if answer else None)
    if effect.held:
        rating = replace(moved(rating, "hold_back"), held=effect.held)
    else:
        rating = replace(moved(rating, "ask"), asked_at=scene.now)
    ratings.create(scene.unit, rating)
    scene.kit.meter.surveyed(effect.held or "asked")


async def declined(scene: Scene, effect: Declined) -> None:
    """They would rather not say."""
    rating = await ratings.by_application(scene.unit, effect.application)
    if rating and rating.person == scene.address.person.id and rating.state == "asked":
        ratings.move(scene.unit, moved(rating, "decline"))
        record(scene, "refuse_rating", effect.application)
        scene.kit.meter.surveyed("refused")


# ------------------------------------------------------------------ of a talk with an officer
def close(scene: Scene, case: Case) -> None:
    """An officer closed it: in a while its person is asked, once for one case."""
    if case.kind != "hand_off" or case.lane != "general" or case.outcome in NOT_ASKED:
        return
    association = scene.kit.book.association
    at = survey.due(scene.now, None, association)
    rating = replace(_rating(scene, case.reference), department=case.department, due_at=at)
    rating = replace(rating, officer=case.owner)
    if scene.address.channel == PHONE:
        rating = replace(rating, due_at=scene.now, held=survey.BY_PHONE)
    else:
        payload = {"application": case.reference}
        key = f"{KIND}:{case.reference}:{at:%Y%m%d%H%M}"
        schedule.add(scene.unit, Due(scene.address.id, KIND, payload, at, key))
    ratings.create(scene.unit, rating)


async def matters(scene: Scene, reference: str) -> bool:
    """Whether it was not asked yet, and the talk is not going on again."""
    rating = await ratings.by_application(scene.unit, reference)
    case = await cases.by_reference(scene.unit, reference)
    return bool(rating and rating.state == "due" and case and case.state not in OPEN)


async def ask(scene: Scene, reference: str) -> bool:
    """Whether it is asked now; what holds it back drops it, and is counted."""
    rating = await ratings.by_application(scene.unit, reference)
    assert rating is not None
    held = await _held(scene)
    if held:
        ratings.move(scene.unit, replace(moved(rating, "hold_back"), held=held))
    else:
        ratings.move(scene.unit, replace(moved(rating, "ask"), asked_at=scene.now))
    scene.kit.meter.surveyed(held or "asked")
    return held is None


async def _held(scene: Scene) -> str | None:
    address = scene.address
    if not address.reachable:
        return survey.UNREACHABLE
    if scene.conversation.turn == "human":
        return survey.TALKING
    if scene.window_is_closed:
        return survey.WINDOW
    return satisfaction.held_back(await scene.context())


# ------------------------------------------------------------------ what both need
def _rating(scene: Scene, reference: str) -> Rating:
    return Rating(
        application=reference,
        programme="",
        channel=scene.address.channel,
        policy=scene.kit.book.association.policy.version,
        due_at=scene.now,
        kind="enquiry",
        address=scene.address.id,
        person=scene.address.person.id,
    )
