"""When officers work, and when nothing is sent that nobody asked for: shapes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from flows.wording import Wording


@dataclass(frozen=True, slots=True)
class Period:
    """A span of closed days, both included."""

    first: date
    last: date
    name: Wording


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A day of every year on which nobody works, by the Gregorian calendar.

    `instead` are the days on which it is kept in years in which it was moved.
    """

    month: int
    day: int
    name: Wording
    instead: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Ramadan:
    """The month of one year as it was announced, where the calendar had it otherwise."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Frame:
    """Opening and closing time of one stretch of a working day, Riyadh time."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nothing is sent that nobody asked for, Riyadh time; it may run past midnight."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Prayer:
    """How many minutes from the call to each prayer on are quiet, and where it is called.

    Degrees north and east; the place lies between the polar circles.
    """

    minutes: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Hours:
    """When officers work, and when nobody is disturbed.

    Days are ISO weekdays: 7 is Sunday, 4 is Thursday. In Ramadan other stretches may be quiet.
    """

    days: frozenset[int]
    frames: tuple[Frame, ...]
    ramadan: tuple[Frame, ...]
    closed: tuple[Period, ...] = ()
    quiet: Quiet = Quiet(time(21), time(9))
    quiet_in_ramadan: tuple[Quiet, ...] = ()
    prayer: Prayer | None = None
    yearly: tuple[Anniversary, ...] = ()
    announced: tuple[Ramadan, ...] = ()


ALWAYS = Hours(frozenset(range(1, 8)), (Frame(time(), time()),), ())
"""Day and night, on every day."""
