"""What holds for every check."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks import CHECKS, Check, number_between, text_between
from flows.rejection import Rejected
from tests.flows.junk import modest, texts

TODAY = date(2026, 11, 22)

EXAMPLES = {
    "arabic_name": "محمد بن أحمد بن علي السالم",
    "resident_name": "Mohammed O’Neil",
    "national_id": "١٠٠٠٠٠٠٠٠٨",
    "unified_number": "700 123 4567",
    "licence": "رقم 1234",
    "expiry_date": "1450/05/23",
    "past_date": "23-5-1410",
    "any_date": "14100523",
    "mobile": "055 123 4567",
    "email": "Name@Example.COM",
    "short_address": "rnbb 2312",
    "whole_number": "5 أفراد",
    "text": " أثاث\n\nمنزلي ",
}
LONG = ("", "ا", "1", "٥ ", "+966 ", "a@b.", "@", "-", "SA03 ", "1/", "\u2066", "⭐", "\n", "ﷺ")

by_name = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)


def outcome(check: Check, text: str) -> str | None:
    """The value, or None if refused for one of the check's own reasons."""
    try:
        return check.read(text, TODAY)
    except Rejected as rejected:
        if rejected.reason in check.reasons:
            return None
        raise


def test_every_check_is_known_by_its_name() -> None:
    assert CHECKS.keys() == EXAMPLES.keys()
    assert all(check.name == name for name, check in CHECKS.items())


@by_name
def test_a_good_answer_is_kept_and_reads_as_itself(check: Check) -> None:
    kept = outcome(check, EXAMPLES[check.name])
    assert kept
    assert outcome(check, kept) == kept


@by_name
@given(text=texts)
@modest
def test_any_text_gives_a_value_or_a_reason_and_twice_the_same(check: Check, text: str) -> None:
    kept = outcome(check, text)
    if kept is not None:
        assert outcome(check, kept) == kept


@by_name
@given(data=st.data())
@modest
def test_a_good_answer_with_junk_in_it_too(check: Check, data: st.DataObject) -> None:
    good = EXAMPLES[check.name]
    place = data.draw(st.integers(0, len(good)))
    junk = data.draw(texts)
    kept = outcome(check, good[:place] + junk + good[place:])
    if kept is not None:
        assert outcome(check, kept) == kept


@by_name
@pytest.mark.parametrize("piece", LONG)
def test_ten_thousand_characters_are_no_trouble(check: Check, piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    kept = outcome(check, text)
    assert kept is None or len(kept) <= 1000


def test_factories_give_checks_of_the_same_name() -> None:
    assert number_between(0, 9).name == CHECKS["whole_number"].name
    assert text_between(0, 9).name == CHECKS["text"].name
