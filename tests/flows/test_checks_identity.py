from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks import luhn
from flows.checks.identity import LICENCE, NATIONAL_ID, UNIFIED_NUMBER
from flows.rejection import Rejected
from tests.flows.junk import modest

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1000000008", "1000000008"),
        ("2000000006", "2000000006"),
        ("1010101010", "1010101010"),
        ("١٠٠٠٠٠٠٠٠٨", "1000000008"),
        ("۱۰۰۰۰۰۰۰۰۸", "1000000008"),
        ("1000 000 008", "1000000008"),
        ("1000-000-008", "1000000008"),
        ("رقم هويتي: 1000000008.", "1000000008"),
        ("\u20661000000008\u2069", "1000000008"),
    ],
)
def test_identity_numbers(typed: str, kept: str) -> None:
    assert NATIONAL_ID.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "n"),
    [
        ("1000000009", "checksum", None),
        ("1234567890", "checksum", None),
        ("3000000004", "first_digit", None),
        ("0551234567", "first_digit", None),
        ("100000000", "length", 9),
        ("10000000081", "length", 11),
        ("لا أعرف", "length", 0),
        ("", "length", 0),
        ("1" * 10_000, "length", 10_000),
    ],
)
def test_numbers_that_identify_nobody(typed: str, reason: str, n: int | None) -> None:
    with pytest.raises(Rejected) as rejected:
        NATIONAL_ID.read(typed, TODAY)
    assert rejected.value.reason == reason
    assert rejected.value.values.get("n") == n


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 9), st.integers(1, 9))
@modest
def test_one_wrong_digit_is_noticed(digits: str, place: int, by: int) -> None:
    body = "1" + digits
    right = body + luhn.check_digit(body)
    assert NATIONAL_ID.read(right, TODAY) == right
    wrong = f"{right[:place]}{(int(right[place]) + by) % 10}{right[place + 1 :]}"
    with pytest.raises(Rejected):
        NATIONAL_ID.read(wrong, TODAY)


@pytest.mark.parametrize("digits", ["79927398713", "4111111111111111", "26000422"])
def test_known_numbers_hold(digits: str) -> None:
    assert luhn.holds(digits)
    assert luhn.check_digit(digits[:-1]) == digits[-1]


def test_unified_number() -> None:
    assert UNIFIED_NUMBER.read("٧٠٠ ١٢٣ ٤٥٦٧", TODAY) == "7001234567"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("6001234567", "first_digit"), ("700123456", "length"), ("قيد الإصدار", "length")],
)
def test_not_a_unified_number(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        UNIFIED_NUMBER.read(typed, TODAY)
    assert rejected.value.reason == reason


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1234", "1234"), ("٥", "5"), ("1234567890", "1234567890"), ("ترخيص رقم 0071", "0071")],
)
def test_licence(typed: str, kept: str) -> None:
    assert LICENCE.read(typed, TODAY) == kept


@pytest.mark.parametrize("typed", ["قيد الإصدار", "", "12345678901", "12/1440", "1" * 10_000])
def test_not_a_licence(typed: str) -> None:
    with pytest.raises(Rejected) as rejected:
        LICENCE.read(typed, TODAY)
    assert rejected.value.reason == "digits"
