"""Dates of birth by the age they come to, in complete Hijri years (Civil Transactions Law, 12)."""

from __future__ import annotations

from datetime import date, timedelta

from flows.calendar import hijri_age
from flows.checks.check import Check
from flows.checks.dates import settle
from flows.checks.written_date import UNREADABLE
from flows.rejection import Rejected

MAJORITY = 18
OLDEST = 120
_LONGEST_YEAR = 355  # days; so a birthday counted back by it is never too young


def age_between(low: int, high: int) -> Check:
    """The birth date of somebody from `low` to `high` years old, both included."""

    def read(text: str, today: date) -> str:
        day = settle(text, today - timedelta(days=(high + 1) * _LONGEST_YEAR), today)
        if day > today:
            raise Rejected("future", date=day)
        age = hijri_age(day, today)
        values = {"age": age, "low": low, "high": high}
        if age < low:
            raise Rejected("too_young", **values, fitting=_birthday(low, today))
        if age > high:
            raise Rejected("too_old", **values, fitting=_birthday(high, today))
        return day.isoformat()

    return Check("birth_date", read, (*UNREADABLE, "future", "too_young", "too_old"))


def _birthday(age: int, today: date) -> date:
    """Of somebody who came to that age lately."""
    return today - timedelta(days=age * _LONGEST_YEAR)


ADULT = age_between(MAJORITY, OLDEST)
"""Of age by Saudi law, about half a year earlier than by Gregorian years."""

MINOR = age_between(0, MAJORITY - 1)
"""Somebody a guardian answers for."""
