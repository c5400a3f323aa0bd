"""Verifications: what officers found when they matched the answers of an application."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.unit import Unit, View


@dataclass(frozen=True, slots=True)
class Verification:
    """One row: the newest mark of one field. `mark` is one of `flows.checklist`."""

    application: str
    field: str
    mark: str
    officer: str
    at: datetime
    note: str | None = None  # what the officer said of it to the applicant


VERIFICATION = Shape(Verification, "verifications", sealed=("note",))


def mark(unit: Unit, verification: Verification) -> None:
    """Keep a mark in place of the field's earlier one."""
    parameters = VERIFICATION.parameters(unit.vault, verification)
    unit.write("verification_mark", **parameters)


def clear(unit: Unit, application: str, fields: Iterable[str]) -> None:
    """Nobody has looked at these fields as they are now."""
    for field in fields:
        unit.write("verification_clear", application=application, field=field)


async def of(view: View, application: str) -> list[Verification]:
    rows = await view.read_all("verifications_of", application=application)
    return [VERIFICATION.load(view.vault, row) for row in rows]
