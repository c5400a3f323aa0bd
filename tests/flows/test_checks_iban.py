from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.iban import IBAN
from flows.rejection import Rejected
from tests.flows.junk import modest

TODAY = date(2026, 11, 22)
ACCOUNT = "SA0380000000608010167519"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (ACCOUNT, ACCOUNT),
        ("SA4420000001234567891234", "SA4420000001234567891234"),
        ("sa03 8000 0000 6080 1016 7519", ACCOUNT),
        ("SA03-8000-0000-6080-1016-7519", ACCOUNT),
        ("SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩", ACCOUNT),
        ("SA۰۳ ۸۰۰۰ ۰۰۰۰ ۶۰۸۰ ۱۰۱۶ ۷۵۱۹", ACCOUNT),
        (f"\u2066{ACCOUNT}\u2069", ACCOUNT),
        (f"الآيبان: {ACCOUNT} مصرف الراجحي", ACCOUNT),
        (f"IBAN:{ACCOUNT} Al Rajhi", ACCOUNT),
        (f"IBAN{ACCOUNT}", ACCOUNT),
        ("SA03 8000 0000\n6080 1016 7519", ACCOUNT),
        (f"{ACCOUNT}, {ACCOUNT}", ACCOUNT),
    ],
)
def test_a_saudi_account(typed: str, kept: str) -> None:
    assert IBAN.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("SA0380000000608010167518", "checksum", {}),
        ("SA038000000060801016751", "length", {"n": 23, "high": 24}),
        ("SA03800000006080101675190", "length", {"n": 25, "high": 24}),
        ("SA03 8000 0000 6080 1016 751 Al Rajhi", "length", {"n": 23, "high": 24}),
        ("SA03", "length", {"n": 4, "high": 24}),
        ("AE070331234567890123456", "abroad", {"country": "AE"}),
        ("0380000000608010167519", "prefix", {}),
        ("608010167519", "prefix", {}),
        ("الراجحي", "prefix", {}),
        ("", "prefix", {}),
        ("SA " * 3_000, "prefix", {}),
        ("4111 1111 1111 1111", "is_card", {}),
        ("4111111111111112", "prefix", {}),
        (f"{ACCOUNT} / SA4420000001234567891234", "several", {}),
    ],
)
def test_not_a_saudi_account(typed: str, reason: str, values: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        IBAN.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


@given(st.integers(4, 23), st.integers(1, 9))
@modest
def test_one_wrong_digit_is_noticed(place: int, by: int) -> None:
    digit = (int(ACCOUNT[place]) + by) % 10
    with pytest.raises(Rejected, match="checksum"):
        IBAN.read(f"{ACCOUNT[:place]}{digit}{ACCOUNT[place + 1 :]}", TODAY)
