"""The end of a case in the shell: the person's word on its outcome, and what falls due about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.staff.known import bare
from bot.turns.casework import follow, record
from bot.turns.scene import Scene
from flows import cases, quiet
from flows.effects import Reopened, Settled
from flows.events import Elapsed
from flows.lanes import sees
from flows.moves import RESOLVED
from flows.text import Text
from storage import applications, audit, duty, schedule
from storage import cases as kept
from storage.cases import Case
from storage.schedule import Due
from storage.times import moment, stamp
from storage.unit import View

KIND = "case_time"
WAITING = "waiting_beneficiary"


# ------------------------------------------------------------------ the person's word
async def settled(scene: Scene, effect: Settled) -> None:
    """They agree: it is closed at once."""
    if case := await follow(scene, effect.case, "settle"):
        scene.kit.room.note(scene.unit, case, Text("staff.settled"), scene.now)


async def reopened(scene: Scene, effect: Reopened) -> None:
    """Back to the same officer, or to the queue where that one is not on duty, or left."""
    case = await kept.by_reference(scene.unit, effect.case)
    if case is None:
        return
    owner = scene.kit.book.officers.get(str(case.owner))
    takes_it = owner is not None and sees(owner, case)
    is_there = takes_it and await duty.on_duty(scene.unit, str(case.owner))
    after = await follow(scene, effect.case, "reopen" if is_there else "requeue")
    if after is None:
        return
    scene.kit.room.note(scene.unit, after, Text("staff.reopened"), scene.now)
    await _resume(scene, case)


async def _resume(scene: Scene, case: Case) -> None:
    """The application that was closed with its case goes on."""
    row = await applications.by_reference(scene.unit, str(case.application))
    if row is None or case.kind != "application":
        return
    seen = replace(bare(case), application_state=row.state)
    again = cases.follow(seen, "reopen")
    if again and again.application_state != row.state:
        state = str(again.application_state)
        applications.move(scene.unit, replace(row, state=state, updated_at=scene.now))
        record(scene, "reopen", row.reference, case.reference)


async def nudges(view: View, case: Case, move: str) -> int:
    """How often the person was written to, or warned, since they last wrote; asked at the end."""
    if move != "close":
        return 0
    since = await audit.last(view, case.reference, "hear") or case.opened_at
    said = [await audit.count(view, case.reference, move, since) for move in ("say", "warn")]
    return sum(said)


# ------------------------------------------------------------------ time
def watch(scene: Scene, case: Case, move: str) -> None:
    """What falls due about a case that an officer just moved: the end of its grace, or a warning.

    Only talks end because nobody answers: an application is owed its decision or its delivery.
    """
    numbers = scene.kit.book.association.numbers
    if move == "close":
        _schedule(scene, case.reference, "grace", scene.now, timedelta(hours=numbers.grace_hours))
    elif move == "say" and case.kind == "hand_off":
        wait = timedelta(days=numbers.silence_days)
        _schedule(scene, case.reference, "silence", scene.now, wait)


def _schedule(scene: Scene, case: str, what: str, since: datetime, wait: timedelta) -> None:
    at = quiet.allowed(scene.now + wait, scene.kit.book.association.hours)
    payload = {"case": case, "what": what, "since": stamp(since)}
    key = f"{what}:{case}:{stamp(since)}"
    schedule.add(scene.unit, Due(scene.address.id, KIND, payload, at, key))


def fell_due(row: schedule.Due) -> Elapsed:
    """What a row of `KIND` says."""
    given = row.payload
    return Elapsed(given["case"], given["what"], moment(given["since"]))


async def elapse(scene: Scene, event: Elapsed, row: int) -> None:
    """Warn, or end the case, unless something happened to it since; never in quiet hours."""
    case = await kept.by_reference(scene.unit, event.case)
    if case is None or not await _stands(scene, case, event):
        return
    hours, numbers = scene.kit.book.association.hours, scene.kit.book.association.numbers
    if quiet.is_quiet(scene.now, hours):
        schedule.repeat(scene.unit, row, quiet.allowed(scene.now, hours))
        return
    if case.parked:  # it is our reply that has not arrived
        later = scene.now + timedelta(days=numbers.silence_days)
        schedule.repeat(scene.unit, row, quiet.allowed(later, hours))
        return
    if event.what == "silence":
        grace = timedelta(hours=numbers.grace_hours)
        _schedule(scene, event.case, "expiry", event.since, grace)
        record(scene, "warn", event.case, event.case, actor="bot")
    else:
        move = "conclude" if event.what == "grace" else "expire"
        await follow(scene, event.case, move, "bot", event.what)
    await scene.advance(event)
    if event.what == "grace" and not _is_reachable(scene):
        scene.says.clear()  # they read with the outcome until when
    scene.speak(slot=f"{KIND}:{event.case}")
    scene.leave()


async def _stands(scene: Scene, case: Case, event: Elapsed) -> bool:
    """Whether the case is still as it was when this was scheduled."""
    if event.what == "grace":
        return case.state == RESOLVED and case.resolved_at == event.since
    said = await audit.last(scene.unit, case.reference, "say")
    return case.state == WAITING and said == event.since


def _is_reachable(scene: Scene) -> bool:
    """Whether words that nobody asked for go out now."""
    return scene.address.reachable and not scene.window_is_closed
