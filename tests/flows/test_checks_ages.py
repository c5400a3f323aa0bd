from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar import hijri_age
from flows.checks import age_between
from flows.checks.ages import ADULT, MINOR
from flows.rejection import Rejected
from tests.flows.junk import modest

TODAY = date(2026, 11, 22)


def test_majority_is_counted_in_hijri_years() -> None:
    assert ADULT.read("2009-06-05", TODAY) == "2009-06-05"
    assert MINOR.read("2009-06-06", TODAY) == "2009-06-06"
    for check, typed, reason in (
        (ADULT, "2009-06-06", "too_young"),
        (MINOR, "2009-06-05", "too_old"),
    ):
        with pytest.raises(Rejected) as rejected:
            check.read(typed, TODAY)
        assert rejected.value.reason == reason


def test_the_age_is_told_with_a_date_that_would_do() -> None:
    with pytest.raises(Rejected) as rejected:
        ADULT.read("٢٠١٠/١/١", TODAY)
    values = rejected.value.values
    assert (values["age"], values["low"], values["high"]) == (17, 18, 120)
    assert isinstance(values["fitting"], date)
    assert ADULT.read(values["fitting"].isoformat(), TODAY)


@given(st.integers(0, 100), st.integers(0, 20), st.dates(date(2026, 1, 1), date(2040, 1, 1)))
@modest
def test_the_date_that_would_do_is_accepted(low: int, more: int, today: date) -> None:
    check = age_between(low, low + more)
    for born in (today, date(1900, 1, 1)):
        try:
            check.read(born.isoformat(), today)
        except Rejected as rejected:
            fitting = rejected.values["fitting"]
            assert isinstance(fitting, date)
            nearest = low if rejected.reason == "too_young" else low + more
            assert hijri_age(fitting, today) == nearest


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2026-11-23", "future"),
        ("1900-01-01", "too_old"),
        ("05/06/89", "short_year"),
        ("1410/02/30", "month_length"),
        ("قريبا", "unreadable"),
    ],
)
def test_not_a_birth_date(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        ADULT.read(typed, TODAY)
    assert rejected.value.reason == reason


def test_a_short_year_is_read_when_only_one_is_an_age() -> None:
    assert ADULT.read("5/6/89م", TODAY) == "1989-06-05"
    assert age_between(0, 40).read("05/06/89", TODAY) == "1989-06-05"
    assert MINOR.read("15 رمضان 40", TODAY) == "2019-05-20"


def test_who_is_born_today_is_of_no_age() -> None:
    assert MINOR.read(TODAY.isoformat(), TODAY) == "2026-11-22"
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Rejected, match="future"):
        MINOR.read(tomorrow.isoformat(), TODAY)
