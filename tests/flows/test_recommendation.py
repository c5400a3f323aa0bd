"""From 0 to 10, once in a half-year: every way to write a mark."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.tenfold import TENFOLD
from flows.effects import Recommended
from flows.events import Opened
from flows.recommendation import begins, half_of
from flows.rejection import Rejected
from tests.flows.chat import Chat, chat

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        *((f"{n}", f"{n}") for n in range(11)),
        ("٠", "0"),
        ("١٠", "10"),
        ("۹", "9"),
        ("5️⃣", "5"),
        ("🔟", "10"),
        ("1️⃣0️⃣", "10"),
        ("عشرة", "10"),
        ("تسعه", "9"),
        ("صفر", "0"),
        ("ten", "10"),
        ("10/10", "10"),
        ("٩/١٠", "9"),
        ("9 من 10", "9"),
        ("تسعة من عشرة", "9"),
        (" (8) ", "8"),
        ("8.", "8"),
    ],
)
def test_every_way_to_write_it(said: str, mark: str) -> None:
    assert TENFOLD.read(said, TODAY) == mark


@pytest.mark.parametrize("said", ["11", "-1", "100", "ممتاز", "", "9/5", "8.5", "7 أو 8", "20/10"])
def test_what_is_no_mark(said: str) -> None:
    with pytest.raises(Rejected, match="unreadable"):
        TENFOLD.read(said, TODAY)


@given(st.text(max_size=30))
def test_whatever_is_written_it_is_a_mark_or_refused(said: str) -> None:
    try:
        mark = TENFOLD.read(said, TODAY)
    except Rejected:
        return
    assert 0 <= int(mark) <= 10
    assert TENFOLD.read(mark, TODAY) == mark


@pytest.mark.parametrize(
    ("day", "half", "first"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1)),
        (date(2026, 6, 30), "2026-1", date(2026, 1, 1)),
        (date(2026, 7, 1), "2026-2", date(2026, 7, 1)),
        (date(2026, 12, 31), "2026-2", date(2026, 7, 1)),
    ],
)
def test_the_half_of_a_year(day: date, half: str, first: date) -> None:
    assert (half_of(day), begins(day)) == (half, first)


def asked() -> Chat:
    return chat().hear(Opened("recommendation", {"half": "2026-2"}))


def test_it_is_answered_or_left() -> None:
    assert asked().said == ["recommendation.score.ask"]
    talk = asked().say("10")
    assert talk.done(Recommended) == [Recommended("2026-2", 10)]
    assert talk.said == ["recommendation.thanks", "menu.go.ask"]
    assert asked().tap("skip").done(Recommended) == [Recommended("2026-2")]
    assert asked().say("11").said == ["check.tenfold.unreadable", "recommendation.score.ask"]
