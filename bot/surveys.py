"""Surveys once a day: those whose time is over, and answers without a name that wait for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.meter import Meter
from flows.book import Association
from storage import ratings, unnamed
from storage.database import Database

BATCH = 200  # rows in one unit


@dataclass(frozen=True, slots=True)
class Surveys:
    """`association` says how long a survey is open."""

    database: Database
    association: Association
    meter: Meter

    async def close(self, now: datetime) -> None:
        """What is over expires; of what few answered without a name the programme is forgotten."""
        before = now - timedelta(days=self.association.numbers.rating_days)
        while True:
            async with self.database.unit() as unit:
                found = await ratings.lapsed(unit, before, BATCH)
                for application in found:
                    ratings.expire(unit, application)
            for _ in found:
                self.meter.surveyed("expired")
            if len(found) < BATCH:
                break
        async with self.database.unit() as unit:
            await unnamed.widen(unit)
