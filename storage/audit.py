"""The audit trail: who moved what, when and why. Rows are added and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.times import moment
from storage.unit import Unit, View
from storage.vault import Json


@dataclass(frozen=True, slots=True)
class Entry:
    """One move of a subject: a case, an application, a person, a document …"""

    at: datetime
    actor: str  # beneficiary | bot | officer:<id>
    subject: str
    move: str
    case: str | None = None
    reason: str | None = None  # stored readable: a code, nothing personal
    details: Json | None = None
    id: int = 0  # its number in the trail, once it is stored


ENTRY = Shape(Entry, "audit", sealed=("details",))


def record(unit: Unit, entry: Entry) -> None:
    unit.write("audit_record", **ENTRY.parameters(unit.vault, entry))


async def count(view: View, subject: str, move: str, since: datetime) -> int:
    """How often this was done to a subject since then."""
    row = await view.read_one("audit_count", subject=subject, move=move, since=since)
    assert row is not None
    return int(row["count"])


async def last(view: View, case: str, move: str) -> datetime | None:
    """When this was done in a case last."""
    row = await view.read_one("audit_last", case=case, move=move)
    return moment(row["at"]) if row and row["at"] else None


async def of_subject(view: View, subject: str, after: int = 0, limit: int = 200) -> list[Entry]:
    """What happened to a subject since the entry `after`, oldest first."""
    rows = await view.read_all("audit_of_subject", subject=subject, after=after, limit=limit)
    return [ENTRY.load(view.vault, row) for row in rows]


async def of_case(view: View, case: str, after: int = 0, limit: int = 200) -> list[Entry]:
    """What happened in a case since the entry `after`, oldest first."""
    rows = await view.read_all("audit_of_case", case=case, after=after, limit=limit)
    return [ENTRY.load(view.vault, row) for row in rows]
