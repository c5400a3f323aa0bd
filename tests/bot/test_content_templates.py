"""Mistakes in templates.toml that WhatsApp's reviewers would find a day later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.content_folder import copy_to, edit, line_of, problems

BODY = "وصل رد الموظف على المعاملة رقم {reference}، وهو محفوظ هنا."


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("{reference}، وهو", "{number}، وهو", "body.ar", "each of the samples"),
        ("السلام عليكم، معكم {association}.\nوصل", "{association}\nوصل", "body.ar", "before the"),
        ("معكم {association}.\nوصل رد", "معكم {association} {reference} رد", "body.ar", "between"),
        (BODY, "{reference}، هنا. " + "كلام " * 250, "body.ar", "at most 1024"),
        ('"عرض الرد"', '"عرض رد الموظف المحفوظ هنا"', "buttons.open", "at most 20"),
    ],
)
def test_what_would_be_rejected_is_told(
    tmp_path: Path, old: str, new: str, place: str, says: str
) -> None:
    folder = copy_to(tmp_path)
    edit(folder / "templates.toml", old, new)
    found = problems(folder)
    line = line_of(folder / "templates.toml", place)
    assert any(
        f"templates.toml:{line}: " in one and f"waiting_reply.{place}: " in one for one in found
    )
    assert any(says in one for one in found)
