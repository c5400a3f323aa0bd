"""What officers write down of calls, visits and letters."""

from __future__ import annotations

from datetime import date

import pytest

from flows import logbook
from flows.logbook import Line, Way

TODAY = date(2026, 11, 22)
MOBILE = "+966551234567"


@pytest.mark.parametrize(
    ("way", "text", "line"),
    [
        ("call", "0551234567 تسأل عن الدورات", Line("call", "تسأل عن الدورات", MOBILE)),
        ("call", "٠٥٥١٢٣٤٥٦٧ تسأل", Line("call", "تسأل", MOBILE)),
        ("call", "تسأل عن الدورات", None),
        ("call", "0551234567", None),
        ("call", "", None),
        ("visit", "حضرت أم محمد", Line("visit", "حضرت أم محمد")),
        ("visit", "0551234567 حضرت", Line("visit", "حضرت", MOBILE)),
        ("letter", "جمعية البر؛ طلب تعاون", Line("letter", "طلب تعاون", None, "جمعية البر")),
        ("letter", "a sender; a subject", Line("letter", "a subject", None, "a sender")),
        ("letter", "طلب تعاون", Line("letter", "طلب تعاون")),
        ("letter", "؛", Line("letter", "؛")),
        ("letter", "  ", None),
    ],
)
def test_how_a_line_is_read(way: Way, text: str, line: Line | None) -> None:
    assert logbook.read(way, text, TODAY) == line
