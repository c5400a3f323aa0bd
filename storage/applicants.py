"""Those whom a person applied for: oneself, family, children; each kept apart from the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.unit import Unit, View
from storage.vault import Json, Vault


@dataclass(frozen=True, slots=True)
class Applicant:
    """One of them. `id` is the hash that `identify` makes; `answers` what they told last."""

    id: str
    person: str
    kind: str  # self | family | child
    answers: Json
    made_at: datetime
    updated_at: datetime


APPLICANT = Shape(Applicant, "applicants", sealed=("answers",))


def identify(vault: Vault, person: str, kind: str, number: str) -> str:
    """The id of somebody with this number (ten ASCII digits), as this person applied for them."""
    return vault.lookup("applicant", person, kind, number)


def keep(unit: Unit, applicant: Applicant) -> None:
    """Add them, or replace what they told before."""
    unit.write("applicant_keep", **APPLICANT.parameters(unit.vault, applicant))


async def of_person(view: View, person: str) -> list[Applicant]:
    """All whom this person applied for, the one of the latest application last."""
    rows = await view.read_all("applicants_of_person", person=person)
    return [APPLICANT.load(view.vault, row) for row in rows]
