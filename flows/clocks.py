"""The clocks of a case, in working time: how long somebody has waited, and who is to hear of it.

A first reply and each next one are waited for from when they are owed; the resolution from the
opening on, but not while it is the beneficiary's turn; a lease from a claim until its first words.
What a sensitive report is promised runs by the clock, through nights and holidays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from flows import calendar
from flows.book import Association, Hours
from flows.hours import ALWAYS

Name: TypeAlias = Literal["first_reply", "next_reply", "resolution", "lease"]

REPLIES: tuple[Name, ...] = ("first_reply", "next_reply")
LEVELS = (0, 1, 2, 3)
"""Nobody; whoever has the case; the supervisors; the management."""
BREACH = 2
"""The level of a clock whose time is over."""

OURS = frozenset({"queued", "claimed", "waiting_officer"})
"""States in which the next word is an officer's."""
RUNNING = OURS | {"waiting_beneficiary"}
HELD = frozenset({"claimed", "waiting_officer"})
ANSWERS = frozenset({"approve", "hand_back"})
"""Moves that leave the case with its officer, who owes no word any more."""
PROMISED = frozenset({"reopen", "requeue", "dispute"})
"""Moves of a person who is told then to expect words as soon as at first."""
AGAIN = PROMISED | {"open_again"}
"""Moves after which somebody waits anew, whatever was said before."""
GIVEN = frozenset({"transfer", "assign", "sensitive", "not_sensitive"})
"""Moves that pass the case on: whoever waits for words waits for somebody else's now."""
CLAIMS = frozenset({"claim", "take_over", "assign", "open_again"})
RENEWED = AGAIN | {"open", "correct", "sensitive", "not_sensitive"}
"""Moves after which the whole is looked at anew."""


@dataclass(frozen=True, slots=True)
class Clock:
    """It had run for `ran` until `since`, and runs on from there; without `since` it stands.

    `target` is the time it may run, `told` the last of its alerts. One that is `restless` runs
    while nobody works, too.
    """

    name: Name
    target: timedelta
    ran: timedelta = timedelta()
    since: datetime | None = None
    told: int = 0
    restless: bool = False

    def hours(self, worked: Hours) -> Hours:
        """When it runs, among those who work like this."""
        return ALWAYS if self.restless else worked

    def reaches(self, time: timedelta, hours: Hours) -> datetime | None:
        """The moment by which it has run so long, unless it is stopped; None while it stands."""
        if self.since is None:
            return None
        left = max(time - self.ran, timedelta())
        return calendar.add_working_time(self.since, left, self.hours(hours))

    def due(self, hours: Hours) -> datetime | None:
        """When its time is over; what is promised by days is due in a morning, no evening."""
        at = self.reaches(self.target, hours)
        is_by_days = self.name == "resolution" and not self.restless
        return calendar.next_opening(at, hours) if at and is_by_days else at

    def run(self, now: datetime) -> Clock:
        return self if self.since else replace(self, since=now)

    def stop(self, now: datetime, hours: Hours) -> Clock:
        """What has run is kept, in working time."""
        if self.since is None:
            return self
        ran = self.ran + calendar.worked(self.since, now, self.hours(hours))
        return replace(self, ran=ran, since=None)


Clocks: TypeAlias = Mapping[Name, Clock]


@dataclass(frozen=True, slots=True)
class Alert:
    """A clock came so far. `level` is one of `LEVELS`; of a lease, 1 reminds and 2 ends it.

    `due` is when its time is over.
    """

    clock: Name
    level: int
    at: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Watched:
    """What the clocks look at of a case, as a move left it.

    `prompt`: words are promised within minutes. `decided`: nothing of it is left to be resolved.
    `resolution` is the time it may take if it begins anew, by the clock where it is `restless`.
    """

    state: str
    resolution: timedelta
    prompt: bool = False
    owned: bool = False
    parked: bool = False
    decided: bool = False
    restless: bool = False


