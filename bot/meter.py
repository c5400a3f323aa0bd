"""What the process counts while it works: a few additions a call, no lock, nobody's name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from bot.channels.channel import Failed, Later, Moved, Parked, Receipt, Sent, Unknown
from bot.update import Report, Update

End: TypeAlias = Literal[
    "done",
    "duplicate",
    "refused",  # the officer may not
    "put_aside",  # kept for when there is room
    "failed",  # kept, to be looked at by people
    "overloaded",  # nothing was acknowledged: the provider sends it again
    "not_kept",  # nor here, for trouble with the database
]
"""How a turn ends."""

MOMENTS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
SIZES = (1, 2, 4, 8, 16, 32, 64)  # turns
RECEIPTS: Mapping[type[Receipt], str] = {
    Sent: "sent",
    Later: "later",
    Unknown: "unknown",
    Parked: "parked",
    Failed: "failed",
    Moved: "moved",
}
MOST_CODES = 50
"""Of a provider's codes that are told apart; what else it comes up with is `other`."""


class Histogram:
    """How many values were at most each bound, the last place being for those above all."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def note(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


class Trouble(NamedTuple):
    """A send that its provider did not take, for a reason that is not the recipient's."""

    code: str
    at: datetime


@dataclass(slots=True)
class Tally:
    """Of one channel. The times are of the last turn, the last send that went out, the last
    trouble.
    """

    turns: Counter[End] = field(default_factory=Counter)
    latency: Histogram = field(default_factory=lambda: Histogram(MOMENTS))
    sends: Counter[str] = field(default_factory=Counter)  # by receipt
    errors: Counter[str] = field(default_factory=Counter)  # by code
    heard: datetime | None = None
    reached: datetime | None = None
    trouble: Trouble | None = None

    def count_error(self, reason: str) -> str:
        """The code it is counted under."""
        known = reason in self.errors or len(self.errors) < MOST_CODES
        code = reason if known else "other"
        self.errors[code] += 1
        return code


@dataclass(slots=True)
class Meter:
    """What is counted only grows, until the process ends."""

    channels: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    batches: Histogram = field(default_factory=lambda: Histogram(SIZES))
    escalations: Counter[str] = field(default_factory=Counter)  # by reason
    misconceptions: Counter[str] = field(default_factory=Counter)  # put right, by id
    surveys: Counter[str] = field(default_factory=Counter)  # asked, or why not
    dropped: Counter[str] = field(default_factory=Counter)  # rows that were over, by kind

    def turn(self, update: Update, end: End, arrived: datetime, now: datetime) -> None:
        """An update was answered: `now` is after the commit, where there was one."""
        tally = self.channels[update.channel]
        tally.turns[end] += 1
        tally.latency.note((now - arrived).total_seconds())
        tally.heard = now
        what = update.what
        if type(what) is Report and what.reason:
            tally.count_error(what.reason)

    def batch(self, size: int) -> None:
        """So many turns shared one transaction."""
        self.batches.note(size)

    def escalated(self, reason: str) -> None:
        """A conversation went to an officer."""
        self.escalations[reason] += 1

    def debunked(self, misconception: str) -> None:
        """A misconception was put right."""
        self.misconceptions[misconception] += 1

    def surveyed(self, what: str) -> None:
        """A rating was asked for, or why it was not when it fell due."""
        self.surveys[what] += 1

    def swept(self, kind: str, count: int) -> None:
        """So many rows of a kind were over and are gone."""
        self.dropped[kind] += count

    def sent(self, channel: str, receipt: Receipt, now: datetime) -> None:
        """A send has ended."""
        tally = self.channels[channel]
        tally.sends[RECEIPTS[type(receipt)]] += 1
        if isinstance(receipt, Sent):
            tally.reached = now
        elif not isinstance(receipt, Moved):
            code = tally.count_error(receipt.reason)
            if isinstance(receipt, Later | Unknown):
                tally.trouble = Trouble(code, now)
