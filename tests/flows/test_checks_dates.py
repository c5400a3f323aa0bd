from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar import day_of, hijri
from flows.checks.dates import (
    ANY_DATE,
    EXPIRY_DATE,
    PAST_DATE,
    Calendar,
    calendar_of,
    read_date,
)
from flows.rejection import Rejected
from flows.text import Text
from tests.flows.junk import modest

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "calendar", "day"),
    [
        ("١٤١٠/٠٥/٢٣", "hijri", "1989-12-21"),
        ("۱۴۱۰/۰۵/۲۳", "hijri", "1989-12-21"),
        ("23-5-1410", "hijri", "1989-12-21"),
        ("14100523", "hijri", "1989-12-21"),
        ("23051410", "hijri", "1989-12-21"),
        ("1410/5/23هـ", "hijri", "1989-12-21"),
        ("1410/5/23 هـ.", "hijri", "1989-12-21"),
        ("1410/5/30", "hijri", "1989-12-28"),
        ("19051448", "hijri", "2026-10-30"),  # its first four digits look like a year
        ("1989/12/21م", "gregorian", "1989-12-21"),
        ("21.12.1989", "gregorian", "1989-12-21"),
        ("19891221", "gregorian", "1989-12-21"),
        ("21121989", "gregorian", "1989-12-21"),
        ("20102011", "gregorian", "2011-10-20"),
        ("1988-02-29", "gregorian", "1988-02-29"),
        ("تاريخ الانتهاء 2028 10 12", "gregorian", "2028-10-12"),
        ("\u206722\u200f/11\u200f/2026\u2069", "gregorian", "2026-11-22"),
        ("1343/1/1", "hijri", "1924-08-01"),
        ("1500/12/30", "hijri", "2077-11-16"),
        ("1900/1/1", "gregorian", "1900-01-01"),
        ("31/12/2100", "gregorian", "2100-12-31"),
    ],
)
def test_a_date_in_either_calendar(typed: str, calendar: Calendar, day: str) -> None:
    assert read_date(typed) == (calendar, date.fromisoformat(day))
    assert calendar_of(typed) == calendar
    assert ANY_DATE.read(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1448/06/30", "month_length"),
        ("1410/02/30", "month_length"),
        ("1990-02-29", "month_length"),
        ("2028/11/31", "month_length"),
        ("05/06/89", "year"),
        ("05/06/28", "year"),
        ("1342/1/1", "year"),
        ("1501/1/1", "year"),
        ("1899/1/1", "year"),
        ("2101/1/1", "year"),
        ("99999999", "year"),
        ("1448/13/01", "unreadable"),
        ("1448/0/01", "unreadable"),
        ("1448/06/0", "unreadable"),
        ("5/23/1410", "unreadable"),
        ("1448/06", "unreadable"),
        ("1448/06/12 الموافق 2026/11/22", "unreadable"),
        ("1448/06/00012", "unreadable"),
        ("قريبا", "unreadable"),
        ("", "unreadable"),
        ("1" * 10_000, "unreadable"),
        ("1/" * 5_000, "unreadable"),
    ],
)
def test_what_is_not_a_date(typed: str, reason: str) -> None:
    assert calendar_of(typed) is None
    for check in (ANY_DATE, PAST_DATE, EXPIRY_DATE):
        with pytest.raises(Rejected) as rejected:
            check.read(typed, TODAY)
        assert rejected.value.reason == reason


@pytest.mark.parametrize(
    ("typed", "month", "year", "days"),
    [
        ("1448/06/30", "month.hijri.6", 1448, 29),
        ("1410/05/31", "month.hijri.5", 1410, 30),
        ("1990-02-29", "month.gregorian.2", 1990, 28),
    ],
)
def test_a_month_that_is_shorter_says_so(typed: str, month: str, year: int, days: int) -> None:
    with pytest.raises(Rejected) as rejected:
        ANY_DATE.read(typed, TODAY)
    assert rejected.value.values == {"month": Text(month), "year": year, "days": days}


def test_a_document_is_valid_through_its_last_day() -> None:
    assert EXPIRY_DATE.read("1448/06/12", TODAY) == "2026-11-22"
    with pytest.raises(Rejected) as rejected:
        EXPIRY_DATE.read("1448/06/11", TODAY)
    assert rejected.value.reason == "expired"
    assert rejected.value.values == {"date": date(2026, 11, 21)}


def test_half_past_midnight_in_riyadh_is_already_tomorrow() -> None:
    today = day_of(datetime(2026, 11, 22, 21, 30, tzinfo=UTC))
    with pytest.raises(Rejected, match="expired"):
        EXPIRY_DATE.read("1448/06/12", today)


def test_no_document_lasts_longer_than_twenty_one_years() -> None:
    assert EXPIRY_DATE.read("2047-11-22", TODAY) == "2047-11-22"
    with pytest.raises(Rejected) as rejected:
        EXPIRY_DATE.read("2047-11-23", TODAY)
    assert rejected.value.reason == "too_far"
    assert rejected.value.values == {"date": date(2047, 11, 23)}


def test_a_past_date_may_be_today_but_not_later() -> None:
    assert PAST_DATE.read("22/11/2026", TODAY) == "2026-11-22"
    with pytest.raises(Rejected) as rejected:
        PAST_DATE.read("23/11/2026", TODAY)
    assert rejected.value.reason == "future"
    assert rejected.value.values == {"date": date(2026, 11, 23)}


@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)), st.sampled_from("/-. "), st.booleans())
@modest
def test_a_day_is_the_same_in_both_calendars(day: date, separator: str, first: bool) -> None:
    for parts in (day.timetuple()[:3], hijri(day)):
        ordered = parts if first else parts[::-1]
        assert read_date(separator.join(map(str, ordered)))[1] == day
        packed = [f"{part:02}" for part in ordered]
        assert read_date("".join(packed))[1] == day


@given(st.integers(0, 7600))
@modest
def test_a_kept_expiry_date_reads_as_itself_until_it_expires(ahead: int) -> None:
    day = TODAY + timedelta(days=ahead)
    assert EXPIRY_DATE.read(day.isoformat(), TODAY) == day.isoformat()
    assert EXPIRY_DATE.read(day.isoformat(), day) == day.isoformat()
    with pytest.raises(Rejected):
        EXPIRY_DATE.read(day.isoformat(), day + timedelta(days=1))
