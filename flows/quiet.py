"""When nothing is sent that nobody asked for: at night, at prayer, and by day in Ramadan (goal 6).

What is not asked for goes out at `allowed`: the one place that says when.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows import prayer
from flows.calendar import RIYADH, is_ramadan
from flows.hours import Hours

_DAY = timedelta(days=1)
_EARLY = timedelta(minutes=30)  # before they begin, so that a slow send is not late


def is_quiet(moment: datetime, hours: Hours) -> bool:
    """Whether an aware `moment` lies in a quiet stretch; at its end it no longer does."""
    return _around(moment, hours) is not None


def allowed(moment: datetime, hours: Hours) -> datetime:
    """The first moment from an aware `moment` on that is not quiet: itself, or an end of quiet."""
    while stretch := _around(moment, hours):
        _, moment = stretch
    return moment


def last_allowed(moment: datetime, hours: Hours) -> datetime:
    """The last fitting moment up to an aware `moment`: itself, or a little before quiet began."""
    while stretch := _around(moment, hours):
        begins, _ = stretch
        moment = begins - _EARLY
    return moment


def _around(moment: datetime, hours: Hours) -> tuple[datetime, datetime] | None:
    """The quiet stretch that a moment lies in, if it lies in one."""
    stretches = _stretches(moment.astimezone(RIYADH), hours)
    return next((s for s in stretches if s[0] <= moment < s[1]), None)


def _stretches(local: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """What is quiet on that day, and what began the day before."""
    today = local.date()
    for day in (today - _DAY, today):
        instead = hours.quiet_in_ramadan if is_ramadan(day, hours.announced) else ()
        for quiet in instead or (hours.quiet,):
            ends = day if quiet.begins < quiet.ends else day + _DAY
            yield (
                datetime.combine(day, quiet.begins, RIYADH),
                datetime.combine(ends, quiet.ends, RIYADH),
            )
    if place := hours.prayer:
        minutes, fasting = timedelta(minutes=place.minutes), is_ramadan(today, hours.announced)
        called = prayer.times(today, place, in_ramadan=fasting)
        yield from ((begins, begins + minutes) for begins in called)
