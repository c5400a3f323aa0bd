"""The policy's indicators: one for each goal and each step of its procedure, from the tables.

What cannot be measured yet has no figure, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.reports.follow_up import FollowUp, follow_up
from bot.reports.ledger import Figure, Ledger
from bot.reports.work import Work, share, work
from flows.book import Book
from flows.disclosure import LEAST, Place
from flows.logbook import CHANNEL as PHONE
from flows.measures import Interval, Scores, Share, promoter_score
from flows.period import Period

Unit = Literal["percent", "score", "minutes", "count", "points"]
Why = Literal["few", "nothing", "not_asked"]
DELIVERED = frozenset({"delivered", "partly_delivered", "disputed", "in_delivery", "closed"})
DECIDED = DELIVERED | {"approved", "not_approved", "finally_not_approved", "objected"}
CONFIRMED = frozenset({"delivered", "closed"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A value in its unit, of so many; or None, and why there is none."""

    unit: Unit
    value: float | None
    n: int
    interval: Interval | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """`change` is None where values cannot be compared; `sure` where they differ for certain."""

    code: str
    now: Measured
    before: Measured

    @property
    def change(self) -> float | None:
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def sure(self) -> bool:
        """Shares whose intervals meet may as well be equal."""
        now, before = self.now.interval, self.before.interval
        return now is not None and before is not None and not now.overlaps(before)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that an indicator may look at."""

    figure: Figure
    work: Work
    followed: FollowUp
    recommended: Scores | None  # of the last half-year that may be told
    departments: tuple[int, int]  # with answers enough to be told of; all
    book: Book
    period: Period


def indicators(ledger: Ledger, period: Period) -> list[Indicator]:
    """Every indicator of the policy for the period, beside the period before it."""
    now, before = _seen(ledger, period), _seen(ledger, period.previous)
    return [Indicator(code, measure(now), measure(before)) for code, measure in MEASURES.items()]


def _seen(ledger: Ledger, period: Period) -> Seen:
    place = Place(period)
    told = [
        ledger.figure(replace(place, department=name)).scores.n >= LEAST
        for name in ledger.book.departments
    ]
    figure = ledger.figure(place)
    return Seen(
        figure,
        work(ledger, place),
        follow_up(ledger, place),
        next(reversed(ledger.recommended(period).values()), None),
        (sum(told), len(told)),
        ledger.book,
        period,
    )


# ------------------------------------------------------------------ how each is measured
def _share(found: Share, least: int = LEAST) -> Measured:
    if found.n < least:
        return Measured("percent", None, 0, why="few" if found.n else "nothing")
    return Measured("percent", found.value, found.n, found.interval)


def _mean(scores: Scores | None) -> Measured:
    if scores is None:
        return Measured("score", None, 0, why="not_asked")
    if scores.n < LEAST:
        return Measured("score", None, 0, why="few" if scores.n else "nothing")
    return Measured("score", scores.mean, scores.n)


def _recommended(seen: Seen) -> Measured:
    """NPS, from -100 to 100."""
    scores = seen.recommended
    if scores is None:
        return Measured("points", None, 0, why="few")
    return Measured("points", promoter_score(scores), scores.n)


def _first_reply(seen: Seen) -> Measured:
    spread = seen.work.first_reply
    return Measured("minutes", spread.p50, spread.n, why=None if spread.n else "nothing")


def _resolution(seen: Seen) -> Measured:
    spread = seen.work.resolution
    return Measured("minutes", spread.p50, spread.n, why=None if spread.n else "nothing")


def _by_chat(seen: Seen) -> Measured:
    return _share(share(seen.work.applied, lambda one: one.channel not in {"", PHONE}), 1)


def _answered_well(seen: Seen) -> Measured:
    needed = seen.work.unanswered
    return _share(Share(needed.n - needed.hits, needed.n), 1)


def _verified(seen: Seen) -> Measured:
    decided = [one for one in seen.work.applied if one.state in DECIDED]
    return _share(share(decided, lambda one: one.verified), 1)


def _decided(seen: Seen) -> Measured:
    return _share(share(seen.work.applied, lambda one: one.state in DECIDED), 1)


def _confirmed(seen: Seen) -> Measured:
    delivered = [one for one in seen.work.applied if one.state in DELIVERED - {"in_delivery"}]
    return _share(share(delivered, lambda one: one.state in CONFIRMED), 1)


def _in_date(seen: Seen) -> Measured:
    """Answers of the book whose review date has not passed, on the last day of the period."""
    day, answers = seen.period.each_month[-1].first, seen.book.answers.values()
    return _share(Share(sum(answer.valid_on(day) for answer in answers), len(answers)), 1)


def _corrected(seen: Seen) -> Measured:
    return _count(seen.followed.corrected)


def _changed(seen: Seen) -> Measured:
    return _count(seen.followed.changed.hits)


def _count(n: int) -> Measured:
    """A number that says all there is: none is a number too."""
    return Measured("count", n, n)


MEASURES: Mapping[str, Callable[[Seen], Measured]] = {
    "G": lambda seen: _share(seen.figure.scores.satisfied),
    "D1": lambda seen: _mean(seen.figure.scales.get("effort")),
    "D2": _by_chat,
    "D3": _answered_well,
    "D4": lambda seen: _mean(seen.figure.scores),
    "D5": _recommended,
    "D5a": _corrected,
    "D5b": lambda seen: _share(seen.figure.scores.among({5})),
    "D5c": lambda seen: _share(seen.figure.commented),
    "D5d": lambda seen: _share(Share(*seen.departments), 1),
    "D5e": _changed,
    "R0": lambda seen: _share(seen.work.in_time, 1),
    "R1": _first_reply,
    "R2": _verified,
    "R3": _resolution,
    "R4": _in_date,
    "R5": _decided,
    "R6": _confirmed,
    "R7": lambda seen: _share(seen.figure.response),
}
"""By the code of the policy's goal (G, D) or step of its procedure (R)."""
