"""Saudi time: Riyadh's clock, the Hijri calendar, and when officers work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from itertools import takewhile

from hijridate import Gregorian, Hijri

from flows.hours import Anniversary, Frame, Hours, Ramadan

RIYADH = timezone(timedelta(hours=3), "Asia/Riyadh")
"""Saudi Arabia has one zone and no daylight saving time."""

RAMADAN = 9
_DAY = timedelta(days=1)
_SEASON = timedelta(days=90)  # around the first of Ramadan: no other Ramadan is as near
_HORIZON = 400  # days; officers who do not work for longer than that never do
_HIJRI_EPOCH = date(622, 7, 19).toordinal()


def day_of(moment: datetime) -> date:
    """The date it is in Riyadh at an aware `moment`."""
    return _local(moment).date()


def hijri(day: date) -> tuple[int, int, int]:
    """Year, month and day by the Umm al-Qura calendar.

    Its tables cover 1 August 1924 to 16 November 2077. Outside them the arithmetical calendar
    answers, which may differ by a day or two.
    """
    try:
        found = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return _arithmetical(day)
    return found.year, found.month, found.day


def _arithmetical(day: date) -> tuple[int, int, int]:
    """The civil calendar: cycles of 30 years, 11 of them leap, from 19 July 622 (Gregorian)."""
    days = day.toordinal() - _HIJRI_EPOCH
    year = (30 * days + 10646) // 10631
    of_year = days - (year - 1) * 354 - (3 + 11 * year) // 30
    month = min(12, 2 * of_year // 59 + 1)
    return year, month, of_year - (59 * (month - 1) + 1) // 2 + 1


def from_hijri(year: int, month: int, day: int) -> date:
    """The Gregorian date. Raises ValueError for a day that is not, OverflowError for the year."""
    return date(*Hijri(year, month, day).to_gregorian().datetuple())


def hijri_month_days(year: int, month: int) -> int:
    """29 or 30. Raises OverflowError for a year outside 1343-1500."""
    return Hijri(year, month, 1).month_length()


def hijri_age(born: date, today: date) -> int:
    """Complete Hijri years, by which majority is counted (Civil Transactions Law, article 12)."""
    birth, now = hijri(born), hijri(today)
    return now[0] - birth[0] - (now[1:] < birth[1:])


def is_ramadan(day: date, announced: Iterable[Ramadan] = ()) -> bool:
    """By the calendar, or in a year of which it is known by what was announced."""
    for month in announced:
        if abs(day - month.first) < _SEASON:
            return month.first <= day <= month.last
    return hijri(day)[1] == RAMADAN


def is_working_day(day: date, hours: Hours) -> bool:
    return bool(_frames(day, hours))


def open_at(moment: datetime, hours: Hours) -> bool:
    """Whether officers work at an aware `moment`; at closing time they no longer do."""
    yesterday = day_of(moment) - _DAY  # a frame may run past midnight
    return any(
        opens <= moment < closes
        for day in (yesterday, yesterday + _DAY)
        for opens, closes in stretches(day, hours)
    )


def next_day(moment: datetime, hours: Hours) -> datetime:
    """When officers begin on the first working day after that of an aware `moment`."""
    day = add_working_days(day_of(moment), 1, hours)
    return next_opening(datetime.combine(day, time(), RIYADH), hours)


def next_opening(moment: datetime, hours: Hours) -> datetime:
    """The first moment from `moment` on at which officers work: itself if they do now.

    In Riyadh time. Raises ValueError if they never work.
    """
    opens, _ = next(_open_from(moment, hours))
    return opens


def add_working_minutes(moment: datetime, minutes: int, hours: Hours) -> datetime:
    """The moment by which officers have worked `minutes` since `moment`, in Riyadh time.

    May be a closing time. Raises ValueError if they never work that long.
    """
    return add_working_time(moment, timedelta(minutes=minutes), hours)


def add_working_time(moment: datetime, left: timedelta, hours: Hours) -> datetime:
    """The moment by which officers have worked as long as `left` since `moment`.

    May be a closing time. Raises ValueError if they never work that long.
    """
    stretches = _open_from(moment, hours)
    opens, closes = next(stretches)
    while left > closes - opens:
        left -= closes - opens
        opens, closes = next(stretches)
    return opens + left


def worked(since: datetime, until: datetime, hours: Hours) -> timedelta:
    """How long officers worked from one moment to a later one; nothing where it is not later."""
    begun = takewhile(lambda stretch: stretch[0] < until, _open_from(since, hours))
    return sum((min(closes, until) - opens for opens, closes in begun), timedelta())


def add_working_days(day: date, n: int, hours: Hours) -> date:
    """The `n`-th working day after `day`; for 0, `day` itself or the next that is one.

    Raises ValueError if officers never work.
    """
    if n == 0:
        return _next_working_day(day, hours)
    for _ in range(n):
        day = _next_working_day(day + _DAY, hours)
    return day


def _next_working_day(day: date, hours: Hours) -> date:
    for ahead in range(_HORIZON):
        if is_working_day(day + ahead * _DAY, hours):
            return day + ahead * _DAY
    raise ValueError("officers never work")


def _local(moment: datetime) -> datetime:
    assert moment.tzinfo is not None, "a moment without a zone is not a moment"
    return moment.astimezone(RIYADH)


def _frames(day: date, hours: Hours) -> tuple[Frame, ...]:
    """The frames that begin on `day`. No hours of its own means Ramadan is worked as usual."""
    if day.isoweekday() not in hours.days:
        return ()
    if any(period.first <= day <= period.last for period in hours.closed):
        return ()
    if any(_is_kept(anniversary, day) for anniversary in hours.yearly):
        return ()
    if hours.ramadan and is_ramadan(day, hours.announced):
        return hours.ramadan
    return hours.frames


def _is_kept(anniversary: Anniversary, day: date) -> bool:
    """Whether it is kept on this day, or was on another one of its year."""
    moved = [other for other in anniversary.instead if other.year == day.year]
    return day in moved if moved else (day.month, day.day) == (anniversary.month, anniversary.day)


def stretches(day: date, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """What is worked from `day` on, in order: when officers begin and when they end."""
    for frame in sorted(_frames(day, hours), key=lambda frame: frame.opens):
        ends = day if frame.opens < frame.closes else day + _DAY
        yield (
            datetime.combine(day, frame.opens, RIYADH),
            datetime.combine(ends, frame.closes, RIYADH),
        )


def _open_from(moment: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """What is left of the current stretch, then the next ones; stretches never overlap."""
    moment = _local(moment)
    day = _next_working_day(moment.date() - _DAY, hours)
    while True:
        for opens, closes in stretches(day, hours):
            if moment < closes:
                moment = max(moment, opens)
                yield moment, closes
                moment = closes
        day = _next_working_day(day + _DAY, hours)
