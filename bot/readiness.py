"""Whether the database takes writes: asked as often as anybody likes, tried every few seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from storage.probe import Found

FRESH = timedelta(seconds=5)
PATIENCE = timedelta(seconds=5)  # with a disk that does not answer at all
HANGS = Found("failing")


@dataclass(slots=True)
class Readiness:
    """`probe` writes for real; one at a time is under way, whoever waits for it."""

    probe: Callable[[], Awaitable[Found]]
    clock: Clock
    _good: tuple[datetime, Found] | None = None
    _probing: asyncio.Task[Found] | None = None

    async def found(self) -> Found:
        """As it was at most five seconds ago; trouble is looked at anew, so its end is seen."""
        if self._good and self.clock.now() - self._good[0] < FRESH:
            return self._good[1]
        if self._probing is None:
            self._probing = asyncio.create_task(self._probe())
        ended = asyncio.Event()
        self._probing.add_done_callback(lambda _: ended.set())
        probing = self._probing
        await self.clock.wait(ended, self.clock.now() + PATIENCE)
        return probing.result() if probing.done() else HANGS

    async def _probe(self) -> Found:
        try:
            found = await self.probe()
            self._good = (self.clock.now(), found) if found.state == "writable" else None
            return found
        finally:
            self._probing = None
