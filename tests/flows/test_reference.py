from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reference import make, well_formed
from tests.flows.junk import modest, texts

SEVEN = st.text("0123456789", min_size=7, max_size=7)


@pytest.mark.parametrize(
    "typed",
    [
        "26000422",
        "٢٦٠٠٠٤٢٢",
        "2600 0422",
        "2600-0422",
        "#26000422",
        " 26000422. ",
        "وين وصل طلبي رقم 26000422؟",
        "\u206626000422\u2069",
    ],
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert well_formed(typed) == "26000422"


@pytest.mark.parametrize(
    "typed",
    [
        "26000423",
        "2600042",
        "260004220",
        "",
        "طلبي",
        "2026-11-22",
        "26000422 26000430",
        "1000000008",
        "4111 1111 1111 1111",
        "0551234567",
    ],
)
def test_anything_else_is_not_a_reference(typed: str) -> None:
    assert well_formed(typed) is None


@given(SEVEN)
@modest
def test_what_is_made_is_well_formed(digits: str) -> None:
    reference = make(digits)
    assert reference.startswith(digits)
    assert well_formed(reference) == reference


@given(SEVEN, st.integers(0, 7), st.integers(1, 9))
@modest
def test_one_changed_digit_is_noticed(digits: str, place: int, by: int) -> None:
    right = make(digits)
    wrong = f"{right[:place]}{(int(right[place]) + by) % 10}{right[place + 1 :]}"
    assert well_formed(wrong) is None


@given(texts)
@modest
def test_reading_never_fails_and_gives_what_can_be_made(text: str) -> None:
    reference = well_formed(text)
    assert reference is None or make(reference[:7]) == reference
