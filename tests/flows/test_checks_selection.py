from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks import several_of
from flows.rejection import Rejected
from tests.flows.junk import modest

TODAY = date(2026, 11, 22)
AREAS = several_of(
    {
        "compliance": ("الالتزام", "Compliance"),
        "transparency": ("الشفافية والإفصاح", "Transparency and disclosure"),
        "finance": ("السلامة المالية", "Financial soundness"),
        "board_work": ("مجلس الإدارة", "Board"),
    }
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1", "compliance"),
        ("1 3", "compliance,finance"),
        ("3 1", "compliance,finance"),
        ("1 1", "compliance"),
        ("١و٣", "compliance,finance"),
        ("۱ و ۳", "compliance,finance"),
        ("1 و 2 و3", "compliance,transparency,finance"),
        ("1، 3", "compliance,finance"),
        ("1,3,4", "compliance,finance,board_work"),
        ("1/3", "compliance,finance"),
        ("1+3", "compliance,finance"),
        ("1 and 3", "compliance,finance"),
        ("1 & 3", "compliance,finance"),
        ("1\n3", "compliance,finance"),
        ("1) 3)", "compliance,finance"),
        ("(1) (3)", "compliance,finance"),
        ("1. 3.", "compliance,finance"),
        ("1️⃣ 3️⃣", "compliance,finance"),
        ("\u20661 3\u2069", "compliance,finance"),
        ("الالتزام", "compliance"),
        ("الشفافية والإفصاح", "transparency"),
        ("الشفافيه والافصاح و السلامة المالية", "transparency,finance"),
        ("الالتزام ومجلس الادارة", "compliance,board_work"),
        ("الالتزام، السلامة", "compliance,finance"),
        ("Compliance and Board", "compliance,board_work"),
        ("الالتزام 3", "compliance,finance"),
        ("board_work", "board_work"),
        ("الكل", "compliance,transparency,finance,board_work"),
        ("All", "compliance,transparency,finance,board_work"),
    ],
)
def test_several_are_picked_by_number_and_name(typed: str, kept: str) -> None:
    assert AREAS.read(typed, TODAY) == kept
    assert AREAS.read(kept, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("5", "number", {"n": 5, "high": 4}),
        ("0", "number", {"n": 0, "high": 4}),
        ("13", "number", {"n": 13, "high": 4}),
        ("1 5", "number", {"n": 5, "high": 4}),
        ("1-3", "unreadable", {"high": 4}),  # the two, or all between them
        ("لا شيء", "unreadable", {"high": 4}),
        ("1 وغيره", "unreadable", {"high": 4}),
        ("الالتزام والتدريب", "unreadable", {"high": 4}),
        ("", "unreadable", {"high": 4}),
        (",", "unreadable", {"high": 4}),
        ("1 " * 5_000 + "x", "unreadable", {"high": 4}),
    ],
)
def test_what_is_no_option_is_refused(typed: str, reason: str, values: dict[str, int]) -> None:
    with pytest.raises(Rejected) as rejected:
        AREAS.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


@given(st.lists(st.integers(1, 4), min_size=1), st.sampled_from([" ", ",", "، ", " و ", "و", "\n"]))
@modest
def test_numbers_count_positions(picked: list[int], between: str) -> None:
    ids = ("compliance", "transparency", "finance", "board_work")
    meant = ",".join(ids[n - 1] for n in sorted(set(picked)))
    assert AREAS.read(between.join(map(str, picked)), TODAY) == meant
