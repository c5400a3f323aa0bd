"""Ratings: at most one for each delivered service, from falling due to answered or expired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.shape import Shape
from storage.unit import Unit, View


@dataclass(frozen=True, slots=True)
class Rating:
    """One row, with the programme, department, officer and policy as they were then."""

    application: str
    programme: str
    channel: str
    policy: str  # version of the policy in force
    due_at: datetime
    state: Literal["due", "asked", "answered", "expired"] = "due"
    address: str | None = None
    person: str | None = None
    department: str | None = None
    officer: str | None = None
    unconfirmed: bool = False  # nobody confirmed the delivery in time
    score: int | None = None  # 1 to 5
    reason: str | None = None
    comment: str | None = None
    answered_at: datetime | None = None


RATING = Shape(Rating, "ratings", sealed=("comment",))


def create(unit: Unit, rating: Rating) -> None:
    """Add a rating, unless the application has one."""
    unit.write("rating_create", **RATING.parameters(unit.vault, rating))


def move(unit: Unit, rating: Rating) -> None:
    """Store the rating as it is now: asked, answered, expired, put off, or made anonymous."""
    unit.write("rating_move", **RATING.parameters(unit.vault, rating))


async def by_application(view: View, application: str) -> Rating | None:
    row = await view.read_one("rating_by_application", application=application)
    return None if row is None else RATING.load(view.vault, row)


async def open_of(view: View, persons: Iterable[str]) -> dict[str, list[Rating]]:
    """Ratings that are due or asked, by person, oldest first; a person without is left out."""
    found: defaultdict[str, list[Rating]] = defaultdict(list)
    for row in await view.read_all("ratings_open", persons=list(persons)):
        found[row["person"]].append(RATING.load(view.vault, row))
    return dict(found)


async def answered(view: View, since: datetime, until: datetime) -> list[Rating]:
    """Everything answered from `since` on and before `until`, in that order."""
    rows = await view.read_all("ratings_answered", since=since, until=until)
    return [RATING.load(view.vault, row) for row in rows]
