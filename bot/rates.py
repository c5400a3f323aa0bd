"""Token buckets: how fast we may send, with a burst to begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_SPELLED = re.compile(r"(?:([0-9]+) +)?([0-9]+(?:\.[0-9]+)?)/(s|min)")


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` acts a second in the long run, `burst` at once. No burst: no limit at all."""

    burst: float
    per_second: float

    @classmethod
    def read(cls, text: object) -> Rate:
        """``3 1/s`` (burst, rate), ``30/s``, ``20/min``, or ``0`` for no limit."""
        if str(text).strip() == "0":
            return cls(0, 0)
        spelled = _SPELLED.fullmatch(str(text).strip())
        if not spelled or float(spelled[2]) == 0:
            raise ValueError("expected a rate such as 30/s, 20/min, 3 1/s (burst first), or 0")
        burst, amount, unit = spelled.groups()
        return cls(float(burst or amount), float(amount) / (60 if unit == "min" else 1))


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

    def take(self) -> None:
        if self.rate.burst:
            self.tokens -= 1

    def pause(self, until: datetime) -> None:
        self.paused = max(until, self.paused) if self.paused else until
