"""The timer: what fell due becomes an update like any other. Due times are kept, never slept."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.turns.loop import Overloaded, Turns
from bot.update import Due, Update
from flows.events import Opened
from storage import schedule
from storage.database import Database

TOGETHER = 50
TROUBLE = timedelta(seconds=10)
FLOWS = {"delivery_reminder": "delivery"}
"""Which flow each kind of due event opens."""

log = structlog.get_logger()


@dataclass(slots=True)
class Timer:
    """Run it with `run`; `woken` is set when something may have been scheduled."""

    database: Database
    clock: Clock
    turns: Turns
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                until = await self.step()
            except (sqlite3.Error, Overloaded) as error:
                log.warning("timer_waits", error=type(error).__name__)
                until = self.clock.now() + TROUBLE
            await self.clock.wait(self.woken, until)

    async def step(self) -> datetime | None:
        """Hand in everything that has fallen due; when the next thing will."""
        async with self.database.view() as view:
            due = await schedule.due(view, self.clock.now(), TOGETHER)
        for row in due:
            opened = Opened(FLOWS[row.kind], row.payload)
            what = Due(row.id, row.subject, opened)
            await self.turns.take(Update("timer", row.kind, str(row.id), what))
        if due:
            self.woken.set()  # there may be more
        async with self.database.view() as view:
            return await schedule.next_at(view)
