"""Whole numbers within bounds: how many children, what age, how many riyals."""

from __future__ import annotations

from datetime import date

from flows.arabic import clean, number
from flows.checks.check import Check
from flows.rejection import Rejected


def _read_one(text: str) -> int | None:
    """The number of a reply such as ``5``, ``٥`` or ``5 children``; None for two numbers."""
    alone = number(text, {})
    if alone is not None:
        return alone
    written = [word for word in clean(text).split() if any("0" <= c <= "9" for c in word)]
    return number(written[0], {}) if len(written) == 1 else None


def number_between(low: int, high: int) -> Check:
    """A whole number from `low` to `high`, both included, kept as ASCII digits."""

    def read(text: str, _: date) -> str:
        value = _read_one(text)
        if value is None:
            raise Rejected("unreadable")
        if value < low:
            raise Rejected("too_small", low=low, high=high)
        if value > high:
            raise Rejected("too_large", low=low, high=high)
        return str(value)

    return Check("whole_number", read, ("unreadable", "too_small", "too_large"))
