from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import calendar
from flows.book import Frame, Hours, Period, Wording
from flows.calendar import (
    RIYADH,
    add_working_days,
    add_working_minutes,
    day_of,
    hijri,
    hijri_age,
    is_ramadan,
    is_working_day,
    next_opening,
    open_at,
)
from tests.flows.junk import modest

SUNDAY_TO_THURSDAY = frozenset({7, 1, 2, 3, 4})
EID = Period(date(2027, 3, 7), date(2027, 3, 11), Wording("عيد الفطر", "Eid al-Fitr"))
HOURS = Hours(
    SUNDAY_TO_THURSDAY,
    frames=(Frame(time(8), time(16)),),
    ramadan=(Frame(time(10), time(15)),),
    closed=(EID,),
)
SPLIT = Hours(
    SUNDAY_TO_THURSDAY,
    frames=(Frame(time(16), time(20)), Frame(time(8), time(12))),  # in no order
    ramadan=(Frame(time(10), time(14)), Frame(time(21), time(1))),  # past midnight
    closed=(EID,),
)
NEVER = Hours(frozenset(), frames=(Frame(time(8), time(16)),), ramadan=())
ROUND_THE_CLOCK = Hours(frozenset(range(1, 8)), (Frame(time(0), time(0)),), ramadan=())

MOMENTS = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2028-01-01"),
    timezones=st.sampled_from([RIYADH, UTC]),
)
SCHEDULES = st.sampled_from([HOURS, SPLIT, ROUND_THE_CLOCK])


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+03:00")


def test_riyadh_is_three_hours_ahead_under_its_own_name() -> None:
    assert RIYADH.utcoffset(None) == timedelta(hours=3)
    assert str(RIYADH) == "Asia/Riyadh"


