"""The half-yearly question in the shell: asked of one who was drawn, put off, answered."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import riyadh
from bot.recommendations import KIND
from bot.turns.casework import record
from bot.turns.scene import Scene
from flows import calendar, stack, survey
from flows.effects import Recommended
from flows.events import Opened
from flows.recommendation import half_of
from storage import recommendations, schedule
from storage.schedule import Due


async def matters(scene: Scene, half: str) -> bool:
    """Whether it was not asked yet, and its half-year is not over."""
    drawn = await recommendations.find(scene.unit, scene.address.person.id, half)
    return drawn is not None and drawn.state == "due" and half == half_of(riyadh(scene.now).date())


async def ask(scene: Scene, half: str) -> bool:
    """Whether it is asked now. On WhatsApp it may wait until the person has written and was helped;
    after another survey it waits its days.
    """
    drawn = await recommendations.find(scene.unit, scene.address.person.id, half)
    assert drawn is not None
    asked = [r.asked_at for r in scene.dossier.ratings if r.asked_at]
    last = max(asked, default=None)
    if scene.address.person.notices is not True or not scene.address.reachable:
        why = survey.UNREACHABLE if scene.address.person.notices else survey.OPTED_OUT
        recommendations.move(scene.unit, replace(drawn, held=why))
        return False
    if survey.too_soon(last and calendar.day_of(last), riyadh(scene.now).date()):
        at = survey.due(scene.now, last, scene.kit.book.association)
        key = f"{KIND}:{scene.address.id}:{half}:{at:%Y%m%d%H%M}"
        schedule.add(scene.unit, Due(scene.address.id, KIND, {"half": half}, at, key))
        recommendations.move(scene.unit, replace(drawn, held=survey.TOO_SOON))
        return False
    held = survey.WINDOW if scene.window_is_closed else None
    recommendations.move(scene.unit, replace(drawn, state="asked", held=held))
    if held:
        scene.conversation = stack.awaiting(scene.conversation, Opened(KIND, {"half": half}))
    return held is None


async def recommended(scene: Scene, effect: Recommended) -> None:
    """The first answer of the half-year counts."""
    person = scene.address.person.id
    drawn = await recommendations.find(scene.unit, person, effect.half)
    if drawn is None or drawn.state not in {"due", "asked"}:
        return
    answered = effect.score is not None
    recommendations.move(
        scene.unit,
        replace(
            drawn,
            state="answered" if answered else "refused",
            score=effect.score,
            answered_at=scene.now,
        ),
    )
    record(scene, "recommend" if answered else "refuse_rating", person)
