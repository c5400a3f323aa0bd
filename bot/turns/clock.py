"""The clocks of a case: kept in the transaction of each move, with the moment of the next alert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import riyadh
from bot.kit import Kit
from flows import calendar, clocks, working_days
from flows.applications import UNDECIDED
from flows.clocks import RENEWED, RUNNING, Clock, Clocks, Name, Watched
from flows.handoff import APART
from storage import applications, schedule
from storage import clocks as rows
from storage.cases import Case
from storage.schedule import Due
from storage.times import stamp
from storage.unit import Unit, View

KIND = "clock"
LEAST = timedelta(minutes=1)  # of a time that is promised at the end of the last day
DECIDED = frozenset({"application", "objection"})
"""Kinds of cases whose person is told a day."""
NAMES: tuple[Name, ...] = ("first_reply", "next_reply", "resolution", "lease")


def begin(unit: Unit, kit: Kit, case: Case, now: datetime) -> Case:
    """The clocks of a new case; it, with its next deadline.

    Its `due_at`, where it has one, is when it has to be resolved.
    """
    watched = _watched(kit, case, "open", now, decided=False)
    started = clocks.turn({}, "open", watched, riyadh(now), kit.book.association)
    return keep(unit, kit, case, {}, started)


async def turn(  # noqa: PLR0917 -- a move, on what, and when
    unit: Unit, kit: Kit, case: Case, move: str, now: datetime, application: str | None = None
) -> Case:
    """The clocks after a move, and the case with its next deadline and its level.

    `application` is the state of its application, where it is known already.
    """
    before = await kept(unit, case)
    decided = await _is_decided(unit, case, application)
    watched = _watched(kit, case, move, now, decided=decided)
    after = clocks.turn(before, move, watched, riyadh(now), kit.book.association)
    return keep(unit, kit, case, before, after)


def promised(kit: Kit, case: Case) -> frozenset[Name]:
    """The clocks by whose end the person was told to expect an answer: a voice's, an application's
    or an objection's is told by days, and by minutes once it comes back.
    """
    by_days = case.kind in DECIDED or case.reason in {*kit.book.voices, *APART}
    names: Mapping[Name, bool] = {
        "first_reply": case.lane != "focal",
        "resolution": by_days or case.lane == "focal",
    }
    return frozenset(name for name, is_told in names.items() if is_told)


async def kept(view: View, case: Case) -> Clocks:
    found = await rows.of(view, case.reference)
    return {clock.name: clock for clock in (_clock(row, case) for row in found)}


def keep(unit: Unit, kit: Kit, case: Case, before: Clocks, after: Clocks) -> Case:
    """Store what changed and schedule the next alert; the case as its clocks have it."""
    changed = [clock for clock in after.values() if before.get(clock.name) != clock]
    gone = before.keys() - after.keys()
    rows.store(unit, case.reference, (_row(case, clock) for clock in changed), sorted(gone))
    association = kit.book.association
    alert = clocks.ahead(after, association)
    if alert and (changed or gone):
        add(unit, case, KIND, alert.at, f"{KIND}:{case.reference}:{stamp(alert.at)}")
    return replace(case, due_at=clocks.due(after, association.hours), level=clocks.level(after))


def add(unit: Unit, case: Case, kind: str, at: datetime, dedupe: str) -> None:
    """Let something of the case fall due, in a turn of its own."""
    payload = {"case": case.reference, "at": stamp(at)}
    subject = case.address or f"case:{case.reference}"
    schedule.add(unit, Due(subject, kind, payload, at, dedupe))


async def _is_decided(view: View, case: Case, application: str | None) -> bool:
    """Whether nothing but the service itself is still to come."""
    if case.kind != "application" or case.state not in RUNNING:
        return False
    if application is None:
        row = await applications.by_reference(view, str(case.application))
        application = row.state if row else ""
    return application not in UNDECIDED


def _watched(kit: Kit, case: Case, move: str, now: datetime, *, decided: bool) -> Watched:
    return Watched(
        state=case.state,
        resolution=_resolution(kit, case, move, riyadh(now)),
        prompt=case.kind == "hand_off" and case.reason not in kit.book.voices,
        owned=case.owner is not None,
        parked=case.parked,
        decided=decided,
        restless=case.lane == "focal",
    )


def _resolution(kit: Kit, case: Case, move: str, now: datetime) -> timedelta:
    """Until what was promised with this move, else for as many days as its kind may take."""
    if case.lane == "focal":
        return timedelta(hours=kit.book.association.numbers.sensitive_hours)
    hours = kit.book.association.hours
    promised = case.due_at if move in RENEWED else None
    if promised is None or promised <= now:
        promised = working_days.opening(_days(kit, case), now, hours)
    return max(calendar.worked(now, promised, hours), LEAST)


def _days(kit: Kit, case: Case) -> int:
    """Working days in which a case of its kind is resolved."""
    numbers = kit.book.association.numbers
    programme, voice = (
        kit.book.programmes.get(case.programme or ""),
        kit.book.voices.get(case.reason),
    )
    if case.kind == "objection":
        return numbers.objection_days
    if case.kind == "application" and programme:
        return programme.verify_days
    return voice.days if voice else numbers.question_days


def _row(case: Case, clock: Clock) -> rows.Clock:
    return rows.Clock(
        case.reference,
        clock.name,
        int(clock.target.total_seconds()),
        int(clock.ran.total_seconds()),
        clock.since,
        clock.told,
    )


def _clock(row: rows.Clock, case: Case) -> Clock:
    name = next(name for name in NAMES if name == row.name)
    target, ran = timedelta(seconds=row.target), timedelta(seconds=row.ran)
    since = riyadh(row.since) if row.since else None
    restless = name == "resolution" and case.lane == "focal"
    return Clock(name, target, ran, since, row.told, restless=restless)
