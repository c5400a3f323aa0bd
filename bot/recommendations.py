"""Who is asked, in June and in December, whether they recommend the association."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random, SystemRandom

from bot.clock import riyadh
from flows import quiet
from flows.book import Association
from flows.calendar import RIYADH
from flows.recommendation import ASKED_IN, begins, half_of
from storage import recommendations, schedule
from storage.database import Database
from storage.recommendations import Recommendation
from storage.schedule import Due
from storage.unit import Unit

KIND = "recommendation"
TOGETHER = 100  # people in one unit
APART = timedelta(minutes=2)  # so that they are not asked all at once
A_DAY = 60  # people asked in one day


@dataclass(frozen=True, slots=True)
class Recommendations:
    """`association` says how many are asked, and which hours are quiet."""

    database: Database
    association: Association
    chance: Random = field(default_factory=SystemRandom)

    async def draw(self, now: datetime) -> int:
        """Draw whom to ask of those not drawn yet, up to the sample; how many it were today."""
        numbers, today = self.association.numbers, riyadh(now).date()
        async with self.database.unit() as unit:
            recommendations.expire(unit, now - timedelta(days=numbers.rating_days))
        if today.month not in ASKED_IN:
            return 0
        since, half = datetime.combine(begins(today), time(), RIYADH), half_of(today)
        async with self.database.view() as view:
            left = numbers.recommendation_sample - await recommendations.count(view, half)
            found = await recommendations.candidates(view, since, half) if left > 0 else []
        drawn = self.chance.sample(found, min(left, A_DAY, len(found))) if found else []
        for first in range(0, len(drawn), TOGETHER):
            async with self.database.unit() as unit:
                for n, one in enumerate(drawn[first : first + TOGETHER], start=first):
                    self._draw(unit, one, half, now + n * APART)
        return len(drawn)

    def _draw(self, unit: Unit, one: tuple[str, str, str], half: str, at: datetime) -> None:
        person, address, channel = one
        at = quiet.allowed(at, self.association.hours)
        recommendations.draw(unit, Recommendation(person, half, channel, at))
        key = f"{KIND}:{address}:{half}"
        schedule.add(unit, Due(address, KIND, {"half": half}, at, key))
