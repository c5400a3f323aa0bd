"""When it is told what changed, and what is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from flows import changes
from flows.calendar import RIYADH
from flows.text import Lines
from tests.flows.book import BOOK

HOURS = BOOK.association.hours


def at(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(2027, 1, 1, 3), None),  # a Friday
        (at(2027, 1, 3, 3), at(2027, 1, 3, 10)),
        (at(2027, 1, 3, 12), at(2027, 1, 3, 12)),
        (at(2027, 1, 10, 3), at(2027, 1, 10, 9)),
        (at(2027, 1, 11, 3), None),
        (at(2026, 12, 31, 3), None),
    ],
)
def test_it_is_told_on_the_first_working_day_of_a_quarter(
    now: datetime, told: datetime | None
) -> None:
    found = changes.due(now, HOURS)
    if told is None:
        assert found is None
    else:
        assert found is not None
        quarter, when = found
        assert quarter.id == "2026-Q4"
        assert when == told


def test_each_change_is_a_line() -> None:
    said = changes.told(["موعد مسائي", "شرح أوضح"])
    assert said is not None
    shown = said.values["list"]
    assert isinstance(shown, Lines)
    assert [line.values["words"] for line in shown.of] == ["موعد مسائي", "شرح أوضح"]
    assert changes.told([]) is None
