"""Months, quarters and years, and the working time within them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import calendar
from flows.book import Frame, Hours
from flows.calendar import RIYADH
from flows.period import Period, spanning
from flows.working_time import WorkingTime

PERIODS = st.builds(
    Period.read,
    st.builds(
        "{:04}{}".format, st.integers(1901, 2998), st.sampled_from(["", "-Q1", "-Q4", "-11"])
    ),
)


@given(PERIODS)
def test_what_is_written_is_read(period: Period) -> None:
    assert Period.read(period.id) == period
    assert period.next.previous == period
    assert period.year.contains(period)
    assert period.contains(period)
    assert not period.contains(period.next)
    assert period.previous.ends == period.begins
    assert spanning(period.each_month) == period
    assert [p.months for p in period.each_month] == [1] * period.months


def test_two_months_are_no_period() -> None:
    january = Period(date(2026, 1, 1), 1)
    assert spanning([january, january.next]) is None


@pytest.mark.parametrize("written", ["", "26", "2026-13", "2026-Q5", "2026-00", "1899", "2026-1"])
def test_what_is_no_period(written: str) -> None:
    assert Period.read(written) is None


def test_periods_lie_in_each_other() -> None:
    november = Period.month_of(date(2026, 11, 22))
    assert (november.id, november.quarter.id, november.year.id) == ("2026-11", "2026-Q4", "2026")
    assert (november.kind, november.quarter.kind, november.year.kind) == (
        "month",
        "quarter",
        "year",
    )
    assert november.quarter.contains(november)
    assert not november.contains(november.quarter)
    assert [month.id for month in november.quarter.each_month] == ["2026-10", "2026-11", "2026-12"]
    assert november.begins == datetime(2026, 11, 1, tzinfo=RIYADH)


HOURS = Hours(frozenset({7, 1, 2, 3, 4}), (Frame(time(8), time(16)),), ())
WORKING = WorkingTime.between_days(date(2026, 11, 15), date(2026, 11, 30), HOURS)
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=RIYADH)


def test_working_minutes_pass_over_nights_and_weekends() -> None:
    thursday = datetime(2026, 11, 19, 15, 50, tzinfo=RIYADH)
    assert WORKING.minutes(thursday, SUNDAY) == 10 + 60
    assert WORKING.minutes(SUNDAY, SUNDAY + timedelta(minutes=15)) == 15
    assert WORKING.minutes(SUNDAY, SUNDAY) == 0
    assert WORKING.minutes(SUNDAY, SUNDAY - timedelta(days=1)) == 0
    assert WORKING.minutes(datetime(2026, 11, 1, tzinfo=RIYADH), SUNDAY) == 5 * 480 + 60


@given(st.integers(0, 7 * 24 * 60), st.integers(1, 2000))
def test_it_agrees_with_the_calendar(after: int, minutes: int) -> None:
    since = datetime(2026, 11, 16, tzinfo=RIYADH) + timedelta(minutes=after)
    until = calendar.add_working_minutes(since, minutes, HOURS)
    assert WORKING.minutes(since, until) == pytest.approx(minutes)
