"""What has to happen at a time: reminders, leases, expiries. The caller owns the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.times import moment
from storage.unit import Unit, View
from storage.vault import Json


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due at `at` for a subject, an address or a case.

    dedupe: one row for one thing, for ever; so name the occasion in it, not only the kind.
    """

    subject: str
    kind: str
    payload: Json
    at: datetime
    dedupe: str
    id: int = 0  # its number, once it is stored


DUE = Shape(Due, "due", sealed=("payload",))


def add(unit: Unit, event: Due) -> None:
    """Schedule it, unless its dedupe key was ever used."""
    unit.write("due_add", **DUE.parameters(unit.vault, event))


def postpone(unit: Unit, dedupe: str, at: datetime) -> None:
    """Let what still waits fall due at another time."""
    unit.write("due_postpone", dedupe=dedupe, at=at)


def repeat(unit: Unit, due_id: int, at: datetime) -> None:
    """Let what fell due fall due once more, as a row of its own."""
    unit.write("due_repeat", id=due_id, at=at, dedupe=f"again:{due_id}")


def cancel(unit: Unit, dedupe: str) -> None:
    """It will not fall due any more."""
    unit.write("due_cancel", dedupe=dedupe)


async def due(view: View, now: datetime, limit: int) -> list[Due]:
    """What has fallen due, oldest first. It stays due until `done`, in the unit that acts on it.

    A payload that was changed, and will never open, is None.
    """
    rows = await view.read_all("due_now", now=now, limit=limit)
    return [DUE.load(view.vault, row, payload=None) for row in rows]


def done(unit: Unit, due_id: int) -> None:
    unit.write("due_done", id=due_id)


async def next_at(view: View) -> datetime | None:
    """When the next thing falls due; None if nothing waits."""
    row = await view.read_one("due_next")
    return None if row is None else moment(row["at"])
