"""Praises: thanks that people gave, for the department they were given to. Nobody is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.unit import Unit, View


@dataclass(frozen=True, slots=True)
class Praise:
    """One row. `words` are redacted before they come here."""

    department: str
    words: str | None
    at: datetime
    programme: str | None = None
    id: int = 0  # its number, once it is stored


PRAISE = Shape(Praise, "praises", sealed=("words",))


def record(unit: Unit, praise: Praise) -> None:
    values = PRAISE.parameters(unit.vault, praise)
    del values["id"]
    unit.write("praise_add", **values)


async def recent(view: View, since: datetime, limit: int = 50, after: int = 0) -> list[Praise]:
    """Newest first; `after` so many that were seen."""
    rows = await view.read_all("praises_recent", since=since, limit=limit, after=after)
    return [PRAISE.load(view.vault, row) for row in rows]
