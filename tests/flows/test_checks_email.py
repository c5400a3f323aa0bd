from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.email import EMAIL
from flows.rejection import Rejected
from tests.flows.junk import modest

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a@tasami.org.sa", "a@tasami.org.sa"),
        ("Name.Family+x@Example.COM", "Name.Family+x@example.com"),
        ("بريدي <name@example.com>.", "name@example.com"),
        ("البريد: name@example.com", "name@example.com"),
        ("mailto:name@example.com", "name@example.com"),
        ("name @ gmail.com", "name@gmail.com"),
        ("name٢٠@gmail.com", "name20@gmail.com"),
        ("name@مثال.السعودية", "name@مثال.السعودية"),
        (f"{'a' * 64}@example.com", f"{'a' * 64}@example.com"),
        (f"a@{'b.' * 93}com", f"a@{'b.' * 93}com"),
        ("\u2066n@gmail.com\u2069", "n@gmail.com"),
        # they look like slips of others, and are not
        ("n@ymail.com", "n@ymail.com"),
        ("n@outlook.se", "n@outlook.se"),
        ("n@ge.com", "n@ge.com"),
        ("n@gmeel.com", "n@gmeel.com"),
        ("n@yahoo.co.uk", "n@yahoo.co.uk"),
        ("n@mail.ru", "n@mail.ru"),
        ("n@example.cm", "n@example.cm"),
    ],
)
def test_email(typed: str, kept: str) -> None:
    assert EMAIL.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("a..b@x.sa", "unreadable"),
        ("a@b", "unreadable"),
        ("a@com", "unreadable"),
        ("@b.com", "unreadable"),
        ("a@", "unreadable"),
        ("a@-b.com", "unreadable"),
        ("a@b-.com", "unreadable"),
        ("a@b..com", "unreadable"),
        ("a@b.c", "unreadable"),
        ("a@b.123", "unreadable"),
        ("a@b_c.com", "unreadable"),
        ("a@b@c.com", "unreadable"),
        ("نورة@example.com", "unreadable"),
        (f"{'a' * 65}@example.com", "unreadable"),
        (f"a@{'b' * 64}.com", "unreadable"),
        (f"a@{'b.' * 94}com", "unreadable"),
        ("@" * 10_000, "unreadable"),
        ("a@b.com c@d.com", "several"),
        ("a@b.com\nc@d.com", "several"),
        ("name.gmail.com", "no_at"),
        ("لا يوجد", "no_at"),
        ("", "no_at"),
    ],
)
def test_not_an_email(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        EMAIL.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, {})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("n@gmail.con", "n@gmail.com"),
        ("n@gmial.com", "n@gmail.com"),
        ("n@gmail.co", "n@gmail.com"),
        ("n@gmail", "n@gmail.com"),
        ("n@gmailcom", "n@gmail.com"),
        ("n@gmail،com", "n@gmail.com"),
        ("n@gmail,com", "n@gmail.com"),
        ("n@hotmal.com", "n@hotmail.com"),
        ("n@hotmial.con", "n@hotmail.com"),
        ("n@yaho.com", "n@yahoo.com"),
        ("n@outlok.sa", "n@outlook.sa"),
        ("Name@Charity.Org.con", "Name@charity.org.com"),
        ("n@charity.ogr", "n@charity.org"),
        ("n@charity.nte", "n@charity.net"),
    ],
)
def test_a_slip_is_pointed_out(typed: str, meant: str) -> None:
    with pytest.raises(Rejected) as rejected:
        EMAIL.read(typed, TODAY)
    assert rejected.value.reason == "misspelt"
    assert rejected.value.values == {"suggestion": meant}


@given(
    st.sampled_from(["gmail.com", "hotmail.com", "outlook.sa", "yahoo.com", "charity.org"]),
    st.integers(0, 10),
    st.sampled_from(["", "a", "m", ".", ",", "o"]),
)
@modest
def test_what_is_suggested_is_accepted(domain: str, place: int, instead: str) -> None:
    slipped = f"n@{domain[:place]}{instead}{domain[place + 1 :]}"
    try:
        EMAIL.read(slipped, TODAY)
    except Rejected as rejected:
        if rejected.reason == "misspelt":
            suggestion = str(rejected.values["suggestion"])
            assert EMAIL.read(suggestion, TODAY) == suggestion
