from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks import luhn
from flows.checks.identity import LICENCE, NATIONAL_ID, UNIFIED_NUMBER, holder, is_identity
from flows.rejection import Rejected
from flows.text import Text
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
        ("1000.000.008", "1000000008"),
        ("1000–000–008", "1000000008"),
        ("١٠٠٠ـ٠٠٠ـ٠٠٨", "1000000008"),
        ("رقم هويتي: 1000000008.", "1000000008"),
        ("الهوية:١٠٠٠٠٠٠٠٠٨", "1000000008"),
        ("هوية 2: 1000000008", "1000000008"),
        ("الهوية 1000000008 الجوال 0551234567", "1000000008"),
        ("1000000008\n0551234567", "1000000008"),
        ("1000000008, 1000000008", "1000000008"),
        ("\u20661000000008\u2069", "1000000008"),
    ],
)
def test_identity_numbers(typed: str, kept: str) -> None:
    assert NATIONAL_ID.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("1000000009", "checksum", {"number": Text("identity.citizen")}),
        ("1234567890", "checksum", {"number": Text("identity.citizen")}),
        ("2000000007", "checksum", {"number": Text("identity.resident")}),
        ("3000000004", "first_digit", {"digit": "3"}),
        ("7001234567", "first_digit", {"digit": "7"}),
        ("0551234567", "is_mobile", {}),
        ("+966 55 123 4567", "is_mobile", {}),
        ("00966551234567", "is_mobile", {}),
        ("551234567", "is_mobile", {}),
        ("100000000", "length", {"n": 9}),
        ("10000000081", "length", {"n": 11}),
        ("1000000008 2", "length", {"n": 11}),
        ("1000000008 أو 2000000006", "several", {}),
        ("لا أعرف", "length", {"n": 0}),
        ("", "length", {"n": 0}),
        ("1" * 10_000, "length", {"n": 10_000}),
    ],
)
def test_numbers_that_identify_nobody(typed: str, reason: str, values: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        NATIONAL_ID.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


def test_the_first_digit_tells_whose_number_it_is() -> None:
    assert holder("1000000008") == "citizen"
    assert holder("2000000006") == "resident"


@pytest.mark.parametrize(
    ("number", "so"),
    [
        ("1000000008", True),
        ("2000000006", True),
        ("1000000009", False),
        ("3000000004", False),
        ("100000008", False),
        ("", False),
    ],
)
def test_an_identity_number_is_known_from_others(number: str, so: bool) -> None:
    assert is_identity(number) is so


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


@pytest.mark.parametrize(
    "typed",
    [
        *("7001234567", "٧٠٠ ١٢٣ ٤٥٦٧", "الرقم الموحد: 700-123-4567"),
        *("7001234567 (هوية 1000000008)", "7001234567 / 6001234567"),
    ],
)
def test_unified_number(typed: str) -> None:
    assert UNIFIED_NUMBER.read(typed, TODAY) == "7001234567"


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("6001234567", "first_digit", {"digit": "6"}),
        ("1010123456", "first_digit", {"digit": "1"}),  # a commercial registration
        ("1000000008", "is_id", {}),
        ("700123456", "length", {"n": 9}),
        ("7001234567 / 7001234575", "several", {}),
        ("قيد الإصدار", "length", {"n": 0}),
    ],
)
def test_not_a_unified_number(typed: str, reason: str, values: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        UNIFIED_NUMBER.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1234", "1234"), ("٥", "5"), ("1234567890", "1234567890"), ("ترخيص رقم 0071", "0071")],
)
def test_licence(typed: str, kept: str) -> None:
    assert LICENCE.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("قيد الإصدار", "unreadable", {}),
        ("", "unreadable", {}),
        ("12/1440", "several", {}),
        ("12 34", "several", {}),
        ("12345678901", "too_long", {"n": 11, "high": 10}),
        ("1" * 10_000, "too_long", {"n": 10_000, "high": 10}),
    ],
)
def test_not_a_licence(typed: str, reason: str, values: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        LICENCE.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)
