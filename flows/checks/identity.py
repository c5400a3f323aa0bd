"""Numbers that identify a person or an organisation in Saudi Arabia."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Literal

from flows.checks import luhn
from flows.checks.check import Check
from flows.checks.figures import numbers, tidy
from flows.rejection import Rejected
from flows.text import Text

_MOBILE = re.compile("(?:(?:00)?966)?0?5[0-9]{8}")
_LICENCE = 10  # digits at most

_SPOKEN = {"citizen": Text("identity.citizen"), "resident": Text("identity.resident")}


def holder(number: str) -> Literal["citizen", "resident"]:
    """Whose number it is: a national identity card's begins with 1, a residence permit's with 2."""
    return "citizen" if number.startswith("1") else "resident"


def is_identity(number: str) -> bool:
    """Whether these digits are an identity number with the right check digit."""
    return len(number) == 10 and number[0] in "12" and luhn.holds(number)


def read_national_id(text: str, _: date) -> str:
    number = _the_one(text, lambda n: len(n) == 10 and n[0] in "12")
    if _MOBILE.fullmatch(number):
        raise Rejected("is_mobile")
    if len(number) != 10:
        raise Rejected("length", n=len(number))
    if number[0] not in "12":
        raise Rejected("first_digit", digit=number[0])
    if not luhn.holds(number):
        raise Rejected("checksum", number=_SPOKEN[holder(number)])
    return number


def read_unified_number(text: str, _: date) -> str:
    number = _the_one(text, lambda n: len(n) == 10 and n[0] == "7")
    if is_identity(number):
        raise Rejected("is_id")
    if len(number) != 10:
        raise Rejected("length", n=len(number))
    if number[0] != "7":
        raise Rejected("first_digit", digit=number[0])
    return number


def _the_one(text: str, fits: Callable[[str], bool]) -> str:
    """The one number that fits, else the longest there is, so that what is wrong can be said."""
    written = numbers(text)
    fitting = set(filter(fits, written))
    if len(fitting) > 1:
        raise Rejected("several")
    return fitting.pop() if fitting else max(written, key=len, default="")


def read_licence(text: str, _: date) -> str:
    written = re.findall("[0-9]+", tidy(text))
    if not written:
        raise Rejected("unreadable")
    if len(written) > 1:
        raise Rejected("several")
    if len(written[0]) > _LICENCE:
        raise Rejected("too_long", n=len(written[0]), high=_LICENCE)
    return str(written[0])


NATIONAL_ID = Check(
    "national_id",
    read_national_id,
    ("several", "is_mobile", "length", "first_digit", "checksum"),
)
"""A citizen's identity number (1…) or a resident's (2…), with its check digit."""

UNIFIED_NUMBER = Check(
    "unified_number", read_unified_number, ("several", "is_id", "length", "first_digit")
)
"""An establishment's number (7…). No checksum of it is published."""

LICENCE = Check("licence", read_licence, ("unreadable", "several", "too_long"))
"""A nonprofit's licence number. No format is published: one to ten digits, officers verify it."""
