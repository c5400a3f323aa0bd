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

    def wait(self, now: float) -> float:
        """Seconds until there is a token; 0 when there is one."""
        self.level = min(self.size, self.level + (now - self.filled) * self.per_second)
        self.filled = now
        return max(0.0, (1 - self.level) / self.per_second)


class Rates:
    """1/s to a private chat after a burst, 20/min to a group, 30/s in all; off when `on` is not.

    A message that would break one of them takes no token and is refused with `retry_after`.
    """

    def __init__(self, clock: Callable[[], datetime], *, on: bool, burst: int) -> None:
        self.on = on
        self.burst = burst
        self._clock = clock
        self._overall = self._bucket(30, 30)
        self._chats: dict[int, Bucket] = {}

    def charge(self, chat: Chat) -> None:
        """Counts one message to the chat, or refuses it with 429."""
        if not self.on:
            return
        if chat.id not in self._chats:
            private = chat.kind == "private"
            self._chats[chat.id] = self._bucket(self.burst, 1) if private else self._group()
        buckets = (self._overall, self._chats[chat.id])
        wait = max(bucket.wait(self._clock().timestamp()) for bucket in buckets)
        # A ten-thousandth of a token is rounding: the clock counts seconds since 1970.
        if wait > 1e-4:
            raise too_many(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.level -= 1

    def _group(self) -> Bucket:
        return self._bucket(20, 20 / 60)

    def _bucket(self, size: float, per_second: float) -> Bucket:
        return Bucket(size, per_second, size, self._clock().timestamp())
