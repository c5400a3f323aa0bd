"""The logbook: telephone calls, visits and letters that officers write down (channels 1, 2 and 4).

Whoever comes that way has a case and a reference number as everybody else has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from flows.checks import CHECKS
from flows.rejection import Rejected

Way: TypeAlias = Literal["call", "visit", "letter"]
WAYS: tuple[Way, ...] = ("call", "visit", "letter")
CHANNEL = "phone"
"""Where people are met whom nothing is ever sent to."""
THROUGH: Mapping[Way, str] = {"call": "phone", "visit": "visit", "letter": "letter"}
"""How it is called on the case's card."""


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody wanted who came that way. `phone` is in E.164, `name` theirs or a sender's.

    With a programme it is about that service, which was agreed upon there and then.
    """

    way: Way
    summary: str
    phone: str | None = None
    name: str = ""
    programme: str | None = None


def read(way: Way, text: str, today: date) -> Line | None:
    """``0551234567 asks about the course``, ``a sender; a subject`` of a letter.

    None where a call has no number, or nothing is said of what was wanted.
    """
    first, _, rest = text.strip().partition(" ")
    phone = mobile(first, today)
    said = rest.strip() if phone else text.strip()
    name, _, subject = said.partition("؛") if "؛" in said else said.partition(";")
    if way == "letter" and subject.strip():
        return Line(way, subject.strip(), phone, name.strip())
    if not said or (way == "call" and phone is None):
        return None
    return Line(way, said, phone)


def mobile(written: str, today: date) -> str | None:
    """The number in E.164, None where it is not one that rings a Saudi mobile."""
    try:
        return str(CHECKS["mobile"].read(written, today))
    except Rejected:
        return None
