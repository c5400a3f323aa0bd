"""Times as they are stored: UTC text of one width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import overload


@lru_cache(maxsize=64)  # one turn stamps many rows with one time
def stamp(at: datetime) -> str:
    """``2026-11-22T07:21:48.123Z``; what is finer than a millisecond is cut off.

    A naive time is a ValueError: nobody could say which moment it means.
    """
    if at.tzinfo is None:
        raise ValueError("a stored time needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


@overload
def moment(text: str) -> datetime: ...
@overload
def moment(text: None) -> None: ...
def moment(text: str | None) -> datetime | None:
    """The aware UTC time of a stored text."""
    return None if text is None else datetime.fromisoformat(text)
