"""Who is on leave: officers who get nothing new until they are back."""

from __future__ import annotations

from datetime import datetime

from storage.unit import Unit, View


def leave(unit: Unit, officer: str, since: datetime) -> None:
    """The officer is on leave from now on; a leave that has begun goes on."""
    unit.write("leave_begin", officer=officer, since=since)


def come_back(unit: Unit, officer: str) -> None:
    """The officer is on duty again."""
    unit.write("leave_end", officer=officer)


async def absent(view: View) -> frozenset[str]:
    """The ids of all who are on leave."""
    return frozenset(row["officer"] for row in await view.read_all("leaves_all"))


async def on_duty(view: View, officer: str) -> bool:
    """Whether this officer may be given something new."""
    return officer not in await absent(view)
