"""The check digit of identity, card and reference numbers (ISO/IEC 7812-1, annex B)."""

from __future__ import annotations


def check_digit(digits: str) -> str:
    """The digit that makes `digits` followed by it hold."""
    return str(-_sum(digits + "0") % 10)


def holds(digits: str) -> bool:
    """Whether the last of the ASCII `digits` is the check digit of the others."""
    return _sum(digits) % 10 == 0


def _sum(digits: str) -> int:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)
