"""What is quiet, at night, at prayer and in Ramadan, and the nearest moment outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import prayer, quiet
from flows.book import Prayer, Quiet
from flows.calendar import RIYADH
from tests.flows.book import ASSOCIATION

NIGHT = replace(ASSOCIATION.hours, quiet=Quiet(time(21), time(9)))
NOON = replace(ASSOCIATION.hours, quiet=Quiet(time(12), time(13)))
DAMMAM = Prayer(25, 26.42, 50.09)
PRAYING = replace(NIGHT, prayer=DAMMAM)
FASTING = replace(PRAYING, quiet_in_ramadan=(Quiet(time(23), time(10)), Quiet(time(15), time(21))))
START = datetime(2024, 1, 1, tzinfo=RIYADH)
HOURS = {"night": NIGHT, "noon": NOON, "praying": PRAYING, "fasting": FASTING}


def at(clock: str, day: str = "2026-11-22") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+03:00")


@pytest.mark.parametrize(
    ("hours", "clock", "silent"),
    [
        *(("night", c, True) for c in ("21:00", "23:59", "00:00", "08:59")),
        *(("night", c, False) for c in ("09:00", "20:59", "12:30", "11:30")),
        *(("noon", c, True) for c in ("12:00", "12:59")),
        *(("noon", c, False) for c in ("11:59", "13:00", "23:00")),
        *(("praying", c, True) for c in ("11:26", "11:50", "14:30", "16:48", "18:42", "22:00")),
        *(("praying", c, False) for c in ("11:25", "11:51", "15:00", "17:13", "18:43")),
    ],
)
def test_what_is_quiet(hours: str, clock: str, *, silent: bool) -> None:
    assert quiet.is_quiet(at(clock), HOURS[hours]) is silent


@pytest.mark.parametrize(
    ("moment", "after", "before"),
    [
        (at("10:00"), at("10:00"), at("10:00")),
        (at("22:00"), at("09:00", "2026-11-23"), at("20:30")),
        (at("03:00"), at("09:00"), at("20:30", "2026-11-21")),
        (at("21:00"), at("09:00", "2026-11-23"), at("20:30")),
    ],
)
def test_the_nearest_moments_outside(moment: datetime, after: datetime, before: datetime) -> None:
    assert quiet.allowed(moment, NIGHT) == after
    assert quiet.last_allowed(moment, NIGHT) == before


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        (at("11:30"), at("11:51")),  # Dhuhr
        (at("18:18"), at("18:43")),  # Isha
        (at("12:30", "2026-02-24"), at("12:30", "2026-02-24")),  # the seventh of Ramadan
        (at("09:30", "2026-02-24"), at("10:00", "2026-02-24")),
        (at("16:00", "2026-02-24"), at("21:00", "2026-02-24")),
        (at("23:30", "2026-02-24"), at("10:00", "2026-02-25")),
        (at("23:30", "2026-03-19"), at("10:00", "2026-03-20")),  # its last night
        (at("23:30", "2026-03-20"), at("09:00", "2026-03-21")),
    ],
)
def test_prayer_and_ramadan(moment: datetime, after: datetime) -> None:
    assert quiet.allowed(moment, FASTING) == after


@given(
    moment=st.integers(0, 6 * 366 * 24 * 60).map(lambda n: START + timedelta(minutes=n)),
    name=st.sampled_from([*HOURS]),
)
def test_there_is_always_a_moment_soon(moment: datetime, name: str) -> None:
    """Whenever something falls due, it goes out within a day, and never in a quiet stretch."""
    known = HOURS[name]
    allowed = quiet.allowed(moment, known)
    assert not quiet.is_quiet(allowed, known)
    assert moment <= allowed <= moment + timedelta(hours=24)
    before = quiet.last_allowed(moment, known)
    assert not quiet.is_quiet(before, known)
    assert before <= moment
    if known.prayer:
        for begins in prayer.times(allowed.date(), known.prayer, in_ramadan=False):
            assert not begins <= allowed < begins + timedelta(minutes=known.prayer.minutes)
