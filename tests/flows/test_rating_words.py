"""A score in the words of the sample association: every way people say one, and nothing else."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar import RIYADH
from flows.context import Context, Person
from flows.conversation import Conversation
from flows.effects import Rated, Turn
from flows.events import Opened, Said
from tests.talk import Association

NUMBER = "26000422"
NOW = datetime(2026, 11, 22, 9, tzinfo=RIYADH)


@cache
def sample() -> Association:
    return Association.sample()


def scored(flow: str, said: str) -> list[int]:
    there = sample()
    person = Person(ratings=(NUMBER,))
    ctx = Context(NOW, there.book, there.matcher, there.labels, person, ("26000430",))
    begun = Conversation(greeted=True, seen=NOW.date())
    asked = there.engine.advance(begun, Opened(flow, {"application": NUMBER}), ctx)
    assert isinstance(asked, Turn)
    turn = there.engine.advance(asked.conversation, Said(said), ctx)
    assert isinstance(turn, Turn)
    return [effect.score for effect in turn.effects if isinstance(effect, Rated)]


@pytest.mark.parametrize("flow", ["rating", "satisfaction"])
@pytest.mark.parametrize(
    ("said", "score"),
    [
        *((f"{n}", n) for n in range(1, 6)),
        *zip("١٢٣٤٥", range(1, 6), strict=True),
        *((f"{n}\ufe0f\u20e3", n) for n in range(1, 6)),
        *(("⭐" * n, n) for n in range(1, 6)),
        ("خمسة", 5),
        ("اربعه", 4),
        ("ثلاث", 3),
        ("five", 5),
        ("عالٍ جدًا", 5),
        ("منخفض", 2),
        ("ممتاز", 5),
        ("ممتاز 👍", 5),
        ("جيد جدًا", 4),
        ("عادي", 3),
        ("ضعيف", 2),
        ("سيئ", 2),
        ("سيئ جدا", 1),
        ("5/5", 5),
        ("خمسة من خمسة", 5),
        ("٤ من ٥", 4),
        ("٥ نجوم", 5),
        ("😍", 5),
        ("😐", 3),
    ],
)
def test_every_way_to_say_a_score(flow: str, said: str, score: int) -> None:
    assert scored(flow, said) == [score]


@pytest.mark.parametrize("flow", ["rating", "satisfaction"])
@pytest.mark.parametrize(
    "said", ["10", "عشرة", "10/10", "0", "6", "-5", "4.5", "٣٫٥", "٤ أو ٥", "👍"]
)
def test_what_is_no_score_is_asked_again(flow: str, said: str) -> None:
    assert scored(flow, said) == []


@given(st.text(max_size=20))
def test_whatever_is_said_a_score_is_one_of_five(said: str) -> None:
    assert set(scored("rating", said)) <= {1, 2, 3, 4, 5}
