"""What the staff room changed about officers, over what `association/officers.toml` says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from storage.cases import CASE, Case
from storage.shape import Shape
from storage.unit import Unit, View
from storage.vault import Json

Standing: TypeAlias = Literal["listed", "left", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """An officer as somebody left them. `left`: the group, by themselves; `removed`: by another.

    `file` is a digest of what the file said then: once it says something else, that counts.
    """

    officer: str
    number: int  # from 1
    standing: Standing
    content: Json
    file: str
    made_by: str  # an officer's id
    made_at: datetime


CHANGE = Shape(Change, "officer_changes", sealed=("content",))


def change(unit: Unit, made: Change) -> None:
    """Add a change. A number used twice fails the unit."""
    unit.write("officer_change_add", **CHANGE.parameters(unit.vault, made))


async def cases_of(view: View, officer: str, states: Collection[str]) -> list[Case]:
    """The cases an officer has in any of these states."""
    rows = await view.read_all("cases_of_officer", owner=officer, states=list(states))
    return [CASE.load(view.vault, row) for row in rows]


async def latest(view: View) -> dict[str, Change]:
    """The last change of each officer, by the officer's id."""
    rows = await view.read_all("officer_changes_latest")
    return {row["officer"]: CHANGE.load(view.vault, row) for row in rows}
