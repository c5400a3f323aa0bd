"""A date as people write it, in either calendar, read into the days it may mean.

Figures or the name of a month; the year first or last, in four digits or two; digits of any
keyboard. Umm al-Qura and Gregorian, and both at once when they agree, as we write dates ourselves.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from flows.arabic import clean_arabic, fold
from flows.calendar import from_hijri, hijri_month_days
from flows.checks.figures import tidy
from flows.checks.months import Calendar, named_months
from flows.rejection import Rejected
from flows.text import Text

UNREADABLE = ("unreadable", "several", "month", "short_year", "year", "month_length")
"""Why a text is no date."""

_ISO = re.compile("([0-9]{4})-(0[1-9]|1[0-2])-([0-9]{2})")  # as a date is kept
_YEARS: dict[Calendar, range] = {"hijri": range(1343, 1501), "gregorian": range(1900, 2101)}
_CENTURIES: dict[Calendar, tuple[int, int]] = {"hijri": (1300, 1400), "gregorian": (1900, 2000)}
_MARKS: dict[str, Calendar] = {
    **dict.fromkeys(("ه", "هجري", "هجريه", "ah", "h"), "hijri"),
    **dict.fromkeys(("م", "ميلادي", "ميلاديه", "ad", "ce", "g"), "gregorian"),
}
_ALSO = re.compile("(?:ال)?موافق[ةه]?|يوافق|corresponding to|[()=]", re.IGNORECASE)
_BOUNDARY = re.compile(r"(?<=[0-9])(?=[^\W0-9])|(?<=[^\W0-9])(?=[0-9])")


def days_meant(text: str) -> frozenset[date]:
    """The days `text` may mean: one, unless the year is short. Raises Rejected.

    The reasons are those of `UNREADABLE`; a month's own is raised with its name, year and length.
    """
    written = [
        piece
        for line in text.splitlines()
        for piece in _ALSO.split(clean_arabic(tidy(line)))
        if re.search("[0-9]", piece)
    ]
    if not written:
        raise Rejected("unreadable")
    meant = frozenset.intersection(*map(_days_of_one, written))
    if not meant:
        raise Rejected("several")
    return meant


def _days_of_one(piece: str) -> frozenset[date]:
    if iso := _ISO.fullmatch(piece):
        year, month, day = iso.groups()
        return _days(year, int(month), int(day), _calendars_of(year, []))
    named, rest = named_months(_BOUNDARY.sub(" ", fold(piece)))
    if len(named) > 1:
        raise Rejected("several")
    runs = re.findall("[0-9]+", rest)
    if not named:
        marked = [_MARKS[word] for word in rest.split() if word in _MARKS]
        year, month, day = _in_figures(runs)
        return _days(year, month, day, _calendars_of(year, marked))
    [(calendar, month)] = named
    year, day = _around_a_name(runs)
    return _days(year, month, day, [calendar])


def _around_a_name(runs: list[str]) -> tuple[str, int]:
    """Year and day of ``15 رمضان 1446`` or ``2026 January 3``."""
    if len(runs) == 1 and not _is_year(runs[0]):
        raise Rejected("short_year")
    if len(runs) != 2 or max(map(len, runs)) > 4:
        raise Rejected("unreadable")
    day, year = runs if not _is_year(runs[0]) else reversed(runs)
    return year, int(day)


def _in_figures(runs: list[str]) -> tuple[str, int, int]:
    """Year, month and day; the month stands in the middle unless only the other can be one."""
    if len(runs) == 1 and len(runs[0]) == 8:
        runs = _split(runs[0])
    if len(runs) != 3 or max(map(len, runs)) > 4:
        raise Rejected("unreadable")
    year, middle, other = runs if _is_year(runs[0]) else reversed(runs)
    if len(middle) > 2:
        raise Rejected("unreadable")
    month, day = int(middle), int(other)
    if month > 12 >= day:
        month, day = day, month
    if not 1 <= month <= 12:
        raise Rejected("month", n=month)
    return year, month, day


def _is_year(run: str) -> bool:
    return len(run) > 2 or int(run) > 31


def _split(digits: str) -> list[str]:
    """Eight digits as year-month-day, unless that leaves no month: then day-month-year."""
    if 1 <= int(digits[4:6]) <= 12:
        return [digits[:4], digits[4:6], digits[6:]]
    return [digits[:2], digits[2:4], digits[4:]]


def _calendars_of(year: str, marked: list[Calendar]) -> list[Calendar]:
    """A whole year tells its calendar; a short one may be of any but the one not marked."""
    if len(year) > 2:
        return [calendar for calendar in _YEARS if int(year) in _YEARS[calendar]]
    return marked or [*_YEARS]


def _days(year: str, month: int, day: int, calendars: list[Calendar]) -> frozenset[date]:
    years = [(c, full) for c in calendars for full in _full_years(year, c)]
    if not years:
        raise Rejected("year", year=year)
    lengths = [(c, full, _length(c, full, month)) for c, full in years]
    meant = frozenset(
        _day(c, full, month, day) for c, full, length in lengths if 1 <= day <= length
    )
    if not meant:
        calendar, full, length = lengths[-1]
        name = Text(f"month.{calendar}.{month}")
        raise Rejected("month_length", month=name, year=full, days=length)
    return meant


def _full_years(year: str, calendar: Calendar) -> Iterator[int]:
    starts = (0,) if len(year) > 2 else _CENTURIES[calendar]
    return (full for start in starts if (full := start + int(year)) in _YEARS[calendar])


def _length(calendar: Calendar, year: int, month: int) -> int:
    return hijri_month_days(year, month) if calendar == "hijri" else monthrange(year, month)[1]


def _day(calendar: Calendar, year: int, month: int, day: int) -> date:
    return from_hijri(year, month, day) if calendar == "hijri" else date(year, month, day)
