"""Improvements: what is to change after ratings and suggestions, and what did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.shape import Shape
from storage.unit import Unit, View


@dataclass(frozen=True, slots=True)
class Improvement:
    """One row. Of ratings, `programme`, `reason` and `month` (``2026-11``) say which low ones."""

    reference: str
    origin: Literal["ratings", "suggestion"]
    state: str
    department: str
    opened_at: datetime
    due_at: datetime
    updated_at: datetime
    programme: str | None = None
    reason: str | None = None
    month: str | None = None
    title: str | None = None  # an officer's words for what a suggestion asks for
    owner: str | None = None  # an officer's id
    why: str | None = None  # it is not done
    changed_ar: str | None = None  # what changed, in the words that people are told
    changed_en: str | None = None
    author: str | None = None  # of those words
    approver: str | None = None
    decided_at: datetime | None = None
    approved_at: datetime | None = None


IMPROVEMENT = Shape(Improvement, "improvements")


def open(unit: Unit, improvement: Improvement) -> None:  # noqa: A001 -- read with the module: improvements.open
    """Add one, unless those ratings have theirs."""
    unit.write("improvement_open", **IMPROVEMENT.parameters(unit.vault, improvement))


def move(unit: Unit, improvement: Improvement) -> None:
    """Store it as a move left it."""
    unit.write("improvement_move", **IMPROVEMENT.parameters(unit.vault, improvement))


async def by_reference(view: View, reference: str) -> Improvement | None:
    row = await view.read_one("improvement_by_reference", reference=reference)
    return None if row is None else IMPROVEMENT.load(view.vault, row)


async def of_ratings(view: View, item: Improvement) -> bool:
    """Whether ratings of this programme, reason and month have one already."""
    row = await view.read_one(
        "improvement_of_ratings",
        department=item.department,
        programme=item.programme,
        reason=item.reason,
        month=item.month,
    )
    return row is not None


async def listed(
    view: View, state: str | None = None, limit: int = 200, after: int = 0
) -> list[Improvement]:
    """Those that are open first, by when they are due; then the others, newest first.

    Of one state alone where one is given; `after` so many that were seen.
    """
    rows = await view.read_all("improvements_listed", state=state, limit=limit, after=after)
    return [IMPROVEMENT.load(view.vault, row) for row in rows]


async def states(view: View) -> dict[str, int]:
    """How many are in each state."""
    rows = await view.read_all("improvement_states")
    return {row["state"]: row["n"] for row in rows}


async def approved(view: View, since: datetime, until: datetime) -> list[Improvement]:
    """What changed and may be told since then, oldest first."""
    rows = await view.read_all("improvements_approved", since=since, until=until)
    return [IMPROVEMENT.load(view.vault, row) for row in rows]


def tie(unit: Unit, improvement: str, suggestion: str) -> None:
    """It answers this suggestion too."""
    unit.write("improvement_tie", improvement=improvement, suggestion=suggestion)


async def suggestions(view: View, improvements: Iterable[str]) -> dict[str, list[str]]:
    """References of the suggestions that each answers; one that answers none is left out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in await view.read_all("suggestions_tied", improvements=list(improvements)):
        found[row["improvement"]].append(row["suggestion"])
    return dict(found)


async def alike(view: View, item: Improvement, since: datetime, until: datetime) -> int:
    """How many ratings of the programme gave this reason for a low score in that time."""
    row = await view.read_one(
        "ratings_alike",
        department=item.department,
        programme=item.programme,
        reason=item.reason,
        since=since,
        until=until,
    )
    return row["count"] if row else 0
