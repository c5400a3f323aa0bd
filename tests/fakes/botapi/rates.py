"""Telegram's flood limits on what a bot sends: per chat, per group, over all."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tests.fakes.botapi.chats import Chat
from tests.fakes.botapi.refusal import too_many


@dataclass
class Bucket:
    """Tokens that come back at a steady rate, up to `size` of them."""

    size: float
    per_second: float
    level: float
    filled: float  # when `level` was true, in seconds

    def wait(self, now: float, _: int) -> float:
        """Seconds until there is a token; 0 when there is one. An album runs up a debt."""
        self.level = min(self.size, self.level + (now - self.filled) * self.per_second)
        self.filled = now
        return max(0.0, (1 - self.level) / self.per_second)

    def take(self, _: float) -> None:
        self.level -= 1


@dataclass
class Minute:
    """So many in any minute, wherever it begins."""

    size: int
    taken: list[float]  # when, of the last minute

    def wait(self, now: float, count: int) -> float:
        """Seconds until there may be so many more."""
        self.taken = [then for then in self.taken if now - then < 60]
        room = self.size - count
        return 0.0 if len(self.taken) <= room else self.taken[-room - 1] + 60 - now

    def take(self, now: float) -> None:
        self.taken.append(now)


class Rates:
    """After a burst 1/s to a private chat, 20 in any minute to a group, 30/s in all, if `on`.

    A message that would break one of them takes no token and is refused with `retry_after`.
    """

    def __init__(self, clock: Callable[[], datetime], *, on: bool, burst: int) -> None:
        self.on = on
        self.burst = burst
        self._clock = clock
        self._overall = self._bucket(30, 30)
        self._chats: dict[int, Bucket | Minute] = {}

    def charge(self, chat: Chat, count: int = 1) -> None:
        """Counts so many messages to the chat that go as one, or refuses them all with 429."""
        if not self.on or not count:
            return
        if chat.id not in self._chats:
            private = chat.kind == "private"
            self._chats[chat.id] = self._bucket(self.burst, 1) if private else self._group()
        buckets = (self._overall, self._chats[chat.id])
        now = self._clock().timestamp()
        wait = max(bucket.wait(now, count) for bucket in buckets)
        # A ten-thousandth of a token is rounding: the clock counts seconds since 1970.
        if wait > 1e-4:
            raise too_many(max(1, math.ceil(wait)))
        for bucket in buckets * count:
            bucket.take(now)

    def _group(self) -> Minute:
        return Minute(20, [])

    def _bucket(self, size: float, per_second: float) -> Bucket:
        return Bucket(size, per_second, size, self._clock().timestamp())
