from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import mask
from flows.arabic import clean
from tests.flows.junk import modest, texts


def test_identity_keeps_four_digits() -> None:
    assert mask.identity("1000000008") == "••••••0008"
    assert mask.identity("0008") == "0008"


def test_mobile_keeps_three_digits() -> None:
    assert mask.mobile("+966551234567") == "••••••••••567"


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("نورة سعد محمد العتيبي", "نورة ع."),
        ("محمد بن أحمد بن علي السالم", "محمد س."),
        ("عبد الله محمد صالح آل سالم", "عبد الله س."),
        ("سارة علي أحمد", "سارة أ."),
        ("فهد سعد علي ال", "فهد ع."),
        ("Mohammed Ali Al-Harbi", "Mohammed H."),
        ("Rahim Al-", "Rahim A."),
        ("نورة", "نورة"),
        ("", ""),
    ],
)
def test_name_keeps_the_first_and_an_initial(full: str, masked: str) -> None:
    assert mask.name(full) == masked


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("هويتي 1000000008 شكرا", "هويتي ••••••0008 شكرا"),
        ("هويتي١٠٠٠٠٠٠٠٠٨", "هويتي••••••0008"),
        ("1\u200b000000008", "••••••0008"),
        ("1000 000 009", "••••••0009"),  # mistyped ones too
        ("10000000081", "•••••••0081"),
        ("7001234567", "••••••4567"),
        ("جوالي 0551234567", "جوالي •••••••567"),
        ("٠٥٥ ١٢٣ ٤٥٦٧", "•••••••567"),
        ("055-123-4567", "•••••••567"),
        ("5 5123 4567", "••••••567"),
        ("+966 55 123 4567", "•••••••••567"),
        ("00966551234567", "•••••••••••567"),
        ("+971 50 123 4567", "•••••••••567"),
        ("1-055 123 4567", "1-•••••••567"),
        ("SA0380000000608010167519", "••••••••••••••••••••7519"),
        ("sa03 8000 0000 6080 1016 7519", "••••••••••••••••••••7519"),
        ("SA4420000001234567891234.", "••••••••••••••••••••1234."),
        ("4111 1111 1111 1111", "••••••••••••1111"),
        ("4111-1111-1111-1111", "••••••••••••1111"),
        ("4111111111111111", "••••••••••••1111"),
        ("3782 822463 10005", "•••••••••••0005"),
        ("1000000008\n0551234567", "••••••0008\n•••••••567"),
    ],
)
def test_numbers_that_identify_are_cut_in_quotes(said: str, quoted: str) -> None:
    assert mask.redact(said) == quoted


@pytest.mark.parametrize(
    "said",
    [
        "طلبي 26000422 والآخر 26000430",
        "2026-11-22 10:30",
        "2026-05-12 2026-11-22",
        "5-1-2026 12-5-2026",
        "1448/06/12",
        "14480612",
        "المبلغ 120,000 ريال",
        "the salary is paid to the family",
        "السطر الأول\nالثاني",
        "",
    ],
)
def test_what_identifies_nobody_stays(said: str) -> None:
    assert mask.redact(said) == said


@given(texts, st.from_regex("[127][0-9]{9}|05[0-9]{8}|SA[0-9]{22}", fullmatch=True), texts)
@modest
def test_no_identifying_number_survives_a_quote(before: str, number: str, after: str) -> None:
    quoted = mask.redact(f"{before} {number} {after}")
    assert number not in clean(quoted)
    assert not re.search("[0-9]{9}", quoted)


@given(texts)
@modest
def test_masks_never_fail(text: str) -> None:
    for masked in (mask.identity, mask.mobile, mask.name, mask.redact):
        assert isinstance(masked(text), str)
