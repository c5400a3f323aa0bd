"""Numbers, texts, e-mail and short addresses."""

from __future__ import annotations

from datetime import date

import pytest

from flows.checks import number_between, text_between
from flows.checks.address import SHORT_ADDRESS
from flows.checks.email import EMAIL
from flows.rejection import Rejected

TODAY = date(2026, 11, 22)
CHILDREN = number_between(1, 1500)
NEED = text_between(5, 40)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1", "1"),
        ("1500", "1500"),
        ("٥", "5"),
        ("5.", "5"),
        ("007", "7"),
        ("1,200", "1200"),
        ("5 أفراد", "5"),
        ("حوالي ٥ أفراد", "5"),
        ("⭐⭐⭐", "3"),
    ],
)
def test_whole_numbers(typed: str, kept: str) -> None:
    assert CHILDREN.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0", "too_small"),
        ("1501", "too_large"),
        ("5 أو 6", "unreadable"),
        ("من 5-6", "unreadable"),
        ("-5", "unreadable"),
        ("3.5", "unreadable"),
        ("كثير", "unreadable"),
        ("", "unreadable"),
        ("9" * 10_000, "unreadable"),
    ],
)
def test_numbers_out_of_bounds(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        CHILDREN.read(typed, TODAY)
    assert rejected.value.reason == reason
    bounds = {} if reason == "unreadable" else {"low": 1, "high": 1500}
    assert rejected.value.values == bounds


def test_texts_keep_their_lines() -> None:
    assert NEED.read("  أثاث\u200b منزلي \r\n\n\x00\n ٣ غرف ", TODAY) == "أثاث منزلي\n3 غرف"


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("", "too_short", {"low": 5, "n": 0}),
        ("\u200b" * 50, "too_short", {"low": 5, "n": 0}),
        ("أثاث", "too_short", {"low": 5, "n": 4}),
        ("ا" * 41, "too_long", {"high": 40, "n": 41}),
    ],
)
def test_texts_out_of_bounds(typed: str, reason: str, values: dict[str, int]) -> None:
    with pytest.raises(Rejected) as rejected:
        NEED.read(typed, TODAY)
    assert rejected.value.reason == reason
    assert rejected.value.values == values


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a@tasami.org.sa", "a@tasami.org.sa"),
        ("Name.Family+x@Example.COM", "Name.Family+x@example.com"),
        ("بريدي <name@example.com>.", "name@example.com"),
        ("mailto:name@example.com", "name@example.com"),
        ("name @ gmail.com", "name@gmail.com"),
        ("name@مثال.السعودية", "name@مثال.السعودية"),
        (f"{'a' * 64}@example.com", f"{'a' * 64}@example.com"),
        (f"a@{'b.' * 93}com", f"a@{'b.' * 93}com"),
        ("n@ymail.com", "n@ymail.com"),  # looks like a slip of gmail.com, is not
        ("\u2066n@gmail.com\u2069", "n@gmail.com"),
    ],
)
def test_email(typed: str, kept: str) -> None:
    assert EMAIL.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "a..b@x.sa",
        "a@b",
        "a@com",
        "@b.com",
        "a@",
        "a@-b.com",
        "a@b-.com",
        "a@b..com",
        "a@b.c",
        "a@b.123",
        "a@b_c.com",
        "a@b.com c@d.com",
        "a@b@c.com",
        "نورة@example.com",
        "لا يوجد",
        "",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 64}.com",
        f"a@{'b.' * 94}com",
        "@" * 10_000,
    ],
)
def test_not_an_email(typed: str) -> None:
    with pytest.raises(Rejected) as rejected:
        EMAIL.read(typed, TODAY)
    assert rejected.value.reason == "unreadable"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("n@gmail.con", "n@gmail.com"),
        ("n@gmial.com", "n@gmail.com"),
        ("n@hotmal.com", "n@hotmail.com"),
        ("n@yaho.com", "n@yahoo.com"),
    ],
)
def test_a_slip_in_a_common_domain_is_pointed_out(typed: str, meant: str) -> None:
    with pytest.raises(Rejected) as rejected:
        EMAIL.read(typed, TODAY)
    assert rejected.value.reason == "misspelt"
    assert rejected.value.values == {"suggestion": meant}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("RRRD2929", "RRRD2929"), ("rnbb 2312", "RNBB2312"), ("RNBB-٢٣١٢", "RNBB2312")],
)
def test_short_address(typed: str, kept: str) -> None:
    assert SHORT_ADDRESS.read(typed, TODAY) == kept


@pytest.mark.parametrize("typed", ["ABC12345", "دمام1234", "ABCD123", "", "A" * 10_000])
def test_not_a_short_address(typed: str) -> None:
    with pytest.raises(Rejected) as rejected:
        SHORT_ADDRESS.read(typed, TODAY)
    assert rejected.value.reason == "unreadable"
