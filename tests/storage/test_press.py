"""Pressing: any JSON comes back as it was, with any dictionary that was ever used for it."""

from __future__ import annotations

import functools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.press import SMALL, Press, UnknownDictionary

WORDS = ("هل المطلوب التسجيل في خدمة؟", '"options":[{"id":"yes","label":"نعم"}]', "text")
FIRST = "\n".join(WORDS).encode()
SECOND = "\n".join(["ما رقم الهوية؟", "مثال: 1012345678", *WORDS]).encode()
QUESTION = msgspec.json.encode({"text": "هل المطلوب التسجيل في خدمة؟" * 3, "language": "ar"})

texts = st.one_of(st.text(), st.sampled_from(WORDS))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=30,
)


def press(**dictionaries: bytes) -> Press:
    """One that knows these, named `d1`, `d2` … for their numbers."""
    made = Press()
    made.learn({int(name[1:]): words for name, words in dictionaries.items()})
    return made


@functools.cache
def presses() -> list[Press]:
    return [Press(), press(d1=FIRST), press(d1=FIRST, d2=SECOND), press(d65535=b"\0" * 9)]


@given(value=values, knowing=st.integers(0, 3))
def test_any_json_comes_back_and_never_grows(value: object, knowing: int) -> None:
    text, ours = msgspec.json.encode(value), presses()[knowing]
    kept = ours.press(text)
    assert len(kept) <= len(text)
    assert ours.unpress(kept) == text


@given(value=values)
def test_what_an_older_release_pressed_is_read_by_a_newer_one(value: object) -> None:
    text = msgspec.json.encode(value)
    older, newer = presses()[1], presses()[2]
    assert newer.unpress(older.press(text)) == text
    assert newer.unpress(presses()[0].press(text)) == text


def test_a_long_text_comes_back() -> None:
    ours = press(d1=FIRST)
    text = msgspec.json.encode([f"سطر {number}" for number in range(100_000)])
    assert len(ours.press(text)) * 4 < len(text)
    assert ours.unpress(ours.press(text)) == text


def test_the_newest_dictionary_is_used_however_late_the_others_are_learnt() -> None:
    ours = press(d2=SECOND)
    by_second = ours.press(QUESTION)
    ours.learn({1: FIRST})
    assert ours.press(QUESTION) == by_second
    assert ours.unpress(press(d1=FIRST).press(QUESTION)) == QUESTION
    ours.learn({3: FIRST, 2: SECOND, 1: FIRST})
    assert ours.press(QUESTION)[:3] == b"\x00\x00\x03"
    assert ours.unpress(by_second) == QUESTION


def test_words_of_the_dictionary_cost_almost_nothing() -> None:
    without = len(press(d1=b"nothing of it is in here").press(QUESTION))
    assert len(press(d1=QUESTION).press(QUESTION)) * 3 < without


def test_an_unknown_dictionary_is_told() -> None:
    kept = press(d2=SECOND).press(QUESTION)
    ours = press(d1=FIRST)
    with pytest.raises(UnknownDictionary, match="dictionary 2"):
        ours.unpress(kept)
    ours.learn({2: SECOND})
    assert ours.unpress(kept) == QUESTION


def test_what_is_small_or_cannot_be_pressed_stays_as_it_is() -> None:
    ours = press(d1=FIRST)
    small = b'"' + b"a" * (SMALL - 3) + b'"'
    assert ours.press(small) is small
    assert ours.press(small[:-1] + b'a"') != small[:-1] + b'a"'
    noise = msgspec.json.encode("".join(chr(0x4E00 + 7919 * n % 20_000) for n in range(40)))
    assert ours.press(noise) == noise
    assert ours.unpress(noise) == noise
    assert Press().press(QUESTION) == QUESTION
