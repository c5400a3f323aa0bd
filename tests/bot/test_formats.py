"""A file is what its content says, whatever it is called."""

from __future__ import annotations

import pytest

from bot.formats import recognise

VIDEO = b"hdlr" + bytes(8) + b"vide"
SOUND = b"hdlr" + bytes(8) + b"soun"
SIZE = b"\x00\x00\x00\x20"


@pytest.mark.parametrize(
    ("content", "type_"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"OggS" + bytes(23) + b"\nOpusHead", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\xff\xf1\x50", "audio/aac"),
        (b"#!AMR\n", "audio/amr"),
        (SIZE + b"ftypM4A ", "audio/mp4"),
        (SIZE + b"ftypisom" + SOUND, "audio/mp4"),
        (SIZE + b"ftypisom" + SOUND + VIDEO, "video/mp4"),
        (b"\n\n\n\nftypmp42" + VIDEO, "video/mp4"),
        (b"\x1aE\xdf\xa3", "audio/webm"),
    ],
)
def test_it_is_known_by_how_it_begins(content: bytes, type_: str) -> None:
    found = recognise(content)
    assert found is not None
    assert (found.type, found.type.startswith(found.kind)) == (type_, found.kind != "document")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"OggS" + bytes(24) + b"\x01vorbis",
        SIZE + b"ftypheic",
        SIZE + b"ftypqt  ",
        b" %PDF-",
    ],
)
def test_what_is_none_of_them_is_nothing(content: bytes) -> None:
    assert recognise(content) is None
