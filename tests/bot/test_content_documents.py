"""Mistakes in the documents of a programme are told with their place and what belongs there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import load
from flows.book import Document
from tests.bot.content_folder import copy_to, edit, line_of, problems

AT = "documents.licence"


def licence(folder: Path) -> Document:
    [document] = load(folder).programmes["governance"].documents
    return document


@pytest.mark.parametrize(
    ("old", "new", "place", "expected"),
    [
        ("وليست هوية", "رجاء", "ask.ar", "expected it to say: وليست هوية"),
        ("not an identity document", "x", "ask.en", "expected it to say: not an identity document"),
        ("most = 2", "most = 0", "most", "expected a number from 1 to 10"),
        ("most = 2", "size = 17", "size", "expected megabytes, from 1 to 16"),
        ('["pdf", "jpeg", "png"]', "[]", "types", "expected at least one of: pdf, jpeg, png"),
        ('["pdf", "jpeg"', '["zip", "jpeg"', "types", "expected a list of any of: pdf, jpeg, png"),
        ("most = 2", 'when = ["area", "x"]', "when", "expected an answer to area: "),
        ("most = 2", 'when = ["nobody", "x"]', "when", "expected an answer before it: "),
        ("expires = true", "expires = 3", "expires", "expected true or false"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, place: str, expected: str) -> None:
    folder = copy_to(tmp_path)
    path = folder / "programmes" / "governance.toml"
    edit(path, old, new)
    [problem] = problems(folder)
    where = line_of(path, 'ask = { ar = "نحتاج' if place == "ask.en" else new)
    assert problem.startswith(f"programmes/governance.toml:{where}: ")
    assert f"{AT}.{place}: {expected}" in problem


def test_what_is_left_out_is_as_the_comment_says(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    path = folder / "programmes" / "governance.toml"
    edit(path, "most = 2\nexpires = true\n", "")
    document = licence(folder)
    assert (document.most, document.size) == (3, 10)
    assert not document.expires
    assert not document.optional
