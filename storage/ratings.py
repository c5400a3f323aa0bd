"""Ratings: one survey for each delivered service, from falling due to answered or expired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from storage.shape import Shape
from storage.unit import Unit, View

Kind: TypeAlias = Literal["service", "enquiry"]
State: TypeAlias = Literal[
    "due", "pending_window", "asked", "answered", "used", "refused", "suppressed", "expired"
]
OPEN: frozenset[State] = frozenset({"due", "pending_window", "asked"})


@dataclass(frozen=True, slots=True)
class Rating:
    """One row, with the programme, department, officer and policy as they were then.

    `application` is the number it is of: of an enquiry that of its case, or one of its own.
    `pending_window` is offered when the person writes; of one that is `used` the answers are not
    here: they were given without a name. `suppressed`: it was not to be asked, `held` says why.
    """

    application: str
    programme: str
    channel: str
    policy: str  # version of the policy in force
    due_at: datetime
    kind: Kind = "service"
    state: State = "due"
    address: str | None = None
    person: str | None = None
    department: str | None = None
    officer: str | None = None
    answer: str | None = None  # of the book, where that was what was told
    unconfirmed: bool = False  # nobody confirmed the delivery in time
    how: Literal["chat", "phone"] = "chat"  # phone: read out, and written down by an officer
    held: str | None = None  # why it was not asked when it fell due
    score: int | None = None  # 1 to 5, as are the next two
    effort: int | None = None
    conduct: int | None = None
    reason: str | None = None
    comment: str | None = None
    comment_kind: Literal["text", "voice"] | None = None
    recovery: str | None = None  # the case that a low score opened
    asked_at: datetime | None = None
    answered_at: datetime | None = None


RATING = Shape(Rating, "ratings", sealed=("comment",))


def create(unit: Unit, rating: Rating) -> None:
    """Add a rating, unless the application has one."""
    unit.write("rating_create", **RATING.parameters(unit.vault, rating))


def move(unit: Unit, rating: Rating) -> None:
    """Store the rating as it is now: asked, answered, expired, put off, or used without a name."""
    unit.write("rating_move", **RATING.parameters(unit.vault, rating))


async def by_application(view: View, application: str) -> Rating | None:
    row = await view.read_one("rating_by_application", application=application)
    return None if row is None else RATING.load(view.vault, row)


async def of_persons(view: View, persons: Iterable[str]) -> dict[str, list[Rating]]:
    """All ratings by person, oldest first; a person without is left out."""
    found: defaultdict[str, list[Rating]] = defaultdict(list)
    for row in await view.read_all("ratings_of", persons=list(persons)):
        found[row["person"]].append(RATING.load(view.vault, row))
    return dict(found)


async def answered(view: View, since: datetime, until: datetime) -> list[Rating]:
    """Everything answered from `since` on and before `until`, in that order."""
    rows = await view.read_all("ratings_answered", since=since, until=until)
    return [RATING.load(view.vault, row) for row in rows]


async def lapsed(view: View, before: datetime, limit: int) -> list[str]:
    """Applications whose rating fell due before then and is open still."""
    rows = await view.read_all("ratings_lapsed", before=before, limit=limit)
    return [row["application"] for row in rows]


async def to_read_out(view: View, now: datetime, limit: int) -> list[Rating]:
    """Those that fell due of people who are reached by telephone alone, oldest first."""
    rows = await view.read_all("ratings_to_read_out", now=now, limit=limit)
    return [RATING.load(view.vault, row) for row in rows]


def expire(unit: Unit, application: str) -> None:
    """Its time is over, unless it was answered meanwhile."""
    unit.write("rating_expire", application=application)
