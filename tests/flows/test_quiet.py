"""Quiet hours, over midnight or not: when they are, and what is the nearest moment outside."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from flows import quiet
from flows.book import Quiet
from flows.calendar import RIYADH

NIGHT, NOON = Quiet(time(21), time(9)), Quiet(time(12), time(13))


def at(clock: str, day: int = 22) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("hours", "clock", "silent"),
    [
        *((NIGHT, c, True) for c in ("21:00", "23:59", "00:00", "08:59")),
        *((NIGHT, c, False) for c in ("09:00", "20:59", "12:30")),
        *((NOON, c, True) for c in ("12:00", "12:59")),
        *((NOON, c, False) for c in ("11:59", "13:00", "23:00")),
    ],
)
def test_what_is_quiet(hours: Quiet, clock: str, *, silent: bool) -> None:
    assert quiet.is_quiet(at(clock), hours) is silent


@pytest.mark.parametrize(
    ("moment", "after", "before"),
    [
        (at("10:00"), at("10:00"), at("10:00")),
        (at("22:00"), at("09:00", 23), at("20:30")),
        (at("03:00"), at("09:00"), at("20:30", 21)),
        (at("21:00"), at("09:00", 23), at("20:30")),
    ],
)
def test_the_nearest_moments_outside(moment: datetime, after: datetime, before: datetime) -> None:
    assert quiet.allowed(moment, NIGHT) == after
    assert quiet.last_allowed(moment, NIGHT) == before
