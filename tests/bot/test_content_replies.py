"""Mistakes in replies.toml, told before an officer sends one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.content_folder import copy_to, edit, problems


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('department = "care"', 'department = "roads"', "visit_us.department: expected a depart"),
        (
            "valid_until = 2027-06-30",
            'valid_until = "soon"',
            "visit_us.valid_until: expected a date",
        ),
        ('"الخدمة دون رسوم"', f'"{"رسوم " * 9}"', "no_fees.title.ar: expected at most 40"),
        ('"No fees"', '" "', "no_fees.title.en: expected at most 40 characters, and some"),
        ("source = ", "from = ", "source"),
    ],
)
def test_what_cannot_be_sent_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = copy_to(tmp_path)
    edit(folder / "replies.toml", old, new)
    found = problems(folder)
    assert any("replies.toml:" in one and says in one for one in found), found
