"""What was done about what people said: low ratings made good, improvements, thanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.reports.ledger import Ledger
from flows import recovery
from flows.calendar import day_of
from flows.disclosure import LEAST, Place
from flows.measures import Share
from storage.follow_ups import FollowUps, Improved, Recovered, Thanked

Counted = TypeVar("Counted", Improved, Thanked)

DONE = frozenset({"done", "approved"})
"""States of an improvement that something changed by."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Of one place. `corrected`: misconceptions put right, of no department.

    Low ratings are counted where five or more are; `whole`: none of the place is left out.
    `gain` is how much higher the second score is in the mean; None of fewer than five.
    """

    opened: int
    whole: bool
    in_time: Share  # somebody was in touch within the working days that are promised
    closed: Share
    rerated: Share  # of those that were asked again
    gain: float | None
    improvements: Mapping[str, int]  # by state
    thanks: int
    corrected: int

    @property
    def changed(self) -> Share:
        """Improvements by which something changed, of all that were opened."""
        counts = self.improvements.items()
        done = sum(n for state, n in counts if state in DONE)
        return Share(done, sum(self.improvements.values()))


def follow_up(ledger: Ledger, place: Place) -> FollowUp:
    kept: FollowUps = ledger.records.followed
    spans = {n for n, month in enumerate(ledger.months) if place.period.contains(month)}
    theirs = [one for one in kept.recovered if _cell(ledger, one).within(place)]
    told = ledger.recovered
    recovered = [one for one in theirs if (at := told.get(_cell(ledger, one))) and at.within(place)]
    states: Counter[str] = Counter()
    for item in _within(kept.improved, spans, place):
        states[item.state] += item.n
    asked = [one for one in recovered if one.asked]
    gains = [one.again - one.score for one in asked if one.again and one.score]
    return FollowUp(
        opened=len(recovered),
        whole=len(recovered) == len(theirs),
        in_time=Share(sum(_in_time(ledger, one) for one in recovered), len(recovered)),
        closed=Share(sum(one.closed for one in recovered), len(recovered)),
        rerated=Share(sum(one.again is not None for one in asked), len(asked)),
        gain=sum(gains) / len(gains) if len(gains) >= LEAST else None,
        improvements=dict(states),
        thanks=sum(one.n for one in _within(kept.thanked, spans, place)),
        corrected=sum(n for span, n in enumerate(kept.corrected) if span in spans),
    )


def _cell(ledger: Ledger, one: Recovered) -> Place:
    return ledger.cell(one.span, one.department, one.programme)


def _within(every: Sequence[Counted], spans: set[int], place: Place) -> list[Counted]:
    return [one for one in every if one.span in spans and _is_of(place, one)]


def _is_of(place: Place, one: Improved | Thanked) -> bool:
    return place.department in {None, one.department}


def _in_time(ledger: Ledger, one: Recovered) -> bool:
    """Whether somebody was in touch on the day that was promised, or before."""
    if one.replied_at is None:
        return False
    by = recovery.by(day_of(one.opened_at), ledger.book.association)
    return day_of(one.replied_at) <= by
