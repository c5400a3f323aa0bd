"""Submitted applications, one row for each programme applied to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from storage.connection import Row
from storage.shape import Shape
from storage.unit import Unit, View
from storage.vault import Json, Vault


@dataclass(frozen=True, slots=True)
class Application:
    """One row. `identity` is the hash that `identify` makes of the applicant's number."""

    reference: str  # reserved with `references.reserve`
    programme: str
    applicant: str  # individual | organisation
    state: str
    answers: Json
    terms: str  # version of the service terms that were accepted
    submitted_at: datetime
    updated_at: datetime
    address: str | None = None  # None: the person did not come by a channel
    person: str | None = None
    identity: str | None = None
    officer: str | None = None
    department: str | None = None
    delivered_at: datetime | None = None


APPLICATION = Shape(Application, "applications", sealed=("answers",))


def _load(view: View, row: Row) -> Application:
    """An answer of several parts is a tuple, as it was given."""
    kept = APPLICATION.load(view.vault, row)
    answers = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.answers.items()}
    return replace(kept, answers=answers)


def identify(vault: Vault, number: str) -> str:
    """The hash under which an applicant's number (ten ASCII digits) is found again."""
    return vault.lookup("identity", number)


def submit(unit: Unit, application: Application) -> None:
    """Add an application. A reference used twice fails the unit."""
    unit.write("application_submit", **APPLICATION.parameters(unit.vault, application))


def move(unit: Unit, application: Application) -> None:
    """Store the application as a move left it: everything but where it came from and when."""
    unit.write("application_move", **APPLICATION.parameters(unit.vault, application))


async def by_reference(view: View, reference: str) -> Application | None:
    row = await view.read_one("application_by_reference", reference=reference)
    return None if row is None else _load(view, row)


async def by_identity(view: View, identity: str) -> list[Application]:
    """Every application made with this number, by whomever, oldest first."""
    rows = await view.read_all("applications_by_identity", identity=identity)
    return [_load(view, row) for row in rows]


async def of_persons(view: View, persons: Iterable[str]) -> dict[str, list[Application]]:
    """All applications by person, oldest first; a person without any is left out."""
    found: defaultdict[str, list[Application]] = defaultdict(list)
    for row in await view.read_all("applications_of_persons", persons=list(persons)):
        found[row["person"]].append(_load(view, row))
    return dict(found)


async def seated(unit: Unit, programme: str, refused: Collection[str]) -> int:
    """How many applications hold a seat of this programme, until the unit ends.

    One in any of the states `refused` holds none, nor does one that was closed without a service.
    """
    await unit.lock_one(f"seats:{programme}")
    row = await unit.read_one("applications_seated", programme=programme, refused=list(refused))
    assert row is not None
    return int(row["count"])


async def desk(
    view: View,
    states: Collection[str],
    *,
    department: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Application]:
    """A page of the applications in any of these states, oldest first; None is any department."""
    rows = await view.read_all(
        "applications_desk",
        states=list(states),
        department=department,
        limit=limit,
        offset=offset,
    )
    return [_load(view, row) for row in rows]
