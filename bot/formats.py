"""What a file is, by its content alone: names and declared types are anybody's to write."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is how a programme's documents call it; `type` what is declared when it is sent."""

    name: str
    kind: str  # image | audio | video | document
    type: str


PDF = Format("pdf", "document", "application/pdf")
PNG = Format("png", "image", "image/png")
JPEG = Format("jpeg", "image", "image/jpeg")
OPUS = Format("opus", "audio", "audio/ogg")
MP3 = Format("mp3", "audio", "audio/mpeg")
AAC = Format("aac", "audio", "audio/aac")
AMR = Format("amr", "audio", "audio/amr")
M4A = Format("m4a", "audio", "audio/mp4")
MP4 = Format("mp4", "video", "video/mp4")
WEBM = Format("webm", "audio", "audio/webm")

BEGINNINGS = (
    (rb"%PDF-", PDF),
    (rb"\x89PNG\r\n\x1a\n", PNG),
    (rb"\xff\xd8\xff", JPEG),
    (rb"OggS.{24}OpusHead", OPUS),  # with another sound in it no phone plays it
    (rb"ID3|\xff[\xfa\xfb\xf2\xf3]", MP3),
    (rb"\xff[\xf1\xf9]", AAC),
    (rb"#!AMR", AMR),
    (rb".{4}ftypM4A", M4A),
    (rb".{4}ftyp(?:iso|mp4|avc1|M4V)", MP4),
    (rb"\x1aE\xdf\xa3", WEBM),
)
PICTURE_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
"""Of an MP4: ISO/IEC 14496-12 §8.4.3."""

_KNOWN = tuple((re.compile(pattern, re.DOTALL), format_) for pattern, format_ in BEGINNINGS)


def recognise(content: bytes) -> Format | None:
    """None for what is none of these. An MP4 without a picture is a sound."""
    for beginning, format_ in _KNOWN:
        if beginning.match(content):
            is_sound = format_ is MP4 and not PICTURE_TRACK.search(content)
            return M4A if is_sound else format_
    return None
