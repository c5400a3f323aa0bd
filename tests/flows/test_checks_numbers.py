from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from flows.book import Measure
from flows.checks import number_between
from flows.checks.units import UNITS
from flows.rejection import Rejected
from flows.text import Text

TODAY = date(2026, 11, 22)
CHILDREN = number_between(1, 1500)
INCOME = number_between(0, 5_000_000, "riyal")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1", "1"),
        ("1500", "1500"),
        ("٥", "5"),
        ("۵", "5"),
        ("5.", "5"),
        ("+5", "5"),
        ("007", "7"),
        ("1,200", "1200"),
        ("١٬٢٠٠", "1200"),
        ("5.0", "5"),
        ("5 أفراد", "5"),
        ("٥أفراد", "5"),
        ("العدد: 5", "5"),
        ("العدد-5", "5"),
        ("حوالي ٥ أفراد", "5"),
        ("⭐⭐⭐", "3"),
        ("ألف", "1000"),
        ("مية", "100"),
        ("مئتين وحدة", "200"),
        ("1.5 ألف", "1500"),
        ("1k", "1000"),
    ],
)
def test_whole_numbers(typed: str, kept: str) -> None:
    assert CHILDREN.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0", "too_small"),
        ("-5", "too_small"),
        ("1501", "too_large"),
        ("3 آلاف", "too_large"),
        ("مليون", "too_large"),
        ("1234567890", "too_large"),
        ("9" * 10_000, "too_large"),
        ("-" + "9" * 10_000, "too_large"),
        ("5 أو 6", "several"),
        ("من 5-6", "several"),
        ("5/6", "several"),
        ("1448/06/30", "several"),
        ("1.2.3", "several"),
        ("3.5", "fraction"),
        ("٣٫٥", "fraction"),
        ("3,5", "fraction"),
        ("3 ونص", "fraction"),
        ("1.2345 ألف", "fraction"),
        ("½", "several"),
        ("كثير", "unreadable"),
        ("سنتين", "unreadable"),
        ("م2", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_numbers_that_will_not_do(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        CHILDREN.read(typed, TODAY)
    assert rejected.value.reason == reason
    bounds = {"low": 1, "high": 1500} if reason.startswith("too") else {}
    assert rejected.value.values == bounds


@pytest.mark.parametrize(
    ("unit", "typed", "kept"),
    [
        ("riyal", "1,200 ريال", "1200"),
        ("riyal", "٣ آلاف ريال سعودي", "3000"),
        ("riyal", "ريال 500", "500"),
        ("riyal", "500 ر.س", "500"),
        ("riyal", "SAR 500", "500"),
        ("riyal", "500 ﷼", "500"),
        ("riyal", "1.5 مليون", "1500000"),
        ("riyal", "2500", "2500"),
        ("year", "5 سنوات", "5"),
        ("year", "سنة", "1"),
        ("year", "سنتين", "2"),
        ("year", "عامين", "2"),
        ("month", "6 أشهر", "6"),
        ("week", "أسبوعين", "2"),
        ("day", "14 يومًا", "14"),
        ("hour", "3 hours", "3"),
        ("person", "٧ أشخاص", "7"),
        ("person", "7 أشخاص، منهم أطفال", "7"),
        ("kilometre", "5 كيلو", "5"),
        ("kilogram", "5 كيلو", "5"),
        ("kilometre", "20 كيلو متر", "20"),
        ("square_metre", "120 م2", "120"),
        ("square_metre", "120 متر مربع", "120"),
        ("percent", "80%", "80"),
        ("percent", "٨٠٪", "80"),
        ("percent", "80 في المئة", "80"),
    ],
)
def test_numbers_with_their_unit(unit: str, typed: str, kept: str) -> None:
    assert number_between(0, 5_000_000, unit).read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("unit", "typed", "other"),
    [
        ("year", "6 أشهر", "unit.month"),
        ("year", "شهرين", "unit.month"),
        ("riyal", "500 دولار", "unit.dollar"),
        ("riyal", "80%", "unit.percent"),
        ("kilometre", "5 كجم", "unit.kilogram"),
    ],
)
def test_another_unit_is_refused(unit: str, typed: str, other: str) -> None:
    with pytest.raises(Rejected) as rejected:
        number_between(0, 1000, unit).read(typed, TODAY)
    assert rejected.value.reason == "unit"
    assert rejected.value.values == {"unit": Text(f"unit.{unit}"), "other": Text(other)}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("ريالات", "unreadable"),
        ("كثير", "unreadable"),
        ("6 مليون ريال", "too_large"),
        ("2.5 ريال", "fraction"),
        ("500 ريال أو 600", "several"),
    ],
)
def test_a_number_with_a_unit_is_still_one_within_bounds(typed: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        INCOME.read(typed, TODAY)


def test_programmes_may_ask_in_every_unit_and_no_other() -> None:
    assert [*UNITS] == [*get_args(Measure)]
    assert all(unit.name == Text(f"unit.{id_}") for id_, unit in UNITS.items())
