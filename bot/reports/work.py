"""How officers' work went in a place and a time: how soon, how lasting, and what it was about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.reports.ledger import Ledger, Times
from flows.disclosure import Place
from flows.measures import Share, percentile
from storage.reports import HAND_OFF, Applied, Opened

UNANSWERED = frozenset({"unclear", "stale", "not_helped", "none_of_these"})
"""Why people needed an officer though an answer of the book should have done."""

Counted = TypeVar("Counted", Opened, Applied)


@dataclass(frozen=True, slots=True)
class Spread:
    """Working minutes: the middle, what nine of ten do not exceed, and of how many."""

    p50: float | None
    p90: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Work:
    """Cases and applications of one place. How soon, is told of those where somebody waits for
    words: an application has days.
    """

    opened: Sequence[Opened]
    applied: Sequence[Applied]
    first_reply: Spread
    resolution: Spread
    in_time: Share  # first replies within the minutes that are promised
    reasons: Mapping[str, int]  # why people needed officers, as far as that may be told

    @property
    def hand_offs(self) -> list[Opened]:
        return [case for case in self.opened if case.kind == HAND_OFF]

    @property
    def closed(self) -> Share:
        return share(self.opened, lambda case: case.closed)

    @property
    def claimed(self) -> Share:
        """Of those that people asked for or needed."""
        return share(self.hand_offs, lambda case: case.claimed)

    @property
    def reopened(self) -> Share:
        return share(self.opened, lambda case: case.reopened)

    @property
    def unanswered(self) -> Share:
        """Of those whose reason is told."""
        hits = sum(n for why, n in self.reasons.items() if why in UNANSWERED)
        return Share(hits, sum(self.reasons.values()))


def share(of: Sequence[Counted], is_hit: Callable[[Counted], bool]) -> Share:
    """How many of these cases or applications are such."""
    return Share(sum(one.n for one in of if is_hit(one)), sum(one.n for one in of))


def work(ledger: Ledger, place: Place) -> Work:
    """What was opened or submitted in the place."""
    promised = ledger.book.association.numbers.first_reply_minutes
    replies = _within(place, ledger.replies)
    return Work(
        opened=_of(ledger, place, ledger.records.opened),
        applied=_of(ledger, place, ledger.records.applied),
        first_reply=_spread(replies),
        resolution=_spread(_within(place, ledger.resolutions)),
        in_time=Share(sum(took <= promised for took in replies), len(replies)),
        reasons=ledger.needed.within(place),
    )


def _within(place: Place, times: Times) -> list[float]:
    return [took for cell, every in times.items() if cell.within(place) for took in every]


def _of(ledger: Ledger, place: Place, every: Sequence[Counted]) -> list[Counted]:
    spans = {n for n, month in enumerate(ledger.months) if place.period.contains(month)}
    return [
        one
        for one in every
        if one.span in spans
        and place.department in {None, one.department}
        and place.programme in {None, one.programme}
        and place.channel in {None, one.channel}
    ]


def _spread(values: list[float]) -> Spread:
    return Spread(percentile(values, 50), percentile(values, 90), len(values))
