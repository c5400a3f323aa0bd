"""Lines that waited in vain for the person to write: they expire, and officers hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.staff.room import Room
from storage import cases, outbox
from storage.database import Database

KEPT = timedelta(days=7)
TOGETHER = 50  # lines in one transaction


@dataclass(frozen=True, slots=True)
class Expiry:
    """`room` is where officers hear of their own lines."""

    database: Database
    room: Room

    async def run(self, now: datetime) -> int:
        """Let go what was written more than `KEPT` ago; how many lines it were."""
        count = 0
        while True:
            async with self.database.unit() as unit:
                lines = await outbox.parked_before(unit, now - KEPT, TOGETHER)
                for line in lines:
                    outbox.settle(unit, line.id, "expired", now, reason="window")
                    await self.room.fate(unit, line, "expired", "window", now)
                for address in {line.address for line in lines if line.address}:
                    if not await outbox.parked(unit, address):
                        cases.unpark(unit, address)
            count += len(lines)
            if len(lines) < TOGETHER:
                return count
