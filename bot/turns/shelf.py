"""Updates there is no room for, of providers that do not send again: kept raw until there is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import structlog

from bot.turns.waiting import Overloaded, Waiting
from bot.update import Update
from storage import inbox, shelf
from storage.inbox import Unfinished
from storage.unit import Unit

LONGEST = 10_000  # updates that may wait in memory to be put aside

Reader: TypeAlias = Callable[[str, bytes], Collection[Update]]
"""What an account's raw body says: every update it holds."""

log = structlog.get_logger()


@dataclass(slots=True)
class Shelf:
    """`readers` are by channel. `holds` is whether anything may lie there."""

    readers: Mapping[str, Reader] = field(default_factory=dict)
    holds: bool = True  # an earlier process may have put something there
    _coming: list[Waiting] = field(default_factory=list)
    _left: bool = False

    def bring(self, waiting: Waiting) -> None:
        """It is put aside by the next transaction. Raises Overloaded."""
        if waiting.update.channel not in self.readers or len(self._coming) >= LONGEST:
            raise Overloaded
        self._coming.append(waiting)

    def store(self, unit: Unit, behind: Collection[Waiting], at: datetime) -> list[Waiting]:
        """Put aside what was brought, and `behind` that; whose commit may be told then."""
        stored = [*self._coming, *behind]
        if stored:
            shelf.put(unit, [(w.arrival, w.update.raw) for w in stored], at)
        return stored

    def stored(self, waiting: Collection[Waiting]) -> None:
        """It is committed. So the database takes things, and what lies here is tried again."""
        if waiting or self._left:
            self.holds, self._left = True, False
            self._coming = [w for w in self._coming if w not in waiting]

    def leave(self) -> None:
        """There is trouble with the database: look again after the next commit."""
        self.holds, self._left = False, True

    async def late(self, unit: Unit, batch: Collection[Waiting]) -> list[Waiting]:
        """Those that must wait behind what the same person sent before."""
        able = [w for w in batch if w.update.channel in self.readers and not w.shelved]
        if not self.holds or not able:
            return []
        subjects = await shelf.subjects(unit, {w.subject for w in able})
        return [w for w in able if w.subject in subjects]

    async def first(self, unit: Unit, most: int) -> list[Waiting]:
        """The oldest of each subject; what cannot be read is kept as failed."""
        rows = await inbox.unfinished(unit, "received", most)
        self.holds = bool(rows)
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
                inbox.fail(unit, row.arrival, row.raw, "unreadable", row.received_at)
        return list(oldest.values())

    def _read(self, row: Unfinished) -> Update | None:
        reader = self.readers.get(row.arrival.channel)
        read = reader(row.arrival.account, row.raw) if reader else ()
        return next((update for update in read if update.id == row.arrival.id), None)
