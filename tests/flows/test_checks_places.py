from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.places import nearest
from tests.flows.junk import modest, texts

GOVERNORATES = {
    "dammam": ("الدمام", "Dammam"),
    "ahsa": ("الأحساء", "Al-Ahsa", "الحسا", "الهفوف"),
    "hafr": ("حفر الباطن", "Hafr Al-Batin"),
    "jubail": ("الجبيل", "Jubail"),
    "qatif": ("القطيف", "Qatif"),
    "khobar": ("الخبر", "Khobar"),
    "khafji": ("الخفجي", "Khafji"),
    "ras_tanura": ("رأس تنورة", "Ras Tanura"),
    "abqaiq": ("بقيق", "Abqaiq"),
    "nuairyah": ("النعيرية", "Nuairyah"),
    "qaryat": ("قرية العليا", "Qaryat Al-Ulya"),
    "udaid": ("العديد", "Al-Udaid"),
    "bayda": ("البيضاء", "Al-Bayda"),
    "outside": ("خارج المنطقة", "Outside the province"),
}
AGREEMENT = {"yes": ("موافق",), "no": ("غير موافق",)}


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("الدمام", "dammam"),
        ("دمام", "dammam"),
        ("الدمّام!", "dammam"),
        ("DAMMAM", "dammam"),
        ("الاحساء", "ahsa"),
        ("الحسا", "ahsa"),
        ("احسا", "ahsa"),
        ("حفر", "hafr"),
        ("حفرالباطن", "hafr"),
        ("حفر الباطنن", "hafr"),
        ("قطيف", "qatif"),
        ("القطييف", "qatif"),
        ("راس تنوره", "ras_tanura"),
        ("راس", "ras_tanura"),
        ("النعيريه", "nuairyah"),
        ("البيضا", "bayda"),
        ("Jubial", "jubail"),
        ("outside", "outside"),
    ],
)
def test_a_governorate_by_nearly_its_name(typed: str, id_: str) -> None:
    assert nearest(typed, GOVERNORATES) == id_


@pytest.mark.parametrize(
    "typed",
    ["الرياض", "جدة", "خبب", "لا", "ال", "را", "", "؟", "5", "الدمام او الخبر", "خ" * 10_000],
)
def test_what_is_not_certain_is_not_picked(typed: str) -> None:
    assert nearest(typed, GOVERNORATES) is None


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("موافق", "yes"),
        ("موافقه", "yes"),
        ("غير موافق", "no"),
        ("غير موفق", "no"),
        ("لست موافق", None),
        ("مو موافق", None),
    ],
)
def test_a_negation_is_never_taken_for_its_opposite(typed: str, id_: str | None) -> None:
    assert nearest(typed, AGREEMENT) == id_


def test_two_candidates_are_none() -> None:
    assert nearest("تدريب", {"a": ("تدريب",), "b": ("التدريب", "تدريب")}) is None
    assert nearest("بيت", {"a": ("بيت خالد",), "b": ("بيت سعد",)}) is None
    assert nearest("سعاد", {"a": ("سعيد",), "b": ("سعود",)}) is None
    assert nearest("تدريب", {"a": ("التدريب",), "b": ("ال تدريب",)}) == "a"
    assert nearest("تدريب", {}) is None


def test_too_little_is_not_the_beginning_of_a_name() -> None:
    assert nearest("بو", {"a": ("بو خمسين",)}) is None
    assert nearest("؟", {"a": ("؟",)}) is None


@given(texts)
@modest
def test_picking_never_fails(text: str) -> None:
    assert nearest(text, GOVERNORATES) in {None, *GOVERNORATES}


@given(st.sampled_from([(id_, name) for id_, names in GOVERNORATES.items() for name in names]))
@modest
def test_every_name_picks_its_own(pair: tuple[str, str]) -> None:
    id_, name = pair
    assert nearest(name, GOVERNORATES) == id_
