"""Numbers that identify a person or an organisation in Saudi Arabia."""

from __future__ import annotations

import re
from datetime import date

from flows.arabic import clean
from flows.checks import luhn
from flows.checks.check import Check
from flows.rejection import Rejected

_DIGIT = re.compile("[0-9]")
_RUN = re.compile("[0-9]+")


def _ten_digits(text: str, first: str) -> str:
    digits = "".join(_DIGIT.findall(clean(text)))
    if len(digits) != 10:
        raise Rejected("length", n=len(digits))
    if digits[0] not in first:
        raise Rejected("first_digit")
    return digits


def read_national_id(text: str, _: date) -> str:
    digits = _ten_digits(text, "12")
    if not luhn.holds(digits):
        raise Rejected("checksum")
    return digits


def read_unified_number(text: str, _: date) -> str:
    return _ten_digits(text, "7")


def read_licence(text: str, _: date) -> str:
    runs = _RUN.findall(clean(text))
    if len(runs) != 1 or len(runs[0]) > 10:
        raise Rejected("digits")
    return str(runs[0])


NATIONAL_ID = Check("national_id", read_national_id, ("length", "first_digit", "checksum"))
"""A citizen's identity number (1…) or a resident's (2…), with its check digit."""

UNIFIED_NUMBER = Check("unified_number", read_unified_number, ("length", "first_digit"))
"""An establishment's number (7…). No checksum of it is published."""

LICENCE = Check("licence", read_licence, ("digits",))
"""A nonprofit's licence number. No format is published: one to ten digits, officers verify it."""