def test_the_day_is_riyadhs() -> None:
    assert day_of(datetime(2026, 11, 22, 20, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert day_of(datetime(2026, 11, 22, 21, 30, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(AssertionError):
        day_of(datetime.fromisoformat("2026-11-22T10:00"))


@pytest.mark.parametrize(
    ("day", "in_hijri"),
    [
        (date(2026, 11, 22), (1448, 6, 12)),
        (date(1989, 12, 21), (1410, 5, 23)),
        (date(2022, 3, 8), (1443, 8, 5)),
        (date(2027, 2, 8), (1448, 9, 1)),
        (date(2027, 3, 9), (1448, 10, 1)),
        (date(2027, 5, 16), (1448, 12, 10)),
        (date(1924, 8, 1), (1343, 1, 1)),
        (date(2077, 11, 16), (1500, 12, 30)),
        (date(622, 7, 19), (1, 1, 1)),
        (date(1900, 1, 1), (1317, 8, 28)),
        (date(2100, 1, 1), (1523, 10, 19)),
    ],
)
def test_hijri(day: date, in_hijri: tuple[int, int, int]) -> None:
    assert hijri(day) == in_hijri


@given(st.dates())
@modest
def test_every_day_has_a_hijri_date_and_the_next_is_later(day: date) -> None:
    year, month, of_month = hijri(day)
    assert 1 <= month <= 12
    assert 1 <= of_month <= 30
    if date.min < day and hijri(day - timedelta(days=1))[0] != 1342:  # where the tables begin
        assert hijri(day - timedelta(days=1)) < (year, month, of_month)


def test_the_arithmetical_calendar_has_eleven_leap_years_in_thirty() -> None:
    cycle = [hijri(date(622, 7, 19) + timedelta(days=n)) for n in range(10_631)]
    lengths = Counter(day[:2] for day in cycle)
    expected = {
        (year, month): 30 if month % 2 or (month == 12 and (11 * year + 14) % 30 < 11) else 29
        for year in range(1, 31)
        for month in range(1, 13)
    }
    assert lengths == expected
    assert cycle == [(*month, day) for month in expected for day in range(1, expected[month] + 1)]
    assert hijri(date(622, 7, 19) + timedelta(days=10_631)) == (31, 1, 1)


@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)))
@modest
def test_the_tables_read_both_ways(day: date) -> None:
    year, month, of_month = hijri(day)
    assert calendar.from_hijri(year, month, of_month) == day
    assert of_month <= calendar.hijri_month_days(year, month)


def test_a_day_that_a_hijri_month_does_not_have() -> None:
    assert calendar.hijri_month_days(1448, 6) == 29
    with pytest.raises(ValueError, match="day"):
        calendar.from_hijri(1448, 6, 30)
    with pytest.raises(OverflowError):
        calendar.from_hijri(1501, 1, 1)


@pytest.mark.parametrize(("born", "age"), [(date(2009, 6, 5), 18), (date(2009, 6, 6), 17)])
def test_majority_is_counted_in_hijri_years(born: date, age: int) -> None:
    assert hijri_age(born, date(2026, 11, 22)) == age


def test_ramadan() -> None:
    assert not is_ramadan(date(2027, 2, 7))
    assert is_ramadan(date(2027, 2, 8))
    assert is_ramadan(date(2027, 3, 8))
    assert not is_ramadan(date(2027, 3, 9))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-22", True),  # Sunday
        ("2026-11-26", True),  # Thursday
        ("2026-11-27", False),  # Friday
        ("2026-11-28", False),  # Saturday
        ("2027-03-06", False),  # Saturday before Eid
        ("2027-03-07", False),  # Eid
        ("2027-03-10", False),
        ("2027-03-11", False),
        ("2027-03-14", True),
    ],
)
def test_working_days(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), HOURS) is works


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at("2026-11-22", "07:59:59"), False),
        (at("2026-11-22", "08:00"), True),
        (at("2026-11-22", "15:59:59"), True),
        (at("2026-11-22", "16:00"), False),
        (at("2026-11-27", "10:00"), False),
        (at("2027-02-08", "09:30"), False),  # Ramadan
        (at("2027-02-08", "10:00"), True),
        (at("2027-02-08", "15:00"), False),
        (at("2027-03-10", "10:00"), False),  # Eid
        (datetime(2026, 11, 22, 5, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 23, 0, tzinfo=timezone(timedelta(hours=14))), True),
    ],
)
def test_open_hours(moment: datetime, is_open: bool) -> None:
    assert open_at(moment, HOURS) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at("2026-11-22", "09:00"), True),
        (at("2026-11-22", "13:00"), False),
        (at("2026-11-22", "17:00"), True),
        (at("2027-02-11", "23:00"), True),  # Thursday night in Ramadan
        (at("2027-02-12", "00:59"), True),  # still Thursday's frame
        (at("2027-02-12", "01:00"), False),
        (at("2027-02-14", "00:30"), False),  # Saturday had none
    ],
)
def test_several_frames_a_day(moment: datetime, is_open: bool) -> None:
    assert open_at(moment, SPLIT) is is_open


@pytest.mark.parametrize(
    ("moment", "hours", "opens"),
    [
        (at("2026-11-26", "23:00"), HOURS, at("2026-11-29", "08:00")),  # Thursday, Sunday
        (at("2027-02-11", "23:00"), HOURS, at("2027-02-14", "10:00")),  # in Ramadan
        (at("2027-03-04", "23:00"), HOURS, at("2027-03-14", "08:00")),  # Eid between
        (at("2026-11-22", "06:00"), HOURS, at("2026-11-22", "08:00")),
        (at("2026-11-22", "14:00"), HOURS, at("2026-11-22", "14:00")),
        (at("2026-11-22", "16:00"), HOURS, at("2026-11-23", "08:00")),
        (at("2027-02-07", "16:00"), HOURS, at("2027-02-08", "10:00")),  # Ramadan begins
        (at("2026-11-22", "13:00"), SPLIT, at("2026-11-22", "16:00")),
        (at("2027-02-12", "00:30"), SPLIT, at("2027-02-12", "00:30")),
        (at("2027-02-12", "01:00"), SPLIT, at("2027-02-14", "10:00")),
        (datetime(2026, 11, 26, 20, 0, tzinfo=UTC), HOURS, at("2026-11-29", "08:00")),
    ],
)
def test_the_next_opening(moment: datetime, hours: Hours, opens: datetime) -> None:
    assert next_opening(moment, hours) == opens


