"""How figures are said: changes in their unit and the right plural, officers by their aliases."""

from __future__ import annotations

import pytest

from bot.reports.indicators import Indicator, Measured, Unit
from bot.reports.indicators_page import changed
from bot.reports.words import Words
from flows.measures import wilson
from tests.bot.test_reports.year import BOOK


@pytest.mark.parametrize(
    ("unit", "now", "before", "said"),
    [
        ("points", 41.2, 44.1, "نقص \u20663\u2069"),
        ("points", 41.2, 41.0, "دون تغيّر"),
        ("minutes", 17.3, 16.9, "دون تغيّر"),
        ("count", 7, 4, "زيادة \u20663\u2069"),
        ("score", 4.1, 4.35, "نقص \u20660.25\u2069"),
    ],
)
def test_a_change_is_said_in_its_unit(
    unit: Unit, now: float, before: float, said: str, words: Words
) -> None:
    indicator = Indicator("D5", Measured(unit, now, 90), Measured(unit, before, 90))
    assert changed(words, indicator) == said


@pytest.mark.parametrize(
    ("hits", "said"),
    [
        (520, "ارتفاع نقطتين"),
        (550, "ارتفاع \u20665\u2069 نقاط"),
        (350, "انخفاض \u206615\u2069 نقطة"),
    ],
)
def test_points_have_their_plural(hits: int, said: str, words: Words) -> None:
    before, now = (wilson(share * 100, 100_000) for share in (500, hits))
    measured = Measured("percent", hits / 1000, 100_000, now)
    indicator = Indicator("G", measured, Measured("percent", 0.5, 100_000, before))
    assert changed(words, indicator) == said


def test_officers_are_told_by_their_aliases(words: Words) -> None:
    assert words.book("officer", "sara") == BOOK.officers["sara"].alias.ar
    assert words.book("officer", "who left") == "who left"
