"""Reference numbers: eight digits of which the last is a check digit.

Digits alone, so that any keypad writes them and a phone reads them out; too few for an identity
number or a mobile, and a slip is noticed without asking anyone.
"""

from __future__ import annotations

import re

from flows.arabic import clean
from flows.checks import luhn

_WRITTEN = re.compile("(?<![0-9])[0-9]{4}[ -]?[0-9]{4}(?![0-9])")


def make(seven_digits: str) -> str:
    """The reference number that begins with `seven_digits` (ASCII)."""
    return seven_digits + luhn.check_digit(seven_digits)


def is_mistyped(text: str) -> bool:
    """Whether `text` is a reference number and nothing else, but for a slip in a digit."""
    return bool(_WRITTEN.fullmatch(clean(text))) and well_formed(text) is None


def well_formed(text: str) -> str | None:
    """The one reference number in `text`, or None if there is none or a digit is wrong."""
    written = _WRITTEN.findall(clean(text))
    if len(written) != 1:
        return None
    digits = re.sub("[ -]", "", written[0])
    return digits if luhn.holds(digits) else None
