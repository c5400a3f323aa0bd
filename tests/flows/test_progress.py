"""Halfway to the promised day whoever said something hears where it stands."""

from __future__ import annotations

from datetime import date, datetime

from flows import progress, quiet
from flows.calendar import RIYADH
from tests.flows.book import BOOK

HOURS = BOOK.association.hours


def test_it_is_told_after_half_the_working_days_in_allowed_hours() -> None:
    sunday = datetime(2026, 11, 22, 9, tzinfo=RIYADH)
    at = progress.halfway(BOOK.voices["suggestion"], sunday, HOURS)
    assert at.date() == date(2026, 12, 1), "seven working days later"
    assert not quiet.is_quiet(at, HOURS)


def test_the_day_that_is_told_is_the_one_that_was_promised() -> None:
    voice = BOOK.voices["complaint"]
    told = progress.told(voice, "26000422", "care", date(2026, 11, 22), HOURS)
    assert told.id == "progress.complaint"
    assert told.values["by"] == date(2026, 11, 29)
