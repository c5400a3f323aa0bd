from __future__ import annotations

from datetime import date

import pytest

from flows.checks.phones import MOBILE
from flows.rejection import Rejected

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed",
    [
        "0551234567",
        "٠٥٥١٢٣٤٥٦٧",
        "۰۵۵۱۲۳۴۵۶۷",
        "+966 55 123 4567",
        "00966551234567",
        "966551234567",
        "966551234567+",  # a plus sign written in right-to-left order
        "+9660551234567",
        "5 5123 4567",
        "551234567",
        "055-123-4567",
        "055 – 123 4567",
        "٠٥٥ـ١٢٣ـ٤٥٦٧",
        "(055) 123.4567",
        "جوالي 0551234567 شكرا",
        "الجوال:0551234567",
        "جوال 2: 0551234567",
        "\u206a\u2066+966551234567\u2069",
    ],
)
def test_a_saudi_mobile(typed: str) -> None:
    assert MOBILE.read(typed, TODAY) == "+966551234567"


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("0521234567", "unassigned", {"prefix": "052"}),
        ("+966521234567", "unassigned", {"prefix": "052"}),
        ("05512345678", "length", {"n": 11}),
        ("055123456", "length", {"n": 9}),
        ("55123456", "length", {"n": 9}),  # with the 0 that was left out
        ("055-VANITYY", "unreadable", {}),
        ("0551234567 / 0559876543", "several", {}),
        ("0551234567 0559876543", "several", {}),
        ("0551234567\n0559876543", "several", {}),
        ("7001234567", "is_unified", {}),
        ("4001234567", "unreadable", {}),
        ("+999 1234567", "unreadable", {}),
        ("+97150", "unreadable", {}),
        ("+971 12345678", "unreadable", {}),
        ("لا يوجد", "unreadable", {}),
        ("", "unreadable", {}),
        ("5" * 10_000, "unreadable", {}),
        ("1000000008", "is_id", {}),
        ("٢٠٠٠ ٠٠٠ ٠٠٦", "is_id", {}),
        ("0138123456", "landline", {}),
        ("+966 13 812 3456", "landline", {}),
        ("920001234", "service", {}),
        ("8001234567", "service", {}),
        ("+971501234567", "abroad", {}),
        ("00201012345678", "abroad", {}),
    ],
)
def test_not_a_saudi_mobile(typed: str, reason: str, values: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        MOBILE.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)
