from __future__ import annotations

from datetime import date

import pytest

from flows.checks.names import ARABIC_NAME, RESIDENT_NAME, parts
from flows.rejection import Rejected

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("محمد بن أحمد بن علي السالم", "محمد بن أحمد بن علي السالم"),
        ("عبد الله محمد صالح آل سالم", "عبد الله محمد صالح آل سالم"),
        ("أبو بكر سعد عبد الرحمن القحطاني", "أبو بكر سعد عبد الرحمن القحطاني"),
        ("  نُورة  ســعد محمد العتيبي. ", "نورة سعد محمد العتيبي"),
        ("ﻧﻮﺭﺓ سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("مي سعد محمد العتيبي", "مي سعد محمد العتيبي"),
        ("نورة سعد محمد " + "ا" * 86, "نورة سعد محمد " + "ا" * 86),
        ("نورة\u200f سعد\nمحمد العتیبی", "نورة سعد محمد العتيبي"),
        ("عبد رب النبي سعد محمد السالم", "عبد رب النبي سعد محمد السالم"),
        # what people write before it
        ("الاسم: نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("الاسم الرباعي : نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("اسمي نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("Name: نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("الأستاذة نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("الاسم: أ/ نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("د. نورة سعد محمد العتيبي", "نورة سعد محمد العتيبي"),
        ("السيد سعد محمد العتيبي", "السيد سعد محمد العتيبي"),  # a given name
    ],
)
def test_four_arabic_parts(typed: str, kept: str) -> None:
    assert ARABIC_NAME.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "n"),
    [
        ("نورة سعد العتيبي", "parts", 3),
        ("متى دوامكم يوم الخميس", "sentence", None),
        ("محمد بن أحمد بن السالم", "parts", 3),
        ("عبد الله محمد السالم", "parts", 3),
        ("جار الله محمد السالم", "parts", 3),
        ("نورة س م العتيبي", "parts", 2),
        ("نورة سعد محمد عبد", "parts", 3),
        ("الأستاذ محمد سعد العتيبي", "parts", 3),
        ("الاسم: نورة", "parts", 1),
        ("Mohammed Ahmed Ali Al-Salem", "latin", None),
        ("نورة سعد محمد Alotaibi", "latin", None),
        ("سارة 123 محمد العتيبي", "digits", None),
        ("سارة ١٢٣ محمد العتيبي", "digits", None),
        ("سارة سعد محمد العتيبي 🙂", "letters", None),
        ("سارة + محمد", "letters", None),
        ("الاسم:", "parts", 1),
        ("", "letters", None),
        ("نورة سعد محمد " + "ا" * 87, "too_long", 101),
        ("ا" * 10_000, "too_long", 10_000),
    ],
)
def test_names_that_are_not_four_arabic_parts(typed: str, reason: str, n: int | None) -> None:
    with pytest.raises(Rejected) as rejected:
        ARABIC_NAME.read(typed, TODAY)
    assert rejected.value.reason == reason
    assert rejected.value.values.get("n") == n


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mohammed Rahim", "Mohammed Rahim"),
        ("Md. Abdul-Karim O’Neil", "Md. Abdul-Karim O'Neil"),
        ("José Núñez", "José Núñez"),
        ("Mr. Abdul Rahim", "Abdul Rahim"),
        ("Full name: MOHAMMED RAHIM", "MOHAMMED RAHIM"),
        ("My name is Mohammed Rahim", "Mohammed Rahim"),
        ("محمد رحيم", "محمد رحيم"),
        ("عبد الرحمن محمد", "عبد الرحمن محمد"),
    ],
)
def test_residents_are_named_as_on_their_permit(typed: str, kept: str) -> None:
    assert RESIDENT_NAME.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Mohammed", "parts"),
        ("M. Rahim", "parts"),
        ("-- ''", "parts"),
        ("عبد الله", "parts"),
        ("Mohammed رحيم", "letters"),
        ("Mohammed Rahim 2", "digits"),
        ("Mohammed × Rahim", "letters"),
        ("", "letters"),
        ("Rahim " * 20, "too_long"),
    ],
)
def test_residents_need_two_parts_in_one_script(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        RESIDENT_NAME.read(typed, TODAY)
    assert rejected.value.reason == reason


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("عبد الله محمد صالح آل سالم", ("عبد الله", "محمد", "صالح", "آل سالم")),
        ("سيف الدين بنت أبو بكر", ("سيف الدين", "أبو بكر")),
        ("أبو عبد الله محمد", ("أبو عبد الله", "محمد")),
        ("الله", ("الله",)),
        ("", ()),
    ],
)
def test_parts(name: str, found: tuple[str, ...]) -> None:
    assert parts(name) == found
