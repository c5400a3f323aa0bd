"""Recommendations: how likely people are to recommend the association, asked twice a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from storage.shape import Shape
from storage.unit import Unit, View

State: TypeAlias = Literal["due", "asked", "answered", "refused", "expired"]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One person's of one half-year, such as ``2026-2``. `score` is from 0 to 10."""

    person: str
    half: str
    channel: str
    due_at: datetime
    state: State = "due"
    score: int | None = None
    held: str | None = None  # why it was not asked when it fell due
    answered_at: datetime | None = None


_RECOMMENDATION = Shape(Recommendation, "recommendations")


async def candidates(view: View, since: datetime, half: str) -> Sequence[tuple[str, str, str]]:
    """Whom notices may be sent to and who wrote since then, not yet drawn for this half-year.

    Each as a person, the address they wrote at last, and its channel; in the order of persons.
    """
    rows = await view.read_all("recommendation_candidates", since=since, half=half)
    return [(row["person"], row["address"], row["channel"]) for row in rows]


async def count(view: View, half: str) -> int:
    """How many were drawn for a half-year."""
    row = await view.read_one("recommendation_count", half=half)
    assert row is not None
    return int(row["count"])


def draw(unit: Unit, recommendation: Recommendation) -> None:
    """Add it, unless the person has one of this half-year."""
    unit.write("recommendation_draw", **_RECOMMENDATION.parameters(unit.vault, recommendation))


def move(unit: Unit, recommendation: Recommendation) -> None:
    """Store it as it is now."""
    unit.write("recommendation_move", **_RECOMMENDATION.parameters(unit.vault, recommendation))


async def find(view: View, person: str, half: str) -> Recommendation | None:
    row = await view.read_one("recommendation_of", person=person, half=half)
    return None if row is None else _RECOMMENDATION.load(view.vault, row)


def expire(unit: Unit, before: datetime) -> None:
    """Those that fell due before then and were not answered are over."""
    unit.write("recommendation_expire", before=before)


async def states(view: View, half: str) -> dict[str, int]:
    """How many are in each state."""
    rows = await view.read_all("recommendation_states", half=half)
    return {row["state"]: row["count"] for row in rows}


async def scores(view: View, half: str) -> dict[int, int]:
    """How many gave each score."""
    rows = await view.read_all("recommendation_scores", half=half)
    return {row["score"]: row["count"] for row in rows}
