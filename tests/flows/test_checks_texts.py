from __future__ import annotations

from datetime import date

import pytest

from flows.checks import text_between
from flows.rejection import Rejected

TODAY = date(2026, 11, 22)
NEED = text_between(5, 40)


def test_texts_keep_their_lines() -> None:
    assert NEED.read("  أثاث\u200b منزلي \r\n\n\x00\n ٣ غرف ", TODAY) == "أثاث منزلي\n3 غرف"


def test_bounds_are_included() -> None:
    for n in (5, 40):
        assert NEED.read("ا" * n, TODAY) == "ا" * n


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("", "too_short", {"low": 5, "n": 0}),
        ("\u200b" * 50, "too_short", {"low": 5, "n": 0}),
        ("أثاث", "too_short", {"low": 5, "n": 4}),
        ("أثـــــــاث", "too_short", {"low": 5, "n": 4}),
        (". . . . . . . .", "too_short", {"low": 5, "n": 0}),
        ("👍👍👍👍👍👍", "too_short", {"low": 5, "n": 0}),
        ("ا" * 41, "too_long", {"high": 40, "n": 41}),
    ],
)
def test_texts_out_of_bounds(typed: str, reason: str, values: dict[str, int]) -> None:
    with pytest.raises(Rejected) as rejected:
        NEED.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


def test_one_sign_is_a_comment_where_one_character_is_enough() -> None:
    assert text_between(1, 10).read("👍", TODAY) == "👍"
    assert text_between(0, 10).read("", TODAY) == ""
    for low, typed in ((1, "ـ"), (2, "👍👍")):
        with pytest.raises(Rejected, match="too_short"):
            text_between(low, 10).read(typed, TODAY)
