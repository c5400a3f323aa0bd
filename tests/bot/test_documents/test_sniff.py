"""A file is what its content says, whatever it is called, and is never unpacked in vain."""

from __future__ import annotations

import pytest

from bot.documents.sniff import inspect
from flows.events import File
from tests.bot.test_documents.papers import bomb, cut, pdf, picture, zip_bomb


@pytest.mark.parametrize(
    ("content", "type_"), [(pdf(), "pdf"), (picture("png"), "png"), (picture("jpeg"), "jpeg")]
)
def test_what_is_sound_is_taken_for_what_it_is(content: bytes, type_: str) -> None:
    assert inspect(content) == File(type=type_, size=len(content))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (pdf("secret"), "locked"),
        (cut(pdf()), "damaged"),
        (b"%PDF-1.7", "damaged"),
        (cut(picture("png", 200)), "damaged"),
        (cut(picture("jpeg", 200)), "damaged"),
        (b"\xff\xd8\xff\xe0 a photo", "damaged"),
        (bomb(8_000, 8_000), "dimensions"),
        (bomb(10_000, 10_000), "dimensions"),
        (bomb(60_000, 60_000), "dimensions"),
        (bomb(2_000, 2_000), "damaged"),  # less is in it than it says
        (zip_bomb(), "archive"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "archive"),
        (b"GIF89a" + bytes(100), "type"),
        (b"MZ" + bytes(200), "type"),
        (b"hello", "type"),
        (b"\x00", "type"),
    ],
)
def test_what_is_not_has_its_reason(content: bytes, problem: str) -> None:
    assert inspect(content).problem == problem