def turn(clocks: Clocks, move: str, case: Watched, now: datetime, terms: Association) -> Clocks:
    """The clocks of a case after a move; `move` is "open" for a new one."""
    owed = _reply(clocks, move, case, now, terms)
    found = (
        owed,
        _resolution(clocks, move, case, now, terms),
        _lease(clocks, move, case, now, terms) if owed else None,
    )
    return {clock.name: clock for clock in found if clock}


def _reply(
    clocks: Clocks, move: str, case: Watched, now: datetime, terms: Association
) -> Clock | None:
    """The words that are owed, if any are: one clock at a time."""
    if case.state not in OURS or move in ANSWERS:
        return None
    runs = reply(clocks)
    anew = move in AGAIN or (move in GIVEN and (runs or case.prompt))
    asked = move == "hear" and (case.prompt or case.state == "waiting_officer")
    if move in PROMISED or (move == "open" and case.prompt):
        return Clock("first_reply", timedelta(minutes=terms.numbers.first_reply_minutes), since=now)
    if anew or (asked and runs is None):
        return Clock("next_reply", timedelta(minutes=terms.numbers.next_reply_minutes), since=now)
    return runs


def _resolution(
    clocks: Clocks, move: str, case: Watched, now: datetime, terms: Association
) -> Clock | None:
    if case.state not in RUNNING or case.decided:
        return None
    runs = clocks.get("resolution")
    if runs is None or move in RENEWED:
        runs = Clock("resolution", case.resolution, since=now, restless=case.restless)
    stands = case.parked or case.state not in OURS
    return runs.stop(now, terms.hours) if stands else runs.run(now)


def _lease(
    clocks: Clocks, move: str, case: Watched, now: datetime, terms: Association
) -> Clock | None:
    """Of a claim, until the first words; the next ones are waited for by another clock."""
    if not case.owned or case.state not in HELD:
        return None
    if move in CLAIMS:
        return Clock("lease", timedelta(minutes=terms.numbers.lease_minutes), since=now)
    return clocks.get("lease")


def marks(clock: Clock, terms: Association) -> tuple[timedelta, ...]:
    """How long it has run at each of its alerts, in their order."""
    if clock.name == "lease":
        return timedelta(minutes=terms.numbers.lease_reminder), clock.target
    return clock.target * terms.numbers.warning_percent / 100, clock.target, 2 * clock.target


def ahead(clocks: Clocks, terms: Association) -> Alert | None:
    """The next alert, unless something is done before: always in working time."""
    found = (_next(clock, terms) for clock in clocks.values())
    return min((alert for alert in found if alert), key=lambda alert: alert.at, default=None)


def _next(clock: Clock, terms: Association) -> Alert | None:
    to_come, due_at = marks(clock, terms)[clock.told :], clock.due(terms.hours)
    at = clock.reaches(to_come[0], terms.hours) if to_come else None
    if at is None or due_at is None:
        return None
    opens = calendar.next_opening(at, clock.hours(terms.hours))
    return Alert(clock.name, clock.told + 1, opens, due_at)


def ring(clocks: Clocks, now: datetime, terms: Association) -> tuple[Clocks, tuple[Alert, ...]]:
    """What is to be told by now, each once and in order, and the clocks that know of it."""
    told: list[Alert] = []
    while (alert := ahead(clocks, terms)) and alert.at <= now:
        clocks = {**clocks, alert.clock: replace(clocks[alert.clock], told=alert.level)}
        told.append(alert)
    return clocks, tuple(told)


def due(clocks: Clocks, hours: Hours) -> datetime | None:
    """The next deadline of the case; None while none is running."""
    return min(_moments(clock.due(hours) for clock in _watched(clocks)), default=None)


def level(clocks: Clocks) -> int:
    """How far it went up: one of `LEVELS`."""
    return max((clock.told for clock in _watched(clocks)), default=0)


def reply(clocks: Clocks) -> Clock | None:
    """The clock of the words that are owed."""
    return next((clocks[name] for name in REPLIES if name in clocks), None)


def _watched(clocks: Clocks) -> Iterable[Clock]:
    """Those that somebody waits for; a lease is between officers."""
    return (clock for clock in clocks.values() if clock.name != "lease")


def _moments(found: Iterable[datetime | None]) -> Iterable[datetime]:
    return (moment for moment in found if moment)
