"""Templates that WhatsApp has to approve: which were made at Twilio, and how each stands there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.unit import Unit, View

APPROVED = "approved"
UNSUBMITTED = "unsubmitted"


@dataclass(frozen=True, slots=True)
class Made:
    """A template as Twilio has it. `digest` tells which wording it was made of."""

    name: str
    language: str
    digest: str
    sid: str
    status: str
    reason: str | None
    checked_at: datetime


MADE = Shape(Made, "templates")


async def all_made(view: View) -> list[Made]:
    """By name and language."""
    return [MADE.load(view.vault, row) for row in await view.read_all("templates_all")]


async def find(view: View, name: str, language: str) -> Made | None:
    row = await view.read_one("template_of", name=name, language=language)
    return None if row is None else MADE.load(view.vault, row)


def keep(unit: Unit, made: Made) -> None:
    """What was made, or how it stands now, in place of what was known before."""
    unit.write("template_keep", **MADE.parameters(unit.vault, made))
