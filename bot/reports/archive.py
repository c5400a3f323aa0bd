"""The archive: ledgers read from the database, each kept for a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.reports.ledger import Ledger
from flows.book import Book
from flows.calendar import day_of
from flows.period import Period
from storage import reports
from storage.database import Database
from storage.unit import View

FRESH = timedelta(minutes=1)
KEPT = 4  # years at once


@dataclass(slots=True)
class Archive:
    """`ledger` gives the year that is asked for, with the one before it to compare with.

    `book` gives the book of the moment, whose answers change while the process runs.
    """

    database: Database
    book: Callable[[], Book]
    clock: Clock
    _kept: dict[Period, tuple[datetime, Ledger]] = field(default_factory=dict)

    async def ledger(self, period: Period) -> Ledger:
        """Of the year of this period and the year before; at most a minute old."""
        year, now = period.year, self.clock.now()
        found = self._kept.get(year)
        if found and now < found[0] + FRESH:
            return found[1]
        async with self.database.view() as view:
            made = await read(view, self.book(), year)
        self._kept.pop(year, None)
        self._kept[year] = now, made
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return made

    @property
    def this_month(self) -> Period:
        return Period.month_of(day_of(self.clock.now()))


async def read(view: View, book: Book, year: Period) -> Ledger:
    """A year and the one before it, as they are now."""
    months = [*year.previous.each_month, *year.each_month]
    found = await reports.records(view, [(month.begins, month.ends) for month in months])
    return await asyncio.to_thread(Ledger, found, months, book)
