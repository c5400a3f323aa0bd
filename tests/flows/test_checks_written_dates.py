"""Dates in either calendar, as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar import hijri
from flows.checks.dates import ANY_DATE
from flows.checks.written_date import UNREADABLE, days_meant
from flows.rejection import Rejected
from flows.text import Text
from tests.flows.junk import modest, texts

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        # in figures
        ("١٤١٠/٠٥/٢٣", "1989-12-21"),
        ("۱۴۱۰/۰۵/۲۳", "1989-12-21"),
        ("23-5-1410", "1989-12-21"),
        ("23 – 5 — 1410", "1989-12-21"),
        ("١٤١٠ـ٠٥ـ٢٣", "1989-12-21"),
        ("14100523", "1989-12-21"),
        ("23051410", "1989-12-21"),
        ("1410/5/23هـ", "1989-12-21"),
        ("1410/5/23 هـ.", "1989-12-21"),
        ("1410/5/30", "1989-12-28"),
        ("19051448", "2026-10-30"),  # its first four digits look like a year
        ("1989/12/21م", "1989-12-21"),
        ("21.12.1989", "1989-12-21"),
        ("19891221", "1989-12-21"),
        ("21121989", "1989-12-21"),
        ("20102011", "2011-10-20"),
        ("1988-02-29", "1988-02-29"),
        ("تاريخ الانتهاء: 2028 10 12", "2028-10-12"),
        ("الميلاد\n1410/5/23", "1989-12-21"),
        ("\u206722\u200f/11\u200f/2026\u2069", "2026-11-22"),
        ("1343/1/1", "1924-08-01"),
        ("1500/12/30", "2077-11-16"),
        ("1900/1/1", "1900-01-01"),
        ("31/12/2100", "2100-12-31"),
        # month and day the other way round, where only one can be the month
        ("1410/23/05", "1989-12-21"),
        ("5/23/1410", "1989-12-21"),
        ("12/21/1989", "1989-12-21"),
        ("1448/13/01", "2026-06-28"),
        ("2026-13-01", "2026-01-13"),
        # by the name of the month
        ("15 رمضان 1446", "2025-03-15"),
        ("١٥ رمضان ١٤٤٦هـ", "2025-03-15"),
        ("١٥رمضان١٤٤٦", "2025-03-15"),
        ("15-رمضان-1446", "2025-03-15"),
        ("15 من شهر رَمَضـان لعام 1446 هجري", "2025-03-15"),
        ("1446 رمضان 15", "2025-03-15"),
        ("15 Ramadan 1446 AH", "2025-03-15"),
        ("٣ يناير ٢٠٢٦", "2026-01-03"),
        ("2026 يناير 3", "2026-01-03"),
        ("الأحد، 22 نوفمبر 2026م", "2026-11-22"),
        ("3 كانون الثاني 2026", "2026-01-03"),
        ("29 شباط 1988", "1988-02-29"),
        ("3 January 2026", "2026-01-03"),
        ("Jan 3, 2026", "2026-01-03"),
        ("1 ربيع أول 1447", "2025-08-24"),
        ("1 ربيع 1 1447", "2025-08-24"),
        ("1 ربيع الآخر 1447", "2025-09-23"),
        ("1 ربيع الثاني 1447", "2025-09-23"),
        ("1 جماد أول 1447", "2025-10-23"),
        ("1 جمادى الآخرة 1447", "2025-11-22"),
        ("1 Jumada II 1447", "2025-11-22"),
        ("1 ذو القعدة 1447", "2026-04-18"),
        ("1 ذي القعده 1447", "2026-04-18"),
        ("1 ذوالحجة 1447", "2026-05-18"),
        ("1 Dhu al-Hijjah 1447", "2026-05-18"),
        # in both calendars, as we write dates ourselves
        ("20 ديسمبر 2026م الموافق 11 رجب 1448هـ", "2026-12-20"),
        ("20 December 2026 (11 Rajab 1448 AH)", "2026-12-20"),
        ("1448/06/12 الموافق 2026/11/22", "2026-11-22"),
    ],
)
def test_a_date_in_either_calendar(typed: str, day: str) -> None:
    assert ANY_DATE.read(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1448/06/30", "month_length"),
        ("1410/02/30", "month_length"),
        ("1990-02-29", "month_length"),
        ("2028/11/31", "month_length"),
        ("1448/06/0", "month_length"),
        ("1448/06/2026", "month_length"),
        ("30 فبراير 2026", "month_length"),
        ("05/06/89", "short_year"),
        ("05/06/50", "short_year"),
        ("15 رمضان", "short_year"),
        ("3 يناير", "short_year"),
        ("1342/1/1", "year"),
        ("1501/1/1", "year"),
        ("1899/1/1", "year"),
        ("2101/1/1", "year"),
        ("446/1/1", "year"),
        ("99999999", "month"),
        ("99991211", "year"),
        ("15 رمضان 2025", "year"),
        ("15 مارس 1446", "year"),
        ("1448/13/14", "month"),
        ("1448/0/01", "month"),
        ("5 رمضان 6 شوال 1446", "several"),
        ("1448/06/12 الموافق 2026/11/23", "several"),
        ("1448/06", "unreadable"),
        ("5/1410/23", "unreadable"),
        ("1448/06/00012", "unreadable"),
        ("15 رمضان 1446 الساعة 10", "unreadable"),
        ("15 رمضان 14460", "unreadable"),
        ("رمضان 1446", "unreadable"),
        ("140523", "unreadable"),
        ("2026", "unreadable"),
        ("قريبا", "unreadable"),
        ("", "unreadable"),
        ("1" * 10_000, "unreadable"),
        ("1/" * 5_000, "unreadable"),
    ],
)
def test_what_is_not_a_date(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        ANY_DATE.read(typed, TODAY)
    assert rejected.value.reason == reason
    assert reason in UNREADABLE


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("1448/06/30", {"month": Text("month.hijri.6"), "year": 1448, "days": 29}),
        ("1410/05/31", {"month": Text("month.hijri.5"), "year": 1410, "days": 30}),
        ("1990-02-29", {"month": Text("month.gregorian.2"), "year": 1990, "days": 28}),
        ("31 رمضان 1446", {"month": Text("month.hijri.9"), "year": 1446, "days": 29}),
        ("1448/13/14", {"n": 13}),
        ("1342/1/1", {"year": "1342"}),
        ("446/1/1", {"year": "446"}),
    ],
)
def test_what_is_wrong_with_a_date_is_said(typed: str, values: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        ANY_DATE.read(typed, TODAY)
    assert rejected.value.values == values


# ------------------------------------------------------------------ whatever is typed
@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)), st.sampled_from("/-. "), st.booleans())
@modest
def test_a_day_is_the_same_in_both_calendars(day: date, separator: str, first: bool) -> None:
    for parts in (day.timetuple()[:3], hijri(day)):
        ordered = parts if first else parts[::-1]
        assert days_meant(separator.join(map(str, ordered))) == {day}
        packed = [f"{part:02}" for part in ordered]
        assert days_meant("".join(packed)) == {day}


@given(st.lists(st.one_of(texts, st.sampled_from(["15", "رمضان", "1446", "هـ", "/"])), max_size=6))
@modest
def test_any_text_is_a_date_or_is_refused_for_a_reason(pieces: list[str]) -> None:
    try:
        found = len(days_meant(" ".join(pieces)))
    except Rejected as rejected:
        found = int(rejected.reason in UNREADABLE)
    assert found
