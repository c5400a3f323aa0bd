"""Token buckets: how fast we may send, with a burst to begin with."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_SPELLED = re.compile(r"(?:([1-9][0-9]{0,8}) +)?([0-9]{1,9}(?:\.[0-9]{1,9})?)/(s|min)")
_SECONDS = {"s": 1, "min": 60}


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` acts a second in the long run, `burst` at once. No burst: no limit at all."""

    burst: float
    per_second: float

    @classmethod
    def read(cls, text: object) -> Rate:
        """``3 1/s`` (burst, rate), ``30/s``, ``20/min``, ``0`` for no limit; else ValueError."""
        if str(text).strip() == "0":
            return UNLIMITED
        spelled = _SPELLED.fullmatch(str(text).strip())
        if not spelled or float(spelled[2]) == 0:
            raise ValueError("expected a rate such as 30/s, 20/min, 3 1/s (burst first), or 0")
        burst, amount, unit = spelled.groups()
        at_once = max(1.0, float(burst or amount))  # less than one would never be enough for one
        return cls(at_once, float(amount) / _SECONDS[unit])


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
        if self.filled is not None:
            passed = max(0.0, (now - self.filled).total_seconds())
            self.tokens = min(self.rate.burst, self.tokens + passed * self.rate.per_second)
        self.filled = now
        if self.tokens >= 1:
            return timedelta()
        return timedelta(seconds=(1 - self.tokens) / self.rate.per_second)

    @property
    def ready(self) -> int:
        """How many acts may be done at once, when `wait` has just told that one may."""
        return max(1, int(self.tokens)) if self.rate.burst else sys.maxsize

    def take(self) -> None:
        if self.rate.burst:
            self.tokens -= 1

    def pause(self, until: datetime) -> None:
        self.paused = max(until, self.paused) if self.paused else until

    def is_fresh(self, now: datetime) -> bool:
        """Whether a new bucket would be no different."""
        return not self.wait(now) and self.tokens >= self.rate.burst
