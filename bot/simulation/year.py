"""A simulated year: services, cases and opinions that are believable, and nobody's.

It shows what the reports look like, and how fast they are, before there is a year of one's own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from tqdm import tqdm

from bot.clock import riyadh
from bot.simulation.believable import DAYTIME, RECOMMENDED, RECOMMENDING, SEASONS, WEEKDAYS
from bot.simulation.clerk import Clerk
from bot.simulation.improver import Improver
from bot.simulation.listener import DECLINED, Listener
from bot.simulation.scribe import Scribe, numbers
from flows import calendar
from flows.book import Book
from flows.logbook import CHANNEL as PHONE
from flows.recommendation import ASKED_IN, half_of
from storage import audit, copying, questions, recommendations, unnamed
from storage.audit import Entry
from storage.database import Database
from storage.recommendations import Recommendation

TOGETHER = 500  # services in one unit
YEAR = timedelta(days=365)
OPEN = 30  # days in which the half-yearly question may be answered
SETTLED = timedelta(days=30)  # after which most questions have an answer


class NotEmpty(Exception):  # noqa: N818 -- read by people as a sentence
    """Somebody's data is in the database: nothing may be made up beside it."""


@dataclass(slots=True)
class Simulation:
    """One year that ends at `now`. The same `seed` makes the same year."""

    database: Database
    book: Book
    now: datetime
    services: int
    seed: int = 1

    async def run(self) -> None:
        """Raises NotEmpty, having changed nothing."""
        async with self.database.view() as view:
            rows = await copying.counts(view)
        if any(rows[table] for table in ("persons", "reference_numbers", "messages")):
            raise NotEmpty("the database is not empty: simulate into one of its own")
        chance = Random(self.seed)  # noqa: S311 -- believable, not secret
        times = sorted(self._moments(chance))
        async with self.database.unit() as unit:
            scribe = Scribe(unit, self.book, self.now, chance, numbers(chance))
        listener = Listener(scribe, Improver(scribe))
        clerk = Clerk(scribe, listener, listener.improver)
        with tqdm(total=self.services, unit=" services", file=sys.stderr) as bar:
            for first in range(0, self.services, TOGETHER):
                async with self.database.unit() as scribe.unit:
                    for n, at in enumerate(times[first : first + TOGETHER], start=first):
                        clerk.serve(n, at)
                    await listener.put_away()
                bar.update(min(TOGETHER, self.services - first))
        async with self.database.unit() as scribe.unit:
            self._recommend(scribe)
            self._correct(scribe)
            await self._tidy(scribe)

    def _moments(self, chance: Random) -> Iterator[datetime]:
        """When people apply: by season, weekday and hour."""
        days = [self.now - YEAR + timedelta(days=n) for n in range(365)]
        weights = [
            SEASONS[day.month]
            * WEEKDAYS[day.isoweekday()]
            * (0.45 if calendar.is_ramadan(day.date()) else 1)
            for day in days
        ]
        for day in chance.choices(days, weights, k=self.services):
            start = datetime.combine(day.astimezone(calendar.RIYADH), DAYTIME[0], calendar.RIYADH)
            at = start + timedelta(minutes=chance.triangular(0, 15 * 60, 3 * 60))
            yield min(at, self.now - timedelta(minutes=1))

    def _recommend(self, scribe: Scribe) -> None:
        """The samples of the half-years that ended within the year."""
        asked = [a for a, channel in scribe.known.items() if channel != PHONE]
        size = min(self.book.association.numbers.recommendation_sample, len(asked))
        days = [self.now - YEAR + timedelta(days=n) for n in range(365 - OPEN)]
        for at in [day for day in days if day.day == 1 and day.month in ASKED_IN]:
            for person in scribe.chance.sample(asked, size):
                half, channel = half_of(riyadh(at).date()), scribe.known[person]
                drawn = Recommendation(person, half, channel, at, state="expired")
                if scribe.happens(RECOMMENDING):
                    drawn = replace(drawn, state="answered", score=scribe.one(RECOMMENDED))
                elif scribe.happens(DECLINED):
                    drawn = replace(drawn, state="refused")
                recommendations.draw(scribe.unit, drawn)

    def _correct(self, scribe: Scribe) -> None:
        """Misconceptions that were put right."""
        every = [*self.book.misconceptions]
        for _ in range(self.services // 50 if every else 0):
            at = self.now - timedelta(days=scribe.chance.uniform(0, YEAR.days))
            audit.record(scribe.unit, Entry(at, "bot", scribe.chance.choice(every), "debunk"))

    async def _tidy(self, scribe: Scribe) -> None:
        """Months that are over are pooled; questions of long ago have an answer by now."""
        await unnamed.widen(scribe.unit)
        asked = await questions.unsettled(scribe.unit, self.now - YEAR, limit=self.services)
        old = [one.id for one in asked if one.at < self.now - SETTLED]
        for first in range(0, len(old), TOGETHER):
            questions.settle(scribe.unit, old[first : first + TOGETHER])
