"""Whether a file is sound, and one of those that documents are made of."""

from __future__ import annotations

import io
import re
import warnings

import puremagic
from PIL import Image

from bot.formats import Format, recognise
from flows.events import File

MOST_PIXELS = 50_000_000  # of a picture: beyond any paper, and 200 MB once unpacked
TAIL = 2048  # bytes at the end in which a PDF says where it begins
LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tar", "bz2", "xz", "cab", "docx", "xlsx", "pptx"})
"""Endings of what is packed; it is never unpacked here."""

warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def inspect(content: bytes) -> File:
    """Its type and size, or the problem with it. Takes up to a second of a large picture."""
    size = len(content)
    if not size:
        return File(problem="empty")
    match recognise(content):
        case Format(name=name, kind="image"):
            return File(type=name, size=size, problem=_of_picture(content, name))
        case Format(name="pdf" as name):
            return File(type=name, size=size, problem=_of_pdf(content))
    return File(size=size, problem="archive" if _is_archive(content) else "type")


def _of_pdf(content: bytes) -> str:
    """A PDF ends with where its table of contents is; a locked one says so beside that."""
    if LOCKED.search(content):
        return "locked"
    tail = content[-TAIL:]
    return "" if b"startxref" in tail and b"%%EOF" in tail else "damaged"


def _of_picture(content: bytes, type_: str) -> str:
    """It is unpacked once, and thrown away: only so is it known to be whole."""
    try:
        with Image.open(io.BytesIO(content), formats=[type_]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return "dimensions"
            picture.draft("L", (width // 8, height // 8))  # of a JPEG an eighth is enough to know
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "dimensions"
    except Exception:  # noqa: BLE001 -- the library raises a dozen kinds for what is not a picture
        return "damaged"
    return ""


def _is_archive(content: bytes) -> bool:
    try:
        guessed = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return False
    return any(found.extension.lstrip(".") in ARCHIVES for found in guessed)