@pytest.mark.parametrize(
    ("moment", "minutes", "hours", "due"),
    [
        (at("2026-11-22", "14:20"), 15, HOURS, at("2026-11-22", "14:35")),
        (at("2026-11-22", "15:50"), 15, HOURS, at("2026-11-23", "08:05")),
        (at("2026-11-22", "15:45"), 15, HOURS, at("2026-11-22", "16:00")),
        (at("2026-11-26", "23:00"), 15, HOURS, at("2026-11-29", "08:15")),
        (at("2027-02-11", "23:00"), 15, HOURS, at("2027-02-14", "10:15")),
        (at("2027-03-04", "14:50"), 15, HOURS, at("2027-03-14", "08:05")),
        (at("2026-11-22", "08:00"), 3 * 480, HOURS, at("2026-11-24", "16:00")),
        (at("2026-11-22", "11:50"), 15, SPLIT, at("2026-11-22", "16:05")),
        (at("2027-02-11", "23:50"), 100, SPLIT, at("2027-02-14", "10:30")),
        (at("2026-11-27", "10:00"), 0, HOURS, at("2026-11-29", "08:00")),
        (at("2026-11-27", "10:00"), 60 * 48, ROUND_THE_CLOCK, at("2026-11-29", "10:00")),
    ],
)
def test_working_minutes(moment: datetime, minutes: int, hours: Hours, due: datetime) -> None:
    assert add_working_minutes(moment, minutes, hours) == due


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2026-11-26", 2, "2026-11-30"),  # Thursday, Monday
        ("2026-11-27", 0, "2026-11-29"),
        ("2026-11-27", 1, "2026-11-29"),
        ("2027-03-04", 1, "2027-03-14"),
        ("2026-11-22", 15, "2026-12-13"),
    ],
)
def test_working_days_ahead(day: str, n: int, due: str) -> None:
    assert add_working_days(date.fromisoformat(day), n, HOURS) == date.fromisoformat(due)


def test_ramadan_without_hours_of_its_own_is_worked_as_usual() -> None:
    usual = Hours(SUNDAY_TO_THURSDAY, HOURS.frames, ramadan=())
    assert next_opening(at("2027-02-11", "23:00"), usual) == at("2027-02-14", "08:00")


def test_officers_who_never_work_are_an_error() -> None:
    moment = at("2026-11-22", "14:00")
    assert not open_at(moment, NEVER)
    with pytest.raises(ValueError, match="never"):
        next_opening(moment, NEVER)
    with pytest.raises(ValueError, match="never"):
        add_working_minutes(moment, 1, NEVER)
    with pytest.raises(ValueError, match="never"):
        add_working_days(moment.date(), 1, NEVER)


@given(MOMENTS, SCHEDULES)
@modest
def test_the_next_opening_is_open_and_not_before(moment: datetime, hours: Hours) -> None:
    opens = next_opening(moment, hours)
    assert opens >= moment
    assert open_at(opens, hours)
    assert (opens == moment) is open_at(moment, hours)


@given(MOMENTS, SCHEDULES, st.integers(0, 3000))
@modest
def test_a_deadline_is_in_open_time(moment: datetime, hours: Hours, minutes: int) -> None:
    due = add_working_minutes(moment, minutes, hours)
    assert due - moment >= timedelta(minutes=minutes)
    assert open_at(due, hours) or open_at(due - timedelta(microseconds=1), hours)


@given(MOMENTS, SCHEDULES, st.integers(0, 600), st.integers(0, 600))
@modest
def test_deadlines_follow_time_and_each_other(
    moment: datetime, hours: Hours, minutes: int, more: int
) -> None:
    due = add_working_minutes(moment, minutes, hours)
    assert due <= add_working_minutes(moment, minutes + more, hours)
    assert due <= add_working_minutes(moment + timedelta(minutes=more), minutes + 1, hours)
    assert add_working_minutes(due, more + 1, hours) == add_working_minutes(
        moment, minutes + more + 1, hours
    )


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), SCHEDULES, st.integers(0, 30))
@modest
def test_days_ahead_are_working_days_in_order(day: date, hours: Hours, n: int) -> None:
    due = add_working_days(day, n, hours)
    assert is_working_day(due, hours)
    assert due < add_working_days(day, n + 1, hours) or (n == 0 and not is_working_day(day, hours))
