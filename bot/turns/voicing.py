"""What a complaint or a suggestion calls for: word of it halfway, and another look where asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from bot.clock import riyadh
from bot.staff import card
from bot.turns.casework import URGENT, case_of, open_case
from flows import calendar, objection, progress
from flows.charter import Voice
from flows.effects import Escalate, Say
from flows.lanes import lane_about
from flows.text import Text
from storage import cases, references, schedule
from storage.cases import Case
from storage.schedule import Due

if TYPE_CHECKING:
    from bot.turns.scene import Scene


def expect(scene: Scene, reference: str, voice: Voice) -> None:
    """Halfway to the promised day the person hears where it stands."""
    at = progress.halfway(voice, riyadh(scene.now), scene.kit.book.association.hours)
    key = f"{progress.KIND}:{reference}"
    due = Due(scene.address.id, progress.KIND, {"case": reference}, at, key)
    schedule.add(scene.unit, due)


def closed(scene: Scene, case: Case) -> None:
    """Whoever complained is told that somebody else may look at it again, and until when."""
    if case.reason == objection.COMPLAINT:
        association = scene.kit.book.association
        by = objection.answered_by(riyadh(scene.now).date(), association)
        scene.says.append(Say(Text("complaint.objectable", {"by": by})))


async def again(scene: Scene, effect: Escalate) -> None:
    """A case of its own, of the lane of supervisors: whoever decided cannot take it."""
    first = await cases.by_reference(scene.unit, str(effect.about))
    if first is None or first.person != scene.address.person.id:
        return
    references.reserve(scene.unit, effect.reference, "case", scene.now)
    association, officers = scene.kit.book.association, scene.kit.book.officers
    by = objection.answered_by(riyadh(scene.now).date(), association)
    kept = card.details(effect.question, (), scene.kit.renderer, scene.address.channel)
    case = replace(
        case_of(scene, effect.reference, "hand_off", objection.AGAIN, objection.FLOW),
        details={**kept, "decision": first.summary},
        department=first.department,
        priority=URGENT,
        lane="focal" if first.lane == "focal" else lane_about(first.owner or "", officers),
        concerns=first.concerns,
        follows=first.reference,
        due_at=calendar.next_opening(
            datetime.combine(by, time(), calendar.RIYADH), association.hours
        ),
    )
    open_case(scene, case)
    scene.kit.room.hear(scene.unit, case, effect.question, scene.now)
