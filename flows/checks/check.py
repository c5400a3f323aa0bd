"""What a check is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Check:
    """Reads one kind of answer.

    ``read(text, today)`` takes what was typed and today's Riyadh date. It returns the canonical
    value to keep, or raises `Rejected` with one of `reasons`; never anything else, whatever the
    text. Reading a kept value again gives the same value for as long as it holds.
    """

    name: str
    read: Callable[[str, date], str]
    reasons: tuple[str, ...]
