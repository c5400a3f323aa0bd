"""The clocks of cases: how long each may run in working time, has run, and what was told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.shape import Shape
from storage.unit import Unit, View


@dataclass(frozen=True, slots=True)
class Clock:
    """One row. `target` and `ran` are working seconds; without `since` it stands."""

    case: str
    name: str
    target: int
    ran: int
    since: datetime | None
    told: int = 0  # the last of its alerts


CLOCK = Shape(Clock, "clocks")


def store(unit: Unit, case: str, clocks: Iterable[Clock], gone: Iterable[str] = ()) -> None:
    """Keep these clocks of a case; those of these names are gone."""
    for name in gone:
        unit.write("clock_drop", case=case, name=name)
    for clock in clocks:
        unit.write("clock_store", **CLOCK.parameters(unit.vault, clock))


async def of(view: View, case: str) -> list[Clock]:
    """The clocks of a case, in the order of their names."""
    return [CLOCK.load(view.vault, row) for row in await view.read_all("clocks_of", case=case)]
