"""The scribe: writes rows of a simulated year, drawing numbers, times and officers by chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from flows import calendar, reference
from flows.book import Book, Role
from storage import audit, references
from storage.audit import Entry
from storage.unit import Unit

Pick = TypeVar("Pick")


def numbers(chance: Random) -> Iterator[int]:
    """Endless, each of seven digits at most and never twice."""
    drawn: set[int] = set()
    while True:
        number = chance.randrange(10_000_000)
        if number not in drawn:
            drawn.add(number)
            yield number


@dataclass(slots=True)
class Scribe:
    """`unit` is that of the moment. Nothing that is made up happens after `now`."""

    unit: Unit
    book: Book
    now: datetime
    chance: Random
    numbers: Iterator[int]
    known: dict[str, str] = field(default_factory=dict)  # addresses that are there, by channel

    def reserve(self, kind: str, at: datetime) -> str:
        number = reference.make(f"{next(self.numbers):07d}")
        references.reserve(self.unit, number, kind, at)
        return number

    def record(self, number: str, at: datetime, move: str, actor: str) -> None:
        """Of a case, which is its own subject."""
        audit.record(self.unit, Entry(at, actor, number, move, number))

    def later(self, at: datetime, minutes: float) -> datetime:
        """So many working minutes later, as a rule."""
        spent = int(self.chance.lognormvariate(0, 0.8) * minutes) + 1
        return calendar.add_working_minutes(at, spent, self.book.association.hours)

    def minutes(self, low: int, high: int) -> timedelta:
        return timedelta(minutes=self.chance.randrange(low, high))

    def past(self, at: datetime) -> datetime | None:
        """The moment, unless it is still to come."""
        return at if at < self.now else None

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def one(self, weights: Mapping[Pick, float], chance: Random | None = None) -> Pick:
        return (chance or self.chance).choices([*weights], [*weights.values()])[0]

    def officer(self, department: str) -> str:
        """One of the department's, the first ones more often."""
        own = [o.id for o in self.book.officers.values() if department in o.departments]
        return self.one({id_: 1 / (n + 1) for n, id_ in enumerate(own)}) if own else "noura"

    def lead(self, role: Role, but: str | None = None) -> str:
        """One who has this role, and is not that one; empty where there is nobody."""
        officers = self.book.officers.values()
        own = [o.id for o in officers if role in o.roles and o.id != but]
        return self.chance.choice(own) if own else ""

    def words(self) -> tuple[str, str]:
        """A few that the association wrote itself, in Arabic and in English."""
        title = self.chance.choice([*self.book.answers.values()]).title
        return title.ar, title.en
