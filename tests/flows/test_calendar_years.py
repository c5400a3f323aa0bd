"""What a year brings: Ramadan as it was announced, days that are moved, and time that is worked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.book import Anniversary, Hours, Ramadan, Wording
from flows.calendar import add_working_time, is_ramadan, next_day, next_opening, worked
from tests.flows.junk import modest
from tests.flows.test_calendar import HOURS, MOMENTS, SCHEDULES, SPLIT, SUNDAY_TO_THURSDAY, at

NATIONAL = Anniversary(9, 23, Wording("اليوم الوطني", "National Day"), (date(2027, 9, 26),))
LATE_MOON = Ramadan(date(2027, 2, 9), date(2027, 3, 9))
YEAR = Hours(
    SUNDAY_TO_THURSDAY,
    HOURS.frames,
    HOURS.ramadan,
    yearly=(NATIONAL,),
    announced=(LATE_MOON,),
)


def test_ramadan_as_it_was_announced() -> None:
    assert not is_ramadan(date(2027, 2, 8), [LATE_MOON])
    assert is_ramadan(date(2027, 2, 9), [LATE_MOON])
    assert is_ramadan(date(2027, 3, 9), [LATE_MOON])
    assert not is_ramadan(date(2027, 3, 10), [LATE_MOON])
    assert is_ramadan(date(2026, 2, 18), [LATE_MOON])  # another year's, by the calendar
    assert is_ramadan(date(2028, 1, 28), [LATE_MOON])


@pytest.mark.parametrize(
    ("moment", "hours", "opens"),
    [
        (at("2027-02-08", "07:00"), HOURS, at("2027-02-08", "10:00")),
        (at("2027-02-08", "07:00"), YEAR, at("2027-02-08", "08:00")),  # begins a day later
        (at("2027-03-09", "07:00"), YEAR, at("2027-03-09", "10:00")),  # and ends so
        (at("2026-09-22", "17:00"), YEAR, at("2026-09-24", "08:00")),  # Wednesday is the day
        (at("2027-09-22", "17:00"), YEAR, at("2027-09-23", "08:00")),  # kept on Sunday instead
        (at("2027-09-23", "17:00"), YEAR, at("2027-09-27", "08:00")),
    ],
)
def test_days_that_are_announced_or_moved(moment: datetime, hours: Hours, opens: datetime) -> None:
    assert next_opening(moment, hours) == opens


@pytest.mark.parametrize(
    ("since", "until", "hours", "minutes"),
    [
        (at("2026-11-22", "14:20"), at("2026-11-22", "14:35"), HOURS, 15),
        (at("2026-11-22", "15:50"), at("2026-11-23", "08:05"), HOURS, 15),
        (at("2026-11-26", "23:00"), at("2026-11-29", "08:00"), HOURS, 0),
        (at("2026-11-22", "10:00"), at("2026-11-22", "18:00"), SPLIT, 240),
        (at("2026-11-22", "14:35"), at("2026-11-22", "14:20"), HOURS, 0),
    ],
)
def test_time_worked(since: datetime, until: datetime, hours: Hours, minutes: int) -> None:
    assert worked(since, until, hours) == timedelta(minutes=minutes)


@given(MOMENTS, SCHEDULES, st.timedeltas(timedelta(), timedelta(days=3)))
@modest
def test_what_is_added_was_worked(moment: datetime, hours: Hours, span: timedelta) -> None:
    assert worked(moment, add_working_time(moment, span, hours), hours) == span


def test_the_next_day_of_work() -> None:
    assert next_day(at("2026-11-22", "09:00"), HOURS) == at("2026-11-23", "08:00")
    assert next_day(at("2026-11-26", "23:00"), HOURS) == at("2026-11-29", "08:00")
    assert next_day(at("2027-02-07", "12:00"), HOURS) == at("2027-02-08", "10:00")
