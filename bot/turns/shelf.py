"""Updates there is no room for, of providers that do not send again: kept raw until there is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import structlog

from bot.turns import raw
from bot.turns.waiting import Overloaded, Waiting
from bot.update import Update
from flows.secrets import Words
from storage import inbox, shelf
from storage.inbox import Unfinished
from storage.unit import Unit

LONGEST = 10_000  # updates that may wait in memory to be put aside
SHELVED = "shelved"  # what is told to every process, so that each keeps the order

Reader: TypeAlias = Callable[[str, bytes], Collection[Update]]
"""What an account's raw body says: every update it holds."""

log = structlog.get_logger()


@dataclass(slots=True)
class Shelf:
    """`readers` are by channel, `words` the book's. `holds` is whether anything may lie there,
    `left` whether it was left there because of trouble.
    """

    readers: Mapping[str, Reader] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    holds: bool = True  # an earlier process may have put something there
    left: bool = False
    _brought: list[Waiting] = field(default_factory=list)

    def fits(self, waiting: Waiting) -> bool:
        """Whether it may be put aside, and is not there already."""
        return waiting.update.channel in self.readers and not waiting.shelved

    def bring(self, waiting: Waiting) -> None:
        """It is put aside after the batch in hand. Raises Overloaded."""
        if not self.fits(waiting) or len(self._brought) >= LONGEST:
            raise Overloaded
        self._brought.append(waiting)

    def collect(self) -> list[Waiting]:
        """What was brought since the last time."""
        brought, self._brought = self._brought, []
        return brought

    async def store(self, unit: Unit, updates: Sequence[Waiting], at: datetime) -> None:
        """Put these aside, each behind what lies there of the same subject."""
        if updates:
            kept = [(w.arrival, raw.cleared(w.update.raw, self.words)) for w in updates]
            await shelf.put(unit, kept, at)
            unit.tell(SHELVED)

    def look(self) -> None:
        """Something may lie there."""
        self.holds, self.left = True, False

    def leave(self) -> None:
        """There is trouble with the database: look again after a while, or the next commit."""
        self.holds, self.left = False, True

    async def late(self, unit: Unit, batch: Collection[Waiting]) -> list[Waiting]:
        """Those that must wait behind what the same person sent before."""
        fitting = [waiting for waiting in batch if self.fits(waiting)]
        if not fitting or not (self.holds or self.left):
            return []
        subjects = await shelf.latest(unit, {waiting.subject for waiting in fitting})
        return [waiting for waiting in fitting if waiting.subject in subjects]

    async def first(self, unit: Unit, most: int) -> list[Waiting]:
        """The oldest of each subject; what cannot be read is kept as failed."""
        self.holds = False  # unless more is put there while this looks
        rows = await inbox.unfinished(unit, "received", most)
        self.holds = self.holds or bool(rows)
        oldest: dict[str, Waiting] = {}
        for row in rows:
            if row.arrival.subject in oldest:
                continue
            if update := self._read(row):
                answer = asyncio.get_running_loop().create_future()
                waiting = Waiting(update, row.arrival.subject, answer, shelved=True)
                oldest[waiting.subject] = waiting
            else:
                log.error("shelf_unreadable", channel=row.arrival.channel)
                inbox.fail(unit, row.arrival, row.raw or b"", "unreadable", row.received_at)
        return list(oldest.values())

    def _read(self, row: Unfinished) -> Update | None:
        reader = self.readers.get(row.arrival.channel)
        read = reader(row.arrival.account, row.raw) if reader and row.raw else ()
        return next((update for update in read if update.id == row.arrival.id), None)
