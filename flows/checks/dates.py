"""Dates in either calendar, kept as Gregorian ISO dates (2028-10-12)."""

from __future__ import annotations

from datetime import date, timedelta

from flows.checks.check import Check
from flows.checks.near_days import near_day
from flows.checks.written_date import UNREADABLE, days_meant
from flows.rejection import Rejected

_FURTHEST = timedelta(days=7670)  # 21 years: cards last 20 and are renewed half a year before


def settle(text: str, first: date, last: date) -> date:
    """The day `text` means, whether it lies within these bounds or not; they settle a short year.

    Raises Rejected for the reasons of `UNREADABLE`.
    """
    meant = days_meant(text)
    if len(meant) > 1:
        meant = frozenset(day for day in meant if first <= day <= last)
    if len(meant) != 1:
        raise Rejected("short_year")
    return next(iter(meant))


def read_any_date(text: str, _: date) -> str:
    return settle(text, date.min, date.max).isoformat()


def read_expiry_date(text: str, today: date) -> str:
    furthest = today + _FURTHEST
    day = settle(text, today, furthest)
    if day < today:
        raise Rejected("expired", date=day)
    if day > furthest:
        raise Rejected("too_far", date=day, latest=furthest)
    return day.isoformat()


def past_date(within: int | None = None) -> Check:
    """Today or before; not older than `within` days, if that is given."""

    def read(text: str, today: date) -> str:
        earliest = date.min if within is None else today - timedelta(days=within)
        day = near_day(text, today) or settle(text, earliest, today)
        if day > today:
            raise Rejected("future", date=day)
        if day < earliest:
            raise Rejected("too_old", date=day, earliest=earliest)
        return day.isoformat()

    return Check("past_date", read, (*UNREADABLE, "future", "too_old"))


def future_date(within: int | None = None) -> Check:
    """Today or later; not further ahead than `within` days, if that is given."""

    def read(text: str, today: date) -> str:
        latest = date.max if within is None else today + timedelta(days=within)
        day = near_day(text, today) or settle(text, today, latest)
        if day < today:
            raise Rejected("past", date=day, today=today)
        if day > latest:
            raise Rejected("too_far", date=day, latest=latest)
        return day.isoformat()

    return Check("future_date", read, (*UNREADABLE, "past", "too_far"))


ANY_DATE = Check("any_date", read_any_date, UNREADABLE)

EXPIRY_DATE = Check("expiry_date", read_expiry_date, (*UNREADABLE, "expired", "too_far"))
"""The last day a document is valid: today passes, yesterday does not."""
