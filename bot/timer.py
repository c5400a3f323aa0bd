"""The timer: what fell due becomes an update like any other. Due times are kept, never slept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot import notices, recommendations
from bot.clock import Clock
from bot.staff import digest, telegram_rights
from bot.turns import clock, closing, drafts, enquiries, papers, returning, surveys, tellings
from bot.turns.loop import Overloaded, Turns
from bot.update import (
    Correction,
    Due,
    Report,
    Returned,
    Ring,
    Telling,
    Update,
    Upkeep,
)
from flows import recovery
from flows.events import Gathered, Opened
from storage import schedule
from storage.database import Database
from storage.tenure import Tenure
from storage.trouble import PASSING

TOGETHER = 50
PAUSE = timedelta(seconds=10)  # after trouble
NAP = timedelta(minutes=1)  # then it looks again: few who schedule something wake it
WAITED_FOR: tuple[type[Exception], ...] = (*PASSING, Overloaded)

log = structlog.get_logger()


def opens(flow: str) -> Callable[[schedule.Due], Update]:
    """The row becomes the opening of a flow, with what the row holds."""

    def opened(row: schedule.Due) -> Update:
        what = Due(row.id, row.subject, Opened(flow, dict(row.payload)))
        return Update("timer", row.kind, str(row.id), what)

    return opened


def look(row: schedule.Due) -> Update:
    """A draft has lain for a while."""
    return Update("timer", row.kind, str(row.id), Due(row.id, row.subject, drafts.fell_due(row)))


def elapsed(row: schedule.Due) -> Update:
    """Time has passed over a case."""
    return Update("timer", row.kind, str(row.id), Due(row.id, row.subject, closing.fell_due(row)))


def gathered(row: schedule.Due) -> Update:
    """No more files have come."""
    what = Due(row.id, row.subject, Gathered(row.payload["last"]))
    return Update("timer", row.kind, str(row.id), what)


def report_again(row: schedule.Due) -> Update:
    """A delivery report that was faster than our own record of the send."""
    what = Report(**row.payload["report"], due=row.id)
    return Update(row.payload["channel"], row.payload["account"], f"again:{row.id}", what)


def upkeep(row: schedule.Due) -> Update:
    """What the association's own answers ask for at a time."""
    what = Upkeep(row.id, row.kind, row.payload)
    return Update("timer", row.kind, str(row.id), what)


def ring(row: schedule.Due) -> Update:
    """The clocks of a case, at the time that was foreseen."""
    at = datetime.fromisoformat(row.payload["at"])
    what = Ring(row.id, row.subject, row.payload["case"], at)
    return Update("timer", row.kind, str(row.id), what)


def correct(row: schedule.Due) -> Update:
    """Somebody was told something wrong."""
    what = Correction(row.id, row.subject, row.payload["answer"], row.payload["version"])
    return Update("timer", row.kind, str(row.id), what)


def tell(row: schedule.Due) -> Update:
    """Something is to be told to one person."""
    what = Telling(row.id, row.subject, row.kind, row.payload)
    return Update("timer", row.kind, str(row.id), what)


def returned(row: schedule.Due) -> Update:
    """Whoever had a case cannot have it now."""
    what = Returned(row.id, row.subject, **row.payload)
    return Update("timer", row.kind, str(row.id), what)


KINDS: Mapping[str, Callable[[schedule.Due], Update]] = {
    "delivery_reminder": opens("delivery"),
    surveys.UNCONFIRMED: opens("rating"),
    surveys.KIND: opens("rating"),
    enquiries.KIND: opens("satisfaction"),
    recommendations.KIND: opens("recommendation"),
    recovery.FLOW: opens("rerating"),
    papers.GATHERED: gathered,
    drafts.KIND: look,
    closing.KIND: elapsed,
    notices.EXPIRY: opens("renewal"),
    notices.MISSING: opens("requests"),
    "report": report_again,
    returning.KIND: returned,
    "answers_date": upkeep,
    "correction": upkeep,
    "correction_told": correct,
    **dict.fromkeys(tellings.TELLERS, tell),
    clock.KIND: ring,
    digest.KIND: upkeep,
    telegram_rights.KIND: upkeep,
}
"""What each kind of due row becomes."""


@dataclass(slots=True)
class Timer:
    """Run it with `run`; `woken` is set when something may have been scheduled.

    Of several processes the one that holds `tenure` keeps the time.
    """

    database: Database
    clock: Clock
    turns: Turns
    tenure: Tenure
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.tenure.until(held=True)
            try:
                until = await self.step()
            except WAITED_FOR as error:
                log.warning("timer_waits", error=type(error).__name__)
                until = self.clock.now() + PAUSE
            soon = self.clock.now() + NAP
            await self.clock.wait(self.woken, min(until or soon, soon))

    async def step(self) -> datetime | None:
        """Hand in everything that has fallen due; when the next thing will."""
        async with self.database.view() as view:
            due = await schedule.due(view, self.clock.now(), TOGETHER)
        for row in due:
            if update := _update(row):
                await self.turns.take(update)
        if due:
            await self._finish(due)
            self.woken.set()  # there may be more
        async with self.database.view() as view:
            return await schedule.next_at(view)

    async def _finish(self, due: list[schedule.Due]) -> None:
        """Most are done by their turns; one whose turn failed is kept in the inbox instead."""
        async with self.database.unit() as unit:
            for row in due:
                schedule.done(unit, row.id)


def _update(row: schedule.Due) -> Update | None:
    """None for a row that this release cannot read."""
    try:
        return KINDS[row.kind](row)
    except (KeyError, TypeError, ValueError) as error:
        log.error("due_unreadable", kind=row.kind, error=type(error).__name__)  # noqa: TRY400 -- a trace quotes data
        return None
