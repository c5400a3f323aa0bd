"""The only place that reads the time, and the only one that waits for it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

from flows.calendar import RIYADH


class Clock(Protocol):
    """The moment, aware, in UTC. Tests pass one they can move."""

    def now(self) -> datetime: ...

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        """Return when `woken` is set (and clear it) or `until` has come."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds())
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), seconds)
        woken.clear()


def riyadh(moment: datetime) -> datetime:
    return moment.astimezone(RIYADH)
