"""What is done once a day, by the process that keeps the time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.changes import Changes
from bot.clock import Clock, riyadh
from bot.duties import by_steps
from bot.expiry import Expiry
from bot.kit import Kit
from bot.notices import Notices
from bot.recommendations import Recommendations
from bot.retention import Retention
from bot.staff.clearing import Clearing
from bot.staff.digest import Mornings
from bot.surveys import Surveys
from flows.calendar import RIYADH
from storage import retention
from storage.database import Database
from storage.tenure import Tenure

AT = time(3)  # in Riyadh: few are awake
DAY = timedelta(days=1)
PAUSE = timedelta(minutes=10)  # after trouble


@dataclass(slots=True)
class Daily:
    """Run it with `run`. The audit row of the last sweep says when the next one is due."""

    database: Database
    clock: Clock
    tenure: Tenure
    retention: Retention
    notices: Notices
    surveys: Surveys
    changes: Changes
    recommendations: Recommendations
    expiry: Expiry
    clearing: Clearing
    mornings: Mornings
    queued: Callable[[], None]  # what was queued is to be sent now
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    _since: datetime | None = None  # when it began, where nothing was swept before

    @classmethod
    def of(
        cls,
        database: Database,
        clock: Clock,
        tenure: Tenure,
        kit: Kit,
        queued: Callable[[], None],
    ) -> Daily:
        """All of it, for the association of the kit's book."""
        association = kit.book.association
        return cls(
            database,
            clock,
            tenure,
            Retention(database, association, kit.meter),
            Notices(database, association),
            Surveys(database, association, kit.meter),
            Changes(database, association),
            Recommendations(database, association),
            Expiry(database, kit.room),
            Clearing(database, association, kit.room),
            Mornings(database, association, kit.room),
            queued,
        )

    async def run(self) -> None:
        """Until cancelled."""
        await by_steps(
            self.tenure, self.clock, self.step, "daily_waits", woken=self.woken, pause=PAUSE
        )

    async def step(self) -> datetime:
        """Do what is due; when the next time is."""
        now = self.clock.now()
        async with self.database.view() as view:
            last = await retention.last(view)
        self._since = self._since or now
        last = last or self._since
        if _next(last) <= now:
            await self.run_once(now)
            last = now
        return _next(last)

    async def run_once(self, now: datetime) -> None:
        """The notices first: a sweep that is stopped begins again and finds none to repeat."""
        await self.notices.schedule(now)
        await self.changes.schedule(now)
        await self.mornings.schedule(now)
        await self.surveys.close(now)
        await self.recommendations.draw(now)
        await self.expiry.run(now)
        await self.clearing.run(now)
        self.queued()
        await self.retention.sweep(now)


def _next(last: datetime) -> datetime:
    """The next time of the day after a moment."""
    local = riyadh(last)
    at = datetime.combine(local.date(), AT, RIYADH)
    return at if at > local else at + DAY
