from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from flows.arabic import clean, clean_arabic, fold, isolate, number
from tests.flows.junk import modest, texts

WORDS = {
    "yes": frozenset({fold("نعم"), "yes"}),
    "1": frozenset({fold("واحد"), "one"}),
    "5": frozenset({fold("خمسة"), fold("خمس"), "five"}),
    "12": frozenset({fold("اثنا عشر")}),
}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("５", "5"),
        ("5️⃣", "5"),
        ("🔟", "10"),
        ("  نورة \t\n سعد\u00a0محمد ", "نورة سعد محمد"),
        ("\u200fنورة\u200b\u2067\u202e سعد\u2069\ufeff\u061c", "نورة سعد"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("a\ud800b", "ab"),
        ("ﻧﻮﺭﺓ", "نورة"),  # presentation forms
        ("ا\u0654حمد", "أحمد"),  # a letter and its hamza apart
        ("شُكراً", "شُكراً"),  # marks stay in what is only cleaned
        ("\u200b", ""),
    ],
)
def test_cleaning_keeps_the_words_and_one_encoding_of_them(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("شُكْرًا", "شكرا"),
        ("شـــكرا", "شكرا"),
        ("علی", "علي"),
        ("کریم", "كريم"),
        ("هٰذا", "هذا"),
        ("أحمد إلى آل مسؤول", "أحمد إلى آل مسؤول"),  # real letters are not touched
    ],
)
def test_cleaned_arabic_has_one_form_of_each_letter(typed: str, kept: str) -> None:
    assert clean_arabic(typed) == kept


@pytest.mark.parametrize(
    "spellings",
    [
        ("مسؤول", "مسئول", "مسوول", "مَسؤول", "مســـؤول!", "  مسؤووول "),
        ("إلغاء", "الغاء", "ألغاء", "الغا", "الغاااء"),
        ("خدمة", "خدمه", "خِدمة."),
        ("على", "علي", "علی"),
        ("أيوة", "ايوه", "آيوه"),
        ("هيئة", "هييه"),
        ("مساء الخير", "مسا الخير", "مساء  الخير 🌹"),
        ("شيء", "شي"),
        ("نعم", "نعمممم", "«نعم»", "نعم 👍", "نَعَمْ"),
        ("Stop", "STOP", "stop.", "stooop"),
        ("don't", "dont", "Don’t"),
        ("لا،شكرا", "لا شكرا"),
        ("5", "٥", "۵", "5️⃣", "5.", "(5)"),
        ("👍", "👍🏽", "👍👍", " 👍 "),
        ("✅", "✅✅"),
        ("-", "–", "—", "--", " - "),
        ("؟", "؟؟", "…", "", "\u200b", ":)"),
    ],
)
def test_spellings_of_one_word_fold_together(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("نعم", "نعمة"),
        ("حل", "حلل"),
        ("👍", "👎"),
        ("✅", "❌"),
        ("⭐⭐", "⭐⭐⭐"),
        ("1000", "10"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other) != ""


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("/start", "/start"),
        ("/Start", "/start"),
        ("/my_data", "/my_data"),
        ("/start src_x", "/start src x"),
        ("//", ""),
        ("/", ""),
        ("ok/no", "ok no"),
        ("⭐⭐⭐", "⭐⭐⭐"),
        ("👍", "👍"),
        ("✅", "✅"),
    ],
)
def test_commands_and_lone_emoji_survive_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    "typed",
    [
        "5",
        "٥",
        "۵",
        "5️⃣",
        "5.",
        "(5)",
        "5)",
        " 5 ",
        "[5]",
        "#5",
        "5-",
        "5،",
        "05",
        "５",
        "⭐" * 5,
        "⭐ ⭐ ⭐ ⭐ ⭐",
        "🌟🌟🌟🌟🌟",
        "★★★★★",
        "خمسة",
        "خَمسه",
        "Five",
        "خمس!",
    ],
)
def test_five_in_all_its_forms(typed: str) -> None:
    assert number(typed, WORDS) == 5


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("10", 10),
        ("🔟", 10),
        ("1,200", 1200),
        ("١٬٢٠٠٬٠٠٠", 1_200_000),
        ("999999999", 999_999_999),
        ("★★★☆☆", 3),
        ("0", 0),
        ("اثنا عشر", 12),
        ("5 people", None),
        ("خمسة أشخاص", None),
        ("نعم", None),
        ("-5", None),
        ("3.5", None),
        ("5/5", None),
        ("12,00", None),
        ("1000000008", None),
        ("☆☆☆", None),
        ("", None),
        ("9" * 10_000, None),
    ],
)
def test_a_number_is_the_whole_reply_or_nothing(typed: str, value: int | None) -> None:
    assert number(typed, WORDS) == value


@pytest.mark.parametrize(
    ("value", "isolated"),
    [
        ("1•••••4019", "\u20661•••••4019\u2069"),
        ("+966551234567", "\u2066+966551234567\u2069"),
        ("2026-11-22", "\u20662026-11-22\u2069"),
        ("Mohammed", "\u2066Mohammed\u2069"),
        ("نورة", "\u2068نورة\u2069"),
        ("IBM العربية", "\u2068IBM العربية\u2069"),
        ("שלום", "\u2068שלום\u2069"),
        ("", ""),
        ("a\n\nب\r\nج", "\u2066a\u2069\n\n\u2068ب\u2069\n\u2068ج\u2069"),
        ("\u20665\u2069 أيام", "\u2068\u20665\u2069 أيام\u2069"),  # a value within the value
        ("\u2067a", "\u2066a\u2069"),  # would swallow the rest of the sentence
        ("x\u2069y", "\u2066xy\u2069"),  # would leave the isolate early
        ("\u2069x\u2066", "\u2066x\u2069"),
        ("\u202efdp.exe", "\u2066fdp.exe\u2069"),
        ("\u2067", ""),
    ],
)
def test_isolating(value: str, isolated: str) -> None:
    assert isolate(value) == isolated


@given(texts)
@modest
def test_cleaning_and_folding_twice_changes_nothing(text: str) -> None:
    for once in (clean, clean_arabic, fold):
        assert once(once(text)) == once(text)


@given(texts)
@modest
def test_what_is_clean_can_be_stored_and_seen(text: str) -> None:
    for kept in (clean(text), clean_arabic(text), fold(text)):
        kept.encode()
        assert kept == kept.strip()
        assert "  " not in kept
        assert all(unicodedata.category(c) not in {"Cc", "Cs"} for c in kept)


@given(texts)
@modest
def test_reading_a_number_never_fails(text: str) -> None:
    value = number(text, WORDS)
    assert value is None or 0 <= value <= 999_999_999


@given(texts)
@modest
def test_an_isolated_value_cannot_reach_beyond_itself(text: str) -> None:
    for line in isolate(text).split("\n"):
        depth = 0
        for place, c in enumerate(line):
            depth += (c in "\u2066\u2067\u2068") - (c == "\u2069")
            assert depth > 0 or (depth == 0 and place == len(line) - 1)
        assert not any(c in line for c in "\u202a\u202b\u202c\u202d\u202e\u2029\x85\r")
