"""Cases of a beneficiary's turn: opened, and moved by what they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.staff.known import bare
from bot.turns import clock
from bot.turns.scene import Scene
from flows import cases as lifecycle
from flows import priority
from flows.moves import ENDED, OPEN
from storage import audit, cases
from storage.audit import Entry
from storage.cases import Case, Lane
from storage.vault import Json

URGENT = priority.RANKS["urgent"]
BENEFICIARY = "beneficiary"
PRESSING = frozenset({"dispute", "reopen", "requeue"})
RECENT = timedelta(days=30)
HOUR = timedelta(hours=1)


async def follow(
    scene: Scene, reference: str, move: str, actor: str = BENEFICIARY, reason: str | None = None
) -> Case | None:
    """What a move that is no officer's makes of a case, its row and its place in the room.

    None where it changes nothing.
    """
    case = await cases.by_reference(scene.unit, reference)
    made = case and lifecycle.follow(bare(case), move)
    if not case or not made:
        return None
    ends = made.state in ENDED
    after = replace(
        case,
        state=made.state,
        owner=made.owner,
        outcome=made.outcome,
        priority=priority.again(case.priority) if move in PRESSING else case.priority,
        closed_at=scene.now if ends else None,
        resolved_at=case.resolved_at if ends else None,
        updated_at=scene.now,
    )
    after = _windowed(scene, after)
    if after == replace(case, updated_at=scene.now):
        return None
    after = await clock.turn(scene.unit, scene.kit, after, move, scene.now)
    cases.move(scene.unit, after)
    record(scene, move, reference, reference, reason, actor=actor)
    await _show(scene, case.state, after)
    return after


async def _show(scene: Scene, before: str, case: Case) -> None:
    """The topic is open as long as officers work on the case."""
    was_open, is_open = before in OPEN, case.state in OPEN
    if is_open and not was_open:
        await scene.kit.room.reopen(scene.unit, case, scene.now)
    elif is_open or not was_open:
        scene.kit.room.redraw(scene.unit, case, scene.now)
    else:
        scene.kit.room.close(scene.unit, case, scene.now)


def _windowed(scene: Scene, case: Case) -> Case:
    """With until when the channel lets us write, now that the person wrote; to the hour."""
    if scene.arrived is None:
        return case  # nobody wrote: the channel may be none that we have
    window = scene.kit.capabilities[scene.address.channel].window
    if window is None:
        return case
    details = case.details if isinstance(case.details, dict) else {}
    kept, until = details.get("window"), scene.now + window
    if kept and until - datetime.fromisoformat(str(kept)) < HOUR:
        return case
    return replace(case, details={**details, "window": until.isoformat()})


async def survivor(scene: Scene, reference: str) -> Case | None:
    """The case in which one that was merged goes on; any other is itself."""
    case = await cases.by_reference(scene.unit, reference)
    while case and case.state == "merged" and case.follows:
        case = await cases.by_reference(scene.unit, case.follows)
    return case


async def earlier(scene: Scene, lane: Lane) -> str | None:
    """The talk of that lane that ended last, a while ago at most: a new one goes on from it."""
    person = scene.address.person.id
    last = await cases.last_ended(scene.unit, person, "hand_off", lane, scene.now - RECENT)
    return last.reference if last else None


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
    """A new case; its `due_at`, where it has one, is when it has to be resolved."""
    case = clock.begin(scene.unit, scene.kit, _windowed(scene, case), scene.now)
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
