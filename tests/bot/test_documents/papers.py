"""Files to send: sound ones, and every kind of unsound one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from fpdf import FPDF
from PIL import Image


def pdf(password: str = "") -> bytes:
    paper = FPDF()
    paper.add_page()
    if password:
        paper.set_encryption(owner_password=password, user_password=password)
    return bytes(paper.output())


def picture(kind: str = "png", side: int = 40) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((side, side), 50).save(made, kind)
    return made.getvalue()


def cut(content: bytes) -> bytes:
    """As after a broken connection."""
    return content[: len(content) * 2 // 3]


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(5_000_000))
    return made.getvalue()
