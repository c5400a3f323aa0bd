"""What officers propose the bot should say. One draft of an answer is open at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.shape import Shape
from storage.unit import Unit, View
from storage.vault import Json


@dataclass(frozen=True, slots=True)
class Draft:
    """One row. `content` are the fields of an answer; `authors` officers' ids, comma-separated."""

    answer: str
    content: Json
    authors: str
    base: int  # the version it was begun from; 0 of an answer that is new
    made_at: datetime
    updated_at: datetime
    case: str | None = None
    state: Literal["open", "approved", "discarded"] = "open"
    revision: int = 1  # counts the changes: what somebody looked at is told by it
    id: int = 0  # its number, once it is stored


DRAFT = Shape(Draft, "answer_drafts", sealed=("content",))


def add(unit: Unit, draft: Draft) -> None:
    """A second open draft of one answer fails the unit."""
    values = DRAFT.parameters(unit.vault, draft)
    for name in ("id", "state", "revision"):
        del values[name]
    unit.write("draft_add", **values)


def save(unit: Unit, draft: Draft) -> None:
    """Store it as it is now; one that is no longer open stays as it was."""
    values = DRAFT.parameters(unit.vault, draft)
    for name in ("answer", "case", "made_at", "revision"):
        del values[name]
    unit.write("draft_save", **values)


async def of_answer(view: View, answer: str) -> Draft | None:
    """The open draft of an answer."""
    row = await view.read_one("draft_of", answer=answer)
    return None if row is None else DRAFT.load(view.vault, row)


async def by_id(view: View, draft: int) -> Draft | None:
    row = await view.read_one("draft_by_id", id=draft)
    return None if row is None else DRAFT.load(view.vault, row)


async def waiting(view: View, limit: int = 200) -> list[Draft]:
    """The open drafts, oldest first."""
    rows = await view.read_all("drafts_open", limit=limit)
    return sorted((DRAFT.load(view.vault, row) for row in rows), key=lambda draft: draft.id)
