"""What holds for every check."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.checks import (
    CHECKS,
    Check,
    age_between,
    future_date,
    number_between,
    past_date,
    several_of,
    text_between,
)
from flows.rejection import Rejected
from tests.flows.junk import modest, texts

TODAY = date(2026, 11, 22)

EXAMPLES = {
    "arabic_name": "محمد بن أحمد بن علي السالم",
    "resident_name": "Mohammed O'Neil",
    "national_id": "1000000008",
    "unified_number": "700 123 4567",
    "licence": "رقم 1234",
    "document": "جواز A1234567 حتى 2030/10/12",
    "expiry_date": "1450/05/23",
    "past_date": "15 رمضان 1446",
    "future_date": "3 يناير 2027",
    "any_date": "14100523",
    "birth_date": "23-5-1410",
    "mobile": "055 123 4567",
    "email": "Name@Example.COM",
    "iban": "sa03 8000 0000 6080 1016 7519",
    "short_address": "rnbb 2312",
    "location": "26.4207, 50.0888",
    "whole_number": "5 أفراد",
    "selection": "1 و 2",
    "text": " أثاث\n\nمنزلي ",
}
LONG = ("", "ا", "1", "٥ ", "+966 ", "a@b.", "@", "-", "SA03 ", "1/", "\u2066", "⭐", "\n", "ﷺ")
LABELLED = {  # what is pasted in front of an answer
    "arabic_name": "الاسم: ",
    "resident_name": "Name: ",
    "email": "البريد: ",
    "iban": "الآيبان: ",
    "short_address": "العنوان: ",
    "location": "الموقع: ",
    **dict.fromkeys(("national_id", "unified_number", "licence", "mobile"), "الرقم: "),
    **dict.fromkeys(("expiry_date", "past_date", "any_date", "birth_date"), "التاريخ: "),
    "document": "الوثيقة: ",
    "whole_number": "العدد: ",
}
INVISIBLE = "\u200f\u200e\u061c\u2066\u2069\u202b\u202c\u200b\ufeff"
ARABIC, PERSIAN = (str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"))

few = settings(max_examples=30, deadline=None)
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
@pytest.mark.parametrize("digits", [ARABIC, PERSIAN], ids=["arabic", "persian"])
def test_the_digits_of_any_keyboard_are_the_same(check: Check, digits: dict[int, int]) -> None:
    example = EXAMPLES[check.name]
    assert outcome(check, example.translate(digits)) == outcome(check, example)


@by_name
@given(data=st.data())
@few
def test_what_cannot_be_seen_changes_nothing(check: Check, data: st.DataObject) -> None:
    example = EXAMPLES[check.name]
    marked = "".join(
        data.draw(st.sampled_from(["", "", mark])) + letter
        for letter, mark in zip(example, (INVISIBLE * 9)[: len(example)], strict=True)
    )
    assert outcome(check, marked) == outcome(check, example)


@pytest.mark.parametrize("name", LABELLED)
def test_a_label_in_front_is_left_out(name: str) -> None:
    check, example = CHECKS[name], EXAMPLES[name]
    assert outcome(check, LABELLED[name] + example) == outcome(check, example)
    assert outcome(check, f"{LABELLED[name]}\u200f{example} ") == outcome(check, example)


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
@given(answers=st.lists(st.sampled_from([*EXAMPLES.values()]), max_size=3))
@few
def test_the_answer_to_another_question_too(check: Check, answers: list[str]) -> None:
    for between in (" ", "\n", "، "):
        kept = outcome(check, between.join(answers))
        if kept is not None:
            assert outcome(check, kept) == kept


@by_name
@pytest.mark.parametrize("piece", LONG)
def test_ten_thousand_characters_are_no_trouble(check: Check, piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    kept = outcome(check, text)
    assert kept is None or len(kept) <= 1000


def test_factories_give_checks_of_the_same_name() -> None:
    made = (
        *(number_between(0, 9), number_between(0, 9, "year"), text_between(0, 9)),
        *(past_date(9), future_date(9), age_between(0, 9), several_of({"a": ("a",)})),
    )
    for check in made:
        assert check.reasons == CHECKS[check.name].reasons
