"""Cases of a beneficiary's turn: opened, and moved by what they do."""

from __future__ import annotations

from dataclasses import replace

from bot.turns.scene import Scene
from flows.cases import MOVES, OPEN
from storage import audit, cases
from storage.audit import Entry
from storage.cases import Case
from storage.vault import Json

URGENT = 2
BENEFICIARY = "beneficiary"
PRESSING = frozenset({"dispute", "reopen"})


async def follow(scene: Scene, reference: str, move: str, actor: str = BENEFICIARY) -> None:
    """What a move made elsewhere makes of a case, its row and its place in the room."""
    case = await cases.by_reference(scene.unit, reference)
    state = case and MOVES.after(case.state, move)
    if not case or not state:
        return
    was_open, is_open = case.state in OPEN, state in OPEN
    after = replace(
        case,
        state=state,
        owner=case.owner if was_open else None,
        priority=URGENT if move in PRESSING else case.priority,
        closed_at=None if is_open else scene.now,
        updated_at=scene.now,
    )
    if after == replace(case, updated_at=scene.now):
        return
    cases.move(scene.unit, after)
    record(scene, move, reference, reference, actor=actor)
    if is_open and not was_open:
        scene.kit.room.reopen(scene.unit, after, scene.now)
    elif is_open:
        scene.kit.room.redraw(scene.unit, after, scene.now)
    else:
        scene.kit.room.close(scene.unit, after, scene.now)


def case_of(scene: Scene, reference: str, kind: str, reason: str, flow: str) -> Case:
    return Case(
        reference=reference,
        kind=kind,
        reason=reason,
        flow=flow,
        state="queued",
        opened_at=scene.now,
        updated_at=scene.now,
        address=scene.address.id,
        person=scene.address.person.id,
    )


def open_case(scene: Scene, case: Case) -> None:
    cases.open(scene.unit, case)
    record(scene, "open", case.reference, case.reference, case.reason)
    scene.kit.room.open(scene.unit, case, scene.now)


def record(
    scene: Scene,
    move: str,
    subject: str,
    case: str | None = None,
    reason: str | None = None,
    *,
    actor: str = BENEFICIARY,
    details: Json | None = None,
) -> None:
    audit.record(scene.unit, Entry(scene.now, actor, subject, move, case, reason, details))
