"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

SUNDAY_MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)  # 09:00 in Riyadh, within hours


class FakeClock:
    """`advance` wakes whoever waits for a time that has come."""

    def __init__(self, start: datetime = SUNDAY_MORNING) -> None:
        self._now = start
        self._moved = asyncio.Event()
        self._alarms: list[datetime] = []
        self._alarmed = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by
        self._moved.set()
        self._moved = asyncio.Event()

    async def skip(self) -> timedelta:
        """Once somebody waits for a time, let the nearest one come; how long that took."""
        while not (ahead := [at for at in self._alarms if at > self._now]):
            self._alarmed.clear()
            await self._alarmed.wait()
        by = min(ahead) - self._now
        self.advance(by)
        return by

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        if until is None:
            await self._wait(woken, None)
            return
        self._alarms.append(until)
        self._alarmed.set()
        try:
            await self._wait(woken, until)
        finally:
            self._alarms.remove(until)

    async def _wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        while not woken.is_set() and (until is None or self._now < until):
            events = (woken, self._moved)
            tasks = [asyncio.ensure_future(event.wait()) for event in events]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
        woken.clear()
