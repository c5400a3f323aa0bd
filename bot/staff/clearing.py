"""What is long over leaves the staff groups: a case's topic, its card and all that was said there.

The desk still has it, for as long as the association keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.staff.room import Room
from flows.book import Association
from storage import cases, outbox
from storage.database import Database

TOGETHER = 50  # cases in one transaction
MOST = 500  # in one night: a group takes few acts a minute


@dataclass(frozen=True, slots=True)
class Clearing:
    """`association` says after how long."""

    database: Database
    association: Association
    room: Room

    async def run(self, now: datetime) -> int:
        """Let what was closed so long ago be cleared away; how many topics it were.

        What does not succeed is found again the next night.
        """
        before = now - timedelta(days=self.association.retention.room_days)
        rooms = [str(chat) for chat in self.room.chats.values()]
        count, after = 0, ""
        while count < MOST:
            async with self.database.unit() as unit:
                found = await cases.to_clear(unit, before, rooms, after, TOGETHER)
                for case, room in found:
                    outbox.withdraw(unit, case, room, now)
                    self.room.clear(unit, case, room, now)
            count += len(found)
            if len(found) < TOGETHER:
                break
            after, _ = found[-1]
        return count
