"""The check digit of identity, card and reference numbers (ISO/IEC 7812-1, annex B)."""

from __future__ import annotations

DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
"""The digit sum of twice each digit."""


def check_digit(digits: str) -> str:
    """The digit that makes `digits` followed by it hold."""
    return str(-_sum(digits + "0") % 10)


def holds(digits: str) -> bool:
    """Whether the last of the ASCII `digits` is the check digit of the others."""
    return _sum(digits) % 10 == 0


def _sum(digits: str) -> int:
    backwards = [int(digit) for digit in reversed(digits)]
    return sum(backwards[0::2]) + sum(DOUBLED[digit] for digit in backwards[1::2])
