"""A simulated year: services, cases and ratings that are believable, and nobody's.

It shows what the reports look like, and how fast they are, before there is a year of one's own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal, TypeVar

from tqdm import tqdm

from bot.reports.believable import (
    ANSWERING,
    CHANNELS,
    DAYTIME,
    HAND_OFFS,
    REASONS,
    SCORES,
    SEASONS,
    WEEKDAYS,
    WHYS,
)
from flows import calendar, reference
from flows.book import Book, Programme
from storage import applications, audit, cases, copying, people, ratings, references
from storage.applications import Application
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.people import Origin
from storage.ratings import Rating
from storage.unit import Unit

TOGETHER = 500  # services in one unit
YEAR = timedelta(days=365)
RETURNING = 0.35  # of those who apply
HAND_OFF = 0.6  # for each service
ELSEWHERE = 0.08  # of the services, given by the department that looks after partners

Pick = TypeVar("Pick")


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
        numbers = iter(chance.sample(range(10_000_000), 2 * self.services + 1))
        times, known = sorted(self._moments(chance)), set[str]()
        with tqdm(total=self.services, unit=" services", file=sys.stderr) as bar:
            for first in range(0, self.services, TOGETHER):
                async with self.database.unit() as unit:
                    clerk = Clerk(unit, self.book, self.now, chance, numbers, known)
                    for n, at in enumerate(times[first : first + TOGETHER], start=first):
                        clerk.serve(n, at)
                bar.update(min(TOGETHER, self.services - first))

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


@dataclass(slots=True)
class Clerk:
    """Writes what became of one service after the other."""

    unit: Unit
    book: Book
    now: datetime
    chance: Random
    numbers: Iterator[int]
    known: set[str]  # addresses that are there

    def serve(self, n: int, at: datetime) -> None:
        """Somebody applies, is served or not, and is asked; perhaps they needed an officer."""
        channel, address = self._somebody(n, at)
        programme = self._one(dict.fromkeys(self.book.programmes.values(), 1.0))
        self._apply(programme, channel, address, at)
        if self.chance.random() < HAND_OFF:
            self._hand_off(address, at - timedelta(minutes=self.chance.randrange(5, 4000)))

    def _somebody(self, n: int, at: datetime) -> tuple[str, str]:
        back = n - 1 - int(self.chance.expovariate(0.01))
        known = self.chance.random() < RETURNING and back >= 0
        who = back if known else n
        # Everybody keeps to one channel, told by their number alone.
        channel = self._one(CHANNELS, Random(who))  # noqa: S311 -- as above
        origin = Origin(channel, "simulated", f"simulated {who}")
        address = people.identify(self.unit.vault, origin)
        if address not in self.known:
            people.add(self.unit, address, origin, at)
            self.known.add(address)
        return channel, address

    def _apply(self, programme: Programme, channel: str, address: str, at: datetime) -> None:
        number = self._reserve("application", at)
        claimed = self._later(at, 90)
        delivered = self._later(claimed, 2400)
        done = delivered < self.now and self.chance.random() < 0.93
        department = "resources" if self.chance.random() < ELSEWHERE else programme.department
        officer = self._officer(department)
        state = self._state() if done else "submitted"
        application = Application(
            reference=number,
            programme=programme.id,
            applicant=min(programme.audience),
            state=state,
            answers={},
            terms=programme.terms,
            submitted_at=at,
            updated_at=max(at, delivered) if done else at,
            address=address,
            person=address,
            officer=officer if done else None,
            department=department,
            delivered_at=delivered if done else None,
        )
        applications.submit(self.unit, application)
        case = Case(
            reference=number,
            kind="application",
            reason="submitted",
            state="closed" if state == "delivered" else "claimed",
            opened_at=at,
            updated_at=at,
            address=address,
            person=address,
            flow="registration",
            owner=officer,
            department=department,
            programme=programme.id,
            application=number,
            claimed_at=claimed if claimed < self.now else None,
            closed_at=delivered if state == "delivered" else None,
        )
        cases.open(self.unit, case)
        if not done:
            return
        self._record(number, claimed, "claim", f"officer:{officer}")
        self._record(number, claimed, "complete", f"officer:{officer}")
        self._record(number, delivered, "deliver", f"officer:{officer}")
        if state in {"partly_delivered", "disputed"}:
            self._record(number, delivered, "dispute", "beneficiary")
        if state != "disputed":
            self._rate(application, channel, delivered + timedelta(hours=2))

    def _rate(self, application: Application, channel: str, due: datetime) -> None:
        answered = due + timedelta(hours=self.chance.expovariate(0.08))
        answers = self.chance.random() < ANSWERING[channel] and answered < self.now
        silent: Literal["due", "asked", "expired"] = "asked" if due < self.now else "due"
        if due + timedelta(days=30) < self.now:
            silent = "expired"
        score = int(self._one(SCORES[str(application.department)])) if answers else None
        rating = Rating(
            application=application.reference,
            programme=application.programme,
            channel=channel,
            policy=self.book.association.policy.version,
            due_at=due,
            state="answered" if answers else silent,
            address=application.address,
            person=application.person,
            department=application.department,
            officer=application.officer,
            unconfirmed=self.chance.random() < 0.05,
            score=score,
            reason=self._one(WHYS) if score and score <= 2 else None,
            comment="…" if score and self.chance.random() < 0.15 else None,
            answered_at=answered if answers else None,
        )
        ratings.create(self.unit, rating)

    def _hand_off(self, address: str, at: datetime) -> None:
        number = self._reserve("case", at)
        reason, department = self._one(REASONS), self._one(HAND_OFFS)
        claimed, replied = self._later(at, 9), self._later(at, 16)
        closed = self._later(replied, 180)
        done, officer = closed < self.now, self._officer(department)
        case = Case(
            reference=number,
            kind="hand_off",
            reason=reason,
            state="closed" if done else "queued",
            opened_at=at,
            updated_at=closed if done else at,
            address=address,
            person=address,
            owner=officer if done else None,
            department=department,
            outcome=self._one({"solved": 5, "explained": 3, "referred": 1}) if done else None,
            claimed_at=claimed if done else None,
            closed_at=closed if done else None,
        )
        cases.open(self.unit, case)
        if done:
            self._record(number, claimed, "claim", f"officer:{officer}")
            self._record(number, replied, "say", f"officer:{officer}")
            self._record(number, closed, "close", f"officer:{officer}")
        if done and self.chance.random() < 0.06:
            self._record(number, closed, "dispute", "beneficiary")

    def _state(self) -> str:
        return self._one({"delivered": 89, "partly_delivered": 7, "disputed": 4})

    def _officer(self, department: str) -> str:
        """One of the department's, the first ones more often."""
        own = [o.id for o in self.book.officers.values() if department in o.departments]
        return self._one({id_: 1 / (n + 1) for n, id_ in enumerate(own)}) if own else "noura"

    def _reserve(self, kind: str, at: datetime) -> str:
        number = reference.make(f"{next(self.numbers):07d}")
        references.reserve(self.unit, number, kind, at)
        return number

    def _record(self, number: str, at: datetime, move: str, actor: str) -> None:
        audit.record(self.unit, Entry(at, actor, number, move, number))

    def _later(self, at: datetime, minutes: float) -> datetime:
        """So many working minutes later, as a rule."""
        spent = int(self.chance.lognormvariate(0, 0.8) * minutes) + 1
        return calendar.add_working_minutes(at, spent, self.book.association.hours)

    def _one(self, weights: Mapping[Pick, float], chance: Random | None = None) -> Pick:
        return (chance or self.chance).choices([*weights], [*weights.values()])[0]
