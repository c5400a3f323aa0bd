"""What must hold of the hours in which officers work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from bot.toml_lines import Place
from flows import calendar
from flows.book import Anniversary, Frame, Hours, Period, Prayer, Quiet, Ramadan

_DAY = 24 * 60  # minutes
_LONGEST_PRAYER = 60  # minutes
_TEMPERATE, _HALF_TURN = 48, 180  # degrees: farther north there are nights without dawn
_MOON = timedelta(days=1)  # by which the month that is seen may differ from the calculated one
_MOVED = timedelta(days=10)  # at most, of an anniversary
LENGTHS = (29, 30)  # days of a Hijri month
LEAP_YEAR = 2028  # which has every day that a year may have


def _hours(hours: Hours) -> Iterator[tuple[Place, str]]:
    if not hours.days or not hours.days <= set(range(1, 8)):
        yield ("days",), "expected days from 1 (Monday) to 7 (Sunday)"
    if not hours.frames:
        yield ("frames",), "expected at least one opening and closing time"
    for name, frames in (("frames", hours.frames), ("ramadan", hours.ramadan)):
        for index, (one, two) in enumerate(pairwise(frames), 1):
            if not one.opens < one.closes <= two.opens:
                yield (name, index, "opens"), "expected a time after the closing before it"
        if frames and frames[0].opens < frames[-1].closes <= frames[-1].opens:
            where = (name, len(frames) - 1, "closes")
            yield where, "expected a time up to the first opening of the next day"


def _frame(frame: Frame) -> Iterator[tuple[Place, str]]:
    """A frame may end after midnight, but twelve hours and more are a slip of the pen."""
    opens, closes = (time.hour * 60 + time.minute for time in (frame.opens, frame.closes))
    if not 0 < (closes - opens) % _DAY <= _DAY // 2:
        yield ("closes",), "expected a time within 12 hours of the opening"


def _period(period: Period) -> Iterator[tuple[Place, str]]:
    if period.last < period.first:
        yield ("last",), "expected a date that is not before the first"


def _quiet(quiet: Quiet) -> Iterator[tuple[Place, str]]:
    if quiet.begins == quiet.ends:
        yield ("ends",), "expected another time than that at which they begin"


def _anniversary(anniversary: Anniversary) -> Iterator[tuple[Place, str]]:
    try:
        date(LEAP_YEAR, anniversary.month, anniversary.day)
    except ValueError:
        yield ("day",), "expected a day that its month has"
        return
    years = Counter(day.year for day in anniversary.instead)
    for index, day in enumerate(anniversary.instead):
        if years[day.year] > 1:
            yield ("instead", index), f"expected one day for {day.year}"
        elif not _is_near(anniversary, day):
            yield ("instead", index), "expected a day at most ten days from its own"


def _is_near(anniversary: Anniversary, day: date) -> bool:
    own = date(day.year, anniversary.month, 1) + timedelta(days=anniversary.day - 1)
    return abs(day - own) <= _MOVED


def _ramadan(month: Ramadan) -> Iterator[tuple[Place, str]]:
    year, _, _ = calendar.hijri(month.first + 2 * _MOON)
    calculated = calendar.from_hijri(year, calendar.RAMADAN, 1)
    if abs(month.first - calculated) > _MOON:
        yield ("first",), f"expected {calculated} by the calendar, or a day before or after it"
    elif (month.last - month.first).days + 1 not in LENGTHS:
        yield ("last",), "expected 29 or 30 days from the first to the last"


def _prayer(prayer: Prayer) -> Iterator[tuple[Place, str]]:
    if not 1 <= prayer.minutes <= _LONGEST_PRAYER:
        yield ("minutes",), f"expected minutes from 1 to {_LONGEST_PRAYER}"
    if not abs(prayer.latitude) < _TEMPERATE:
        yield ("latitude",), "expected degrees north, such as 26.42"
    if not abs(prayer.longitude) <= _HALF_TURN:
        yield ("longitude",), "expected degrees east, such as 50.09"


RULES: Mapping[type, Callable[[Any], Iterator[tuple[Place, str]]]] = {
    Anniversary: _anniversary,
    Frame: _frame,
    Hours: _hours,
    Period: _period,
    Prayer: _prayer,
    Quiet: _quiet,
    Ramadan: _ramadan,
}
"""By the type of what they are about."""
