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


def stamp(moment: datetime) -> str:
    """A moment as every table keeps it: ``2026-11-22T07:21:48.123Z``."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def moment(stamped: str) -> datetime:
    return datetime.fromisoformat(stamped)


def riyadh(moment: datetime) -> datetime:
    return moment.astimezone(RIYADH)
