"""Which dates will do: bounds from today, and what they make of a short year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar import day_of
from flows.checks import CHECKS, future_date, past_date
from flows.checks.dates import ANY_DATE, EXPIRY_DATE
from flows.checks.near_days import near_day
from flows.checks.written_date import days_meant
from flows.rejection import Rejected
from tests.flows.junk import modest

TODAY = date(2026, 11, 22)  # a Sunday, 12 Jumada al-Akhirah 1448
PAST, FUTURE = past_date(), future_date()
READING_ALIKE = (ANY_DATE, PAST, FUTURE, EXPIRY_DATE, CHECKS["birth_date"])


@pytest.mark.parametrize("typed", ["1448/06/30", "99999999", "1342/1/1", "قريبا", "رمضان 5 شوال 6"])
def test_every_check_of_dates_reads_them_alike(typed: str) -> None:
    with pytest.raises(Rejected) as why:
        days_meant(typed)
    for check in READING_ALIKE:
        with pytest.raises(Rejected) as rejected:
            check.read(typed, TODAY)
        assert rejected.value.reason == why.value.reason


# ------------------------------------------------------------------ short years
@pytest.mark.parametrize(
    ("typed", "past", "expiry"),
    [
        ("05/06/89", None, None),  # 1389 and 1989 are both over
        ("05/06/89م", "1989-06-05", None),
        ("05/06/89 هـ", "1969-08-18", None),
        ("15 رمضان 10", "1990-04-10", None),
        ("05/06/28", None, "2028-06-05"),
        ("22/11/26م", None, "2026-11-22"),  # today is past and to come
        ("22/11/47", None, "2047-11-22"),
        ("05/06/50", None, "2028-10-23"),
        ("12 أكتوبر 30", "1930-10-12", "2030-10-12"),
        ("15 رمضان 46", None, None),  # 1346 or 1446
        ("15 رمضان 50", "1932-01-23", "2029-01-30"),
        ("29 فبراير 26", None, None),  # there is none
    ],
)
def test_a_short_year_is_read_where_only_one_fits(
    typed: str, past: str | None, expiry: str | None
) -> None:
    for check, day in ((PAST, past), (EXPIRY_DATE, expiry)):
        if day:
            assert check.read(typed, TODAY) == day
        else:
            with pytest.raises(Rejected, match=r"short_year|month_length|expired"):
                check.read(typed, TODAY)


# ------------------------------------------------------------------ bounds
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
    latest = date(2047, 11, 22)
    assert rejected.value.values == {"date": date(2047, 11, 23), "latest": latest}


@pytest.mark.parametrize(
    ("within", "typed", "day"),
    [
        (None, "22/11/2026", "2026-11-22"),
        (None, "1900/01/01", "1900-01-01"),
        (90, "2026-08-24", "2026-08-24"),
        (None, "اليوم", "2026-11-22"),
        (None, "أمس", "2026-11-21"),
    ],
)
def test_a_past_date_may_be_today(within: int | None, typed: str, day: str) -> None:
    assert past_date(within).read(typed, TODAY) == day


@pytest.mark.parametrize(
    ("within", "typed", "reason", "values"),
    [
        (None, "23/11/2026", "future", {"date": date(2026, 11, 23)}),
        (None, "غدًا", "future", {"date": date(2026, 11, 23)}),
        (90, "2026-08-23", "too_old", {"date": date(2026, 8, 23), "earliest": date(2026, 8, 24)}),
    ],
)
def test_a_past_date_is_not_to_come_nor_too_old(
    within: int | None, typed: str, reason: str, values: dict[str, date]
) -> None:
    with pytest.raises(Rejected) as rejected:
        past_date(within).read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


@pytest.mark.parametrize(
    ("within", "typed", "day"),
    [
        (None, "22/11/2026", "2026-11-22"),
        (None, "2100/12/31", "2100-12-31"),
        (30, "1448/07/13", "2026-12-22"),
        (None, "اليوم", "2026-11-22"),
        (None, "بكرة", "2026-11-23"),
        (None, "بعد غد", "2026-11-24"),
        (None, "Tomorrow!", "2026-11-23"),
    ],
)
def test_a_future_date_may_be_today(within: int | None, typed: str, day: str) -> None:
    assert future_date(within).read(typed, TODAY) == day


@pytest.mark.parametrize(
    ("within", "typed", "reason", "values"),
    [
        (None, "21/11/2026", "past", {"date": date(2026, 11, 21), "today": TODAY}),
        (None, "أمس", "past", {"date": date(2026, 11, 21), "today": TODAY}),
        (30, "2026-12-23", "too_far", {"date": date(2026, 12, 23), "latest": date(2026, 12, 22)}),
    ],
)
def test_a_future_date_is_not_over_nor_too_far(
    within: int | None, typed: str, reason: str, values: dict[str, date]
) -> None:
    with pytest.raises(Rejected) as rejected:
        future_date(within).read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


@pytest.mark.parametrize(
    ("typed", "ahead"),
    [
        ("الاثنين", 1),
        ("يوم الخميس القادم", 4),
        ("السبت الجاي", 6),
        ("الأحد", 7),
        ("next Sunday", 7),
        ("on Monday", 1),
        ("يوم", None),
        ("الأحد 5", None),
        ("", None),
    ],
)
def test_days_of_the_week_are_the_next_ones(typed: str, ahead: int | None) -> None:
    day = None if ahead is None else TODAY + timedelta(days=ahead)
    assert near_day(typed, TODAY) == day


@given(st.integers(0, 7600))
@modest
def test_a_kept_expiry_date_reads_as_itself_until_it_expires(ahead: int) -> None:
    day = TODAY + timedelta(days=ahead)
    assert EXPIRY_DATE.read(day.isoformat(), TODAY) == day.isoformat()
    assert EXPIRY_DATE.read(day.isoformat(), day) == day.isoformat()
    with pytest.raises(Rejected):
        EXPIRY_DATE.read(day.isoformat(), day + timedelta(days=1))
