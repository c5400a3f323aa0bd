"""Prayer times against the calendar of Umm al-Qura as it was published."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from flows import prayer
from flows.book import Prayer
from flows.calendar import RIYADH, is_ramadan

CITIES = {
    "Dammam": Prayer(25, 26.42, 50.09),
    "Riyadh": Prayer(25, 24.71, 46.68),
    "Makkah": Prayer(25, 21.42, 39.83),
    "Madinah": Prayer(25, 24.47, 39.61),
}
RAMADAN = date(2021, 4, 13)  # the first of it in 1442


def at(city: str, day: date) -> dict[str, datetime]:
    return dict(
        zip(
            prayer.PRAYERS, prayer.times(day, CITIES[city], in_ramadan=is_ramadan(day)), strict=True
        )
    )


@pytest.mark.parametrize(
    ("city", "name", "published"),
    [
        ("Dammam", "fajr", "03:56"),
        ("Riyadh", "fajr", "04:12"),
        ("Makkah", "fajr", "04:45"),
        ("Madinah", "fajr", "04:41"),
        ("Makkah", "maghrib", "18:40"),
        ("Madinah", "maghrib", "18:43"),
        ("Riyadh", "maghrib", "18:15"),
    ],
)
def test_they_are_those_that_were_announced(city: str, name: str, published: str) -> None:
    """Announced for the first days of Ramadan 1442."""
    announced = datetime.combine(RAMADAN, time.fromisoformat(published), RIYADH)
    assert abs(at(city, RAMADAN)[name] - announced) <= timedelta(minutes=1)


@pytest.mark.parametrize(
    ("day", "dhuhr", "maghrib"),
    [
        (date(2026, 3, 20), "11:47", "17:51"),
        (date(2026, 6, 21), "11:41", "18:35"),
        (date(2026, 11, 22), "11:26", "16:48"),
        (date(2026, 12, 21), "11:38", "16:52"),
    ],
)
def test_noon_and_sunset_in_dammam_through_the_year(day: date, dhuhr: str, maghrib: str) -> None:
    found = at("Dammam", day)
    assert (f"{found['dhuhr']:%H:%M}", f"{found['maghrib']:%H:%M}") == (dhuhr, maghrib)


@pytest.mark.parametrize(("day", "minutes"), [(RAMADAN, 120), (date(2021, 4, 12), 90)])
def test_in_ramadan_isha_is_half_an_hour_later(day: date, minutes: int) -> None:
    found = at("Dammam", day)
    assert found["isha"] - found["maghrib"] == timedelta(minutes=minutes)


def test_their_order_holds_every_day() -> None:
    for n in range(366):
        found = [*at("Dammam", date(2028, 1, 1) + timedelta(days=n)).values()]
        assert found == sorted(found)
        assert {moment.date() for moment in found} == {date(2028, 1, 1) + timedelta(days=n)}
