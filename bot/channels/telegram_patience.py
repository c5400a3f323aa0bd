"""How long to wait for Telegram after trouble: doubling up to a minute, afresh after success."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog
from telegram.error import InvalidToken, RetryAfter

from bot.channels.channel import Later
from bot.channels.telegram_errors import REPAIR, receipt
from bot.clock import Clock

FIRST = timedelta(seconds=1)
LAST = timedelta(minutes=1)

log = structlog.get_logger()


@dataclass(slots=True)
class Patience:
    """One for everything that is tried again and again."""

    clock: Clock
    _failures: int = 0

    async def wait(self, what: str, error: Exception) -> None:
        """Log the kind of trouble and wait as long as it asks for, or as the doubling says."""
        pause = min(FIRST * 2 ** min(self._failures, 10), LAST)
        self._failures += 1
        if isinstance(error, RetryAfter | InvalidToken):
            asked = receipt(error, room=False)
            assert isinstance(asked, Later)
            pause = asked.after or REPAIR
        log.warning("telegram_waits", what=what, error=type(error).__name__, seconds=pause.seconds)
        await self.clock.wait(asyncio.Event(), self.clock.now() + pause)

    def succeed(self) -> None:
        self._failures = 0
