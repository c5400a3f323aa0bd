"""Dates in either calendar, kept as Gregorian ISO dates (2028-10-12)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, TypeAlias

from flows.arabic import clean
from flows.calendar import from_hijri, hijri_month_days
from flows.checks.check import Check
from flows.rejection import Rejected
from flows.text import Text

Calendar: TypeAlias = Literal["hijri", "gregorian"]

_FURTHEST = timedelta(days=7670)  # 21 years: cards last 20 and are renewed half a year before
_INTEGER = re.compile("[0-9]+")


def read_date(text: str) -> tuple[Calendar, date]:
    """The one date in `text` and the calendar it was written in; the year tells which.

    Year first or last, any separators, or eight digits without; a month is always in the middle.
    """
    year, month, day = _year_month_day(text)
    calendar: Calendar
    if 1343 <= year <= 1500:
        calendar, days_of = "hijri", hijri_month_days
    elif 1900 <= year <= 2100:
        calendar, days_of = "gregorian", _gregorian_month_days
    else:
        raise Rejected("year")
    if not 1 <= month <= 12 or day < 1:
        raise Rejected("unreadable")
    days = days_of(year, month)
    if day > days:
        name = Text(f"month.{calendar}.{month}")
        raise Rejected("month_length", month=name, year=year, days=days)
    if calendar == "hijri":
        return calendar, from_hijri(year, month, day)
    return calendar, date(year, month, day)


def calendar_of(text: str) -> Calendar | None:
    """The calendar the one date in `text` is written in; None if there is none."""
    try:
        return read_date(text)[0]
    except Rejected:
        return None


def _year_month_day(text: str) -> tuple[int, int, int]:
    runs = _INTEGER.findall(clean(text))
    if len(runs) == 1 and len(runs[0]) == 8:
        runs = _split(runs[0])
    if len(runs) != 3 or max(map(len, runs)) > 4:
        raise Rejected("unreadable")
    first, month, last = map(int, runs)
    return (first, month, last) if first > 31 else (last, month, first)


def _split(digits: str) -> list[str]:
    """Eight digits as year-month-day, unless that leaves no month: then day-month-year."""
    if 1 <= int(digits[4:6]) <= 12:
        return [digits[:4], digits[4:6], digits[6:]]
    return [digits[:2], digits[2:4], digits[4:]]


def _gregorian_month_days(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def read_any_date(text: str, _: date) -> str:
    return read_date(text)[1].isoformat()


def read_past_date(text: str, today: date) -> str:
    _, day = read_date(text)
    if day > today:
        raise Rejected("future", date=day)
    return day.isoformat()


def read_expiry_date(text: str, today: date) -> str:
    _, day = read_date(text)
    if day < today:
        raise Rejected("expired", date=day)
    if day > today + _FURTHEST:
        raise Rejected("too_far", date=day)
    return day.isoformat()


_REASONS = ("unreadable", "year", "month_length")

ANY_DATE = Check("any_date", read_any_date, _REASONS)

PAST_DATE = Check("past_date", read_past_date, (*_REASONS, "future"))
"""A date that is not after today."""

EXPIRY_DATE = Check("expiry_date", read_expiry_date, (*_REASONS, "expired", "too_far"))
"""The last day a document is valid: today passes, yesterday does not."""
