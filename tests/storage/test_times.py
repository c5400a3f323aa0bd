from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.times import moment, stamp

zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 -- Hypothesis wants bounds without a zone


def test_one_width_one_zone() -> None:
    riyadh = timezone(timedelta(hours=3))
    assert stamp(datetime(2026, 11, 22, 10, 21, 48, 123999, riyadh)) == "2026-11-22T07:21:48.123Z"
    assert stamp(datetime(2026, 11, 22, tzinfo=UTC)) == "2026-11-22T00:00:00.000Z"


@settings(max_examples=60, deadline=None)
@given(moments, moments)
def test_text_order_is_time_order(one: datetime, two: datetime) -> None:
    assert timedelta(0) <= one - moment(stamp(one)) < timedelta(milliseconds=1)
    assert len(stamp(one)) == len(stamp(two)) == 24
    if one < two:
        assert stamp(one) <= stamp(two)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime(2026, 11, 22))  # noqa: DTZ001 -- that is the point


def test_no_time_is_no_time() -> None:
    assert moment(None) is None
