"""Rates as they are spelled, and the buckets that keep them."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rates import UNLIMITED, Bucket, Rate
from tests.clock import SUNDAY_MORNING as NOW

ZERO = timedelta()


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("30/s", Rate(30, 30, sliding=True)),
        (" 20/min ", Rate(20, 20 / 60, sliding=True)),
        ("3 1/s", Rate(3, 1)),
        ("45  0.2/s", Rate(45, 0.2)),
        ("0.5/s", Rate(1, 0.5, sliding=True)),
        ("1/min", Rate(1, 1 / 60, sliding=True)),
        ("0", UNLIMITED),
        (0, UNLIMITED),
    ],
)
def test_a_rate_is_read(text: object, rate: Rate) -> None:
    assert Rate.read(text) == rate


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "30", "30/h", "-1/s", "0/s", "0.0/s", "0 1/s", "3 1", "1/s 3", "٣/s", "1e9/s"),
        *(".5/s", "1.5 1/s", "9" * 400 + "/s", "3 1 /s", "inf/s", None),
    ],
)
def test_anything_else_is_refused_with_examples(text: object) -> None:
    with pytest.raises(ValueError, match="expected a rate such as 30/s"):
        Rate.read(text)


def taken(bucket: Bucket, now: datetime) -> int:
    count = 0
    while not bucket.wait(now) and count < 1000:
        bucket.take()
        count += 1
    return count


def test_a_burst_and_then_the_rate() -> None:
    bucket = Rate(3, 1).bucket()
    assert taken(bucket, NOW) == 3
    assert bucket.wait(NOW) == timedelta(seconds=1)
    assert bucket.wait(NOW + timedelta(milliseconds=400)) == timedelta(milliseconds=600)
    assert taken(bucket, NOW + timedelta(seconds=2)) == 2
    assert taken(bucket, NOW + timedelta(days=1)) == 3


def test_a_clock_that_jumps_back_gives_nothing_extra() -> None:
    bucket = Rate(3, 1).bucket()
    taken(bucket, NOW)
    assert taken(bucket, NOW - timedelta(hours=1)) == 0
    assert taken(bucket, NOW - timedelta(hours=1) + timedelta(seconds=1)) == 1
    assert taken(bucket, NOW + timedelta(days=1)) == 3


def test_a_sliding_rate_gives_back_what_was_taken_a_whole_minute_ago() -> None:
    bucket, third = Rate.read("20/min").bucket(), timedelta(seconds=20)
    assert taken(bucket, NOW) == 20
    assert bucket.wait(NOW + third) == 2 * third
    bucket.take()  # one too many is owed
    assert bucket.wait(NOW + third) == 2 * third
    assert taken(bucket, NOW + 3 * third) == 19
    assert bucket.wait(NOW + 3 * third) == third
    assert taken(bucket, NOW - timedelta(hours=1)) == 0, "the clock jumped back"
    assert taken(bucket, NOW - timedelta(hours=1) + third) == 1
    assert bucket.is_fresh(NOW + timedelta(days=1))


def test_no_limit_is_no_limit() -> None:
    bucket = UNLIMITED.bucket()
    assert taken(bucket, NOW) == 1000
    assert bucket.is_fresh(NOW)


@pytest.mark.parametrize("rate", [UNLIMITED, Rate(3, 1)])
def test_a_pause_holds_and_the_longest_one_counts(rate: Rate) -> None:
    bucket = rate.bucket()
    bucket.pause(NOW + timedelta(seconds=10))
    bucket.pause(NOW + timedelta(seconds=5))
    assert bucket.wait(NOW) == timedelta(seconds=10)
    assert not bucket.is_fresh(NOW)
    later = NOW + timedelta(seconds=10)
    assert bucket.wait(later) == ZERO
    assert bucket.is_fresh(later)


def test_a_bucket_is_fresh_once_it_is_full_again() -> None:
    bucket = Rate(3, 1).bucket()
    assert bucket.is_fresh(NOW)
    bucket.take()
    assert not bucket.is_fresh(NOW)
    assert bucket.is_fresh(NOW + timedelta(seconds=1))


@settings(max_examples=60, deadline=None)
@given(
    burst=st.integers(1, 50),
    amount=st.floats(0.01, 100),
    pauses=st.lists(st.floats(0, 20), max_size=20),
)
def test_in_no_stretch_of_time_is_more_given_than_burst_and_rate(
    burst: int, amount: float, pauses: list[float]
) -> None:
    bucket, now, given_ = Rate(burst, amount).bucket(), NOW, 0
    for pause in [0.0, *pauses]:
        now += timedelta(seconds=pause)
        if not bucket.wait(now):
            for _ in range(bucket.ready):
                bucket.take()
                given_ += 1
    assert given_ <= burst + amount * (now - NOW).total_seconds() + 0.001


@settings(max_examples=60, deadline=None)
@given(pauses=st.lists(st.floats(0, 70), max_size=60), greed=st.integers(1, 25))
def test_no_minute_sees_more_than_a_sliding_rate_allows(pauses: list[float], greed: int) -> None:
    bucket, now, given_ = Rate.read("20/min").bucket(), NOW, deque[datetime]()
    for pause in pauses:
        now += timedelta(seconds=pause)
        for _ in range(greed):
            if not bucket.wait(now):
                bucket.take()
                given_.append(now)
        assert sum(now - then < timedelta(minutes=1) for then in given_) <= 20


@given(amount=st.floats(0.01, 100), burst=st.integers(1, 5))
def test_after_the_wait_it_told_a_bucket_gives(amount: float, burst: int) -> None:
    bucket, now = Rate(burst, amount).bucket(), NOW
    for _ in range(20):
        tries = 0
        while wait := bucket.wait(now):
            now += wait
            tries += 1
        assert tries <= 2  # a microsecond may be lost in rounding
        bucket.take()
