"""Misconceptions that officers add to the register: proposed by one, approved by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.shape import Shape
from storage.unit import Unit, View
from storage.vault import Json


@dataclass(frozen=True, slots=True)
class Proposed:
    """One row. `authors` are officers' ids, comma-separated."""

    id: str
    content: Json
    authors: str
    made_at: datetime
    updated_at: datetime
    state: Literal["open", "approved", "discarded"] = "open"
    case: str | None = None
    approver: str | None = None


PROPOSED = Shape(Proposed, "misconceptions", sealed=("content",))


def keep(unit: Unit, proposed: Proposed) -> None:
    """Add it, or store it as it is now."""
    unit.write("misconception_keep", **PROPOSED.parameters(unit.vault, proposed))


async def by_id(view: View, id_: str) -> Proposed | None:
    row = await view.read_one("misconception_by_id", id=id_)
    return None if row is None else PROPOSED.load(view.vault, row)


async def in_state(view: View, state: str) -> list[Proposed]:
    """Oldest first."""
    rows = await view.read_all("misconceptions_in", state=state)
    return [PROPOSED.load(view.vault, row) for row in rows]
