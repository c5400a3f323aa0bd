"""Once a quarter: who is to hear what changed by people's words, each of them once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import riyadh
from flows import changes
from flows.book import Association
from storage import improvements, people, schedule
from storage.database import Database
from storage.schedule import Due

BATCH = 200  # people in one unit


@dataclass(frozen=True, slots=True)
class Changes:
    """`association` says when officers work and which hours are quiet."""

    database: Database
    association: Association

    async def schedule(self, now: datetime) -> int:
        """Schedule it where its day has come and something changed; how many are to hear."""
        told = changes.due(riyadh(now), self.association.hours)
        if told is None:
            return 0
        quarter, at = told
        async with self.database.view() as view:
            if not await improvements.approved(view, quarter.begins, quarter.ends):
                return 0
        after, count = "", 0
        while True:
            async with self.database.view() as view:
                found = await people.willing(view, after, BATCH)
            async with self.database.unit() as unit:
                for address, person in found:
                    key = f"{changes.KIND}:{quarter.id}:{person}"
                    payload = {"quarter": quarter.id}
                    schedule.add(unit, Due(address, changes.KIND, payload, at, key))
            count += len(found)
            if len(found) < BATCH:
                return count
            after = found[-1][0]
