"""Mistakes in the hours, and years in which something was moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content import load
from flows.calendar import is_ramadan, is_working_day
from tests.bot.content_folder import copy_to, edit, problems

NATIONAL = 'month = 9\nday = 23\nname = { ar = "اليوم الوطني", en = "National Day" }\n'
ANNOUNCED = "[[hours.announced]]\nfirst = 2027-02-09\nlast = 2027-03-09\n\n[numbers]"
WITHIN = "expected 2027-02-08 by the calendar, or a day before or after it"


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("day = 23\n", "day = 31\n", "yearly.day", "expected a day that its month has"),
        ("month = 9", "month = 13", "yearly.day", "expected a day that its month has"),
        (
            NATIONAL,
            f"{NATIONAL}instead = [2027-09-22, 2027-09-26]\n",
            "yearly.instead",
            "expected one day for 2027",
        ),
        (
            NATIONAL,
            f"{NATIONAL}instead = [2027-10-23]\n",
            "yearly.instead",
            "expected a day at most ten days from its own",
        ),
        (
            NATIONAL,
            f'{NATIONAL}instead = ["soon"]\n',
            "yearly.instead",
            "expected a list of dates, such as [2027-09-22]",
        ),
        ("[numbers]", ANNOUNCED.replace("02-09", "02-10"), "announced.first", WITHIN),
        ("[numbers]", ANNOUNCED.replace("02-09", "02-06"), "announced.first", WITHIN),
        (
            "[numbers]",
            ANNOUNCED.replace("03-09", "03-11"),
            "announced.last",
            "expected 29 or 30 days from the first to the last",
        ),
        (
            "closes = 16:00:00 }",
            "closes = 12:00:00 }, { opens = 21:00:00, closes = 08:30:00 }",
            "frames.closes",
            "expected a time up to the first opening of the next day",
        ),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    folder = copy_to(tmp_path)
    edit(folder / "association.toml", old, new)
    [problem] = problems(folder)
    assert f": association.hours.{place}: {says}" in problem


def test_what_was_announced_and_moved_is_known(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    edit(folder / "association.toml", "[numbers]", ANNOUNCED)
    edit(folder / "association.toml", NATIONAL, f"{NATIONAL}instead = [2027-09-26]\n")
    hours = load(folder).association.hours
    assert not is_ramadan(date(2027, 2, 8), hours.announced)
    assert is_working_day(date(2027, 9, 23), hours)
    assert not is_working_day(date(2027, 9, 26), hours)
    assert not is_working_day(date(2026, 9, 23), hours)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("lease_reminder = 20 ", "lease_reminder = 30 ", "lease_reminder"),
        ("warning_percent = 75 ", "warning_percent = 100 ", "warning_percent"),
    ],
)
def test_a_warning_comes_before_its_end(tmp_path: Path, old: str, new: str, place: str) -> None:
    folder = copy_to(tmp_path)
    edit(folder / "association.toml", old, new)
    [problem] = problems(folder)
    assert f": association.numbers.{place}: expected" in problem
