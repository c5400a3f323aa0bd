"""How fast we may send: a burst and then a rate, or so many in any stretch of time."""

from __future__ import annotations

import math
import re
import sys
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_SPELLED = re.compile(r"(?:([1-9][0-9]{0,8}) +)?([0-9]{1,9}(?:\.[0-9]{1,9})?)/(s|min)")
_SECONDS = {"s": 1, "min": 60}


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` acts a second in the long run, `burst` at once. No burst: no limit at all.

    Of a `sliding` one no stretch of time, as long as the burst is worth, ever sees more than that.
    """

    burst: float
    per_second: float
    sliding: bool = False

    @classmethod
    def read(cls, text: object) -> Rate:
        """``3 1/s`` (burst, then rate), ``20/min`` (in any minute), ``0`` for no limit; else
        ValueError.
        """
        if str(text).strip() == "0":
            return UNLIMITED
        spelled = _SPELLED.fullmatch(str(text).strip())
        if not spelled or float(spelled[2]) == 0:
            raise ValueError("expected a rate such as 30/s, 20/min, 3 1/s (burst first), or 0")
        burst, amount, unit = spelled.groups()
        at_once = max(1.0, float(burst or amount))  # less than one would never be enough for one
        return cls(at_once, float(amount) / _SECONDS[unit], sliding=burst is None)

    @property
    def span(self) -> timedelta:
        """As long as the burst is worth: after so long without an act nothing of it lacks."""
        return timedelta(seconds=self.burst / self.per_second) if self.burst else timedelta()

    def bucket(self) -> Bucket:
        """A full one."""
        return Window(self) if self.sliding else Bucket(self)


UNLIMITED = Rate(0, 0)


@dataclass(slots=True)
class Bucket:
    """The tokens of one limit. Time is passed in; a clock that jumps back gives nothing extra."""

    rate: Rate
    tokens: float = field(init=False)
    filled: datetime | None = None
    paused: datetime | None = None  # a provider's retry-after

    def __post_init__(self) -> None:
        self.tokens = self.rate.burst

    def wait(self, now: datetime) -> timedelta:
        """How long until one act may be done; zero when it may be done now."""
        if self.paused and now < self.paused:
            return self.paused - now
        if not self.rate.burst:
            return timedelta()
        self._fill(now)
        self.filled = now
        return self._lack(now) if self.tokens < 1 else timedelta()

    @property
    def ready(self) -> int:
        """How many acts may be done at once, when `wait` has just told that one may."""
        return max(1, int(self.tokens)) if self.rate.burst else sys.maxsize

    def take(self) -> None:
        """Of what there is as of the last `wait`."""
        if self.rate.burst:
            self.tokens -= 1

    def pause(self, until: datetime) -> None:
        self.paused = max(until, self.paused) if self.paused else until

    def is_fresh(self, now: datetime) -> bool:
        """Whether a new bucket would be no different."""
        return not self.wait(now) and self.tokens >= self.rate.burst

    def _fill(self, now: datetime) -> None:
        """With what came back since it was filled last."""
        if self.filled is not None:
            passed = max(0.0, (now - self.filled).total_seconds())
            self.tokens = min(self.rate.burst, self.tokens + passed * self.rate.per_second)

    def _lack(self, now: datetime) -> timedelta:
        """How long until there is a whole token."""
        return timedelta(seconds=(1 - self.tokens) / self.rate.per_second)


@dataclass(slots=True)
class Window(Bucket):
    """Each token comes back as long after it was taken as all of them are worth."""

    back: deque[datetime] = field(default_factory=deque)  # when each of those taken does

    def take(self) -> None:
        assert self.filled is not None
        self.tokens -= 1
        self.back.append(self.filled + self.rate.span)

    def _fill(self, now: datetime) -> None:
        if self.filled is not None and now < self.filled:
            jump = self.filled - now
            self.back = deque(moment - jump for moment in self.back)
        while self.back and self.back[0] <= now:
            self.back.popleft()
            self.tokens += 1

    def _lack(self, now: datetime) -> timedelta:
        return self.back[math.ceil(1 - self.tokens) - 1] - now


def recalled(rate: Rate, acts: Iterable[tuple[str, datetime]]) -> dict[str, Bucket]:
    """The bucket of each place after these acts there, which are in the order of their times."""
    buckets: dict[str, Bucket] = {}
    for place, at in acts:
        bucket = buckets.setdefault(place, rate.bucket())
        bucket.wait(at)
        bucket.take()
    return buckets
