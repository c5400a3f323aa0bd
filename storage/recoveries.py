"""Recoveries: low ratings that were made good, and the one rating that was asked for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from storage.shape import Shape
from storage.unit import Unit, View

Why: TypeAlias = Literal["low_score", "flagged_words", "call_me"]


@dataclass(frozen=True, slots=True)
class Recovery:
    """One row, under the reference of its case. `score` is what was given before, `again` after."""

    reference: str
    application: str
    why: Why
    opened_at: datetime
    score: int | None = None  # None: it was given without a name
    again: int | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None


RECOVERY = Shape(Recovery, "recoveries")


def begin(unit: Unit, recovery: Recovery) -> None:
    unit.write("recovery_begin", **RECOVERY.parameters(unit.vault, recovery))


def move(unit: Unit, recovery: Recovery) -> None:
    """Store it as it is now: asked again, answered again."""
    unit.write(
        "recovery_move",
        reference=recovery.reference,
        again=recovery.again,
        asked_at=recovery.asked_at,
        answered_at=recovery.answered_at,
    )


async def to_call(view: View, since: datetime, limit: int) -> list[Recovery]:
    """Those of people who are at no chat, begun since then and not rated again, oldest first."""
    rows = await view.read_all("recoveries_to_call", since=since, limit=limit)
    return [RECOVERY.load(view.vault, row) for row in rows]


async def by_reference(view: View, reference: str) -> Recovery | None:
    row = await view.read_one("recovery_by_reference", reference=reference)
    return None if row is None else RECOVERY.load(view.vault, row)
