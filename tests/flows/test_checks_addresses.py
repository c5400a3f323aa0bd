"""Short addresses and places on a map."""

from __future__ import annotations

from datetime import date

import pytest

from flows.checks.address import SHORT_ADDRESS
from flows.checks.location import LOCATION
from flows.rejection import Rejected

TODAY = date(2026, 11, 22)
MAP = "https://maps.app.goo.gl/AbC123xyz"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("RRRD2929", "RRRD2929"),
        ("rnbb 2312", "RNBB2312"),
        ("RNBB٢٣١٢", "RNBB2312"),
        ("RNBB-۲۳۱۲", "RNBB2312"),
        ("RNBB – 2 3 1 2", "RNBB2312"),
        ("\u2066RNBB2312\u2069", "RNBB2312"),
        ("العنوان المختصر: RNBB2312", "RNBB2312"),
        ("2312 RNBB", "RNBB2312"),
        ("2312RNBB", "RNBB2312"),
        ("RNBB2312 RNBB2312", "RNBB2312"),
    ],
)
def test_short_address(typed: str, kept: str) -> None:
    assert SHORT_ADDRESS.read(typed, TODAY) == kept
    assert LOCATION.read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("ABC12345", "unreadable", {"letters": 3, "digits": 5}),
        ("ABCD123", "unreadable", {"letters": 4, "digits": 3}),
        ("ABCD12345", "unreadable", {"letters": 4, "digits": 5}),
        ("ABCDE1234", "unreadable", {"letters": 5, "digits": 4}),
        ("12345ABCD", "unreadable", {"letters": 4, "digits": 5}),
        ("1234ABCDE", "unreadable", {"letters": 5, "digits": 4}),
        ("", "unreadable", {"letters": 0, "digits": 0}),
        ("A" * 10_000, "unreadable", {"letters": 10_000, "digits": 0}),
        ("دمام1234", "arabic", {}),
        ("حي الواحة", "arabic", {}),
        ("RRRD2929 / RNBB2312", "several", {}),
    ],
)
def test_not_a_short_address(typed: str, reason: str, values: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        SHORT_ADDRESS.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, values)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("26.4207,50.0888", "26.42070,50.08880"),
        ("26.4207, 50.0888", "26.42070,50.08880"),
        ("26.4207، 50.0888", "26.42070,50.08880"),
        ("٢٦.٤٢٠٧ ٥٠.٠٨٨٨", "26.42070,50.08880"),
        ("50.0888,26.4207", "26.42070,50.08880"),  # no place of the Kingdom is there
        ("geo:26.4207,50.0888", "26.42070,50.08880"),
        ("https://www.google.com/maps?q=26.4207,50.0888", "26.42070,50.08880"),
        ("https://maps.google.com/?q=26.4207%2C50.0888&z=17", "26.42070,50.08880"),
        ("https://maps.apple.com/?ll=26.4207,50.0888", "26.42070,50.08880"),
        (
            "https://www.google.com/maps/place/X/@26.5,50.1,17z/data=!3m1!4b1!3d26.4207!4d50.0888",
            "26.42070,50.08880",
        ),
        ("https://maps.google.com.sa/?q=X", "https://maps.google.com.sa/?q=X"),
        (MAP, MAP),
        (f"موقعي هنا: {MAP}?g_st=ic", MAP),
        (f"({MAP}).", MAP),
        ("HTTPS://MAPS.APP.GOO.GL/AbC", "https://maps.app.goo.gl/AbC"),
        ("https://maps.google.com/?q=King+Fahd+Road", "https://maps.google.com/?q=King+Fahd+Road"),
        ("https://goo.gl/maps/AbC", "https://goo.gl/maps/AbC"),
        ("http://waze.com/ul/hthd", "https://waze.com/ul/hthd"),
    ],
)
def test_a_place(typed: str, kept: str) -> None:
    assert LOCATION.read(typed, TODAY) == kept
    assert LOCATION.read(kept, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("48.8566,2.3522", "abroad"),
        ("26.4207,26.4207", "abroad"),
        ("-26.4207,50.0888", "abroad"),
        ("https://example.com/26", "not_a_map"),
        ("https://maps.app.goo.gl", "not_a_map"),
        ("https://maps.app.goo.gl/", "not_a_map"),
        ("https://goo.gl/AbC", "not_a_map"),
        ("https://www.google.com/search?q=dammam", "not_a_map"),
        ("https://maps.google.example.com/x", "not_a_map"),
        ("https://google.com.example.org/maps/x", "not_a_map"),
        ("https://evil.example/maps.app.goo.gl/x", "not_a_map"),
        (f"{MAP}{'x' * 300}", "not_a_map"),
        ("الدمام حي الواحة", "unreadable"),
        ("26,50", "unreadable"),
        ("", "unreadable"),
        ("26.1 " * 2_000, "abroad"),
    ],
)
def test_no_place(typed: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        LOCATION.read(typed, TODAY)
    assert (rejected.value.reason, rejected.value.values) == (reason, {})
