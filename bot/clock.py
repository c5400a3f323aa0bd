"""The only place that reads the time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from flows.calendar import RIYADH


class Clock(Protocol):
    """The moment, aware, in UTC. Tests pass one they can move."""

    def __call__(self) -> datetime: ...


def system() -> datetime:
    return datetime.now(UTC)


def riyadh(moment: datetime) -> datetime:
    return moment.astimezone(RIYADH)
