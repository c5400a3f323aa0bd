"""The board as a picture: Arabic in joined letters from the right, in the font we ship."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from bot.reports.board import Board

FONTS = Path(__file__).parent.parent / "web" / "static" / "fonts"
WIDTH, MARGIN, ROW = 1080, 64, 96
HEAD, FOOT, TILE, TITLE = 300, 110, 150, 68
GROUND, PAPER, BAR, INK, SOFT = "#f1f5f3", "#ffffff", "#0d4f49", "#14302c", "#4b635e"
ACCENT, RAIL, BAR_SOFT = "#0e6259", "#e2f1ec", "#bfe0d8"
ISOLATES = re.compile("[\u2066-\u2069]")  # the shaper finds the directions itself


class CannotShape(Exception):  # noqa: N818 -- read by people as a sentence
    """Pillow was built without Raqm: Arabic would be drawn in letters that do not join."""


def can_shape() -> bool:
    return bool(features.check("raqm"))


def draw(board: Board) -> bytes:
    """A PNG. Raises CannotShape rather than draw broken letters."""
    if not can_shape():
        raise CannotShape("the picture needs Pillow with Raqm (libraqm and FriBiDi)")
    height = HEAD + len(board.rows) * ROW + 2 * (TILE + TITLE) + FOOT + 34
    image = Image.new("RGB", (WIDTH, height), GROUND)
    pen = Pen(ImageDraw.Draw(image))
    pen.box(0, 0, WIDTH, 190, BAR, radius=0)
    pen.text(board.title, WIDTH - MARGIN, 22, 62, "#ffffff", bold=True)
    pen.text(board.until, WIDTH - MARGIN, 122, 34, BAR_SOFT)
    pen.text(board.association, MARGIN, 126, 30, BAR_SOFT, left=True)
    pen.text(board.heading, WIDTH - MARGIN, 222, 38, INK, bold=True)
    top = HEAD
    pen.box(MARGIN // 2, top, WIDTH - MARGIN // 2, top + len(board.rows) * ROW + 20, PAPER)
    for n, row in enumerate(board.rows):
        _row(pen, row.name, row.share, row.words, top + 10 + n * ROW)
    top += len(board.rows) * ROW + 44
    for heading, figures in ((board.week, board.numbers), (board.voices, board.followed)):
        pen.text(heading, WIDTH - MARGIN, top, 34, INK, bold=True)
        _tiles(pen, figures, top + TITLE)
        top += TITLE + TILE
    pen.text(board.foot, WIDTH - MARGIN, height - 70, 30, SOFT)
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _row(pen: Pen, name: str, share: float | None, words: str, top: int) -> None:
    """The name and its figure, and below them the bar, from the right."""
    pen.text(name, WIDTH - MARGIN, top + 2, 32, INK, bold=True)
    pen.text(words, MARGIN, top + 2, 30, INK if share is not None else SOFT, left=True)
    pen.box(MARGIN, top + 70, WIDTH - MARGIN, top + 82, RAIL, radius=6)
    if share:
        long = round((WIDTH - 2 * MARGIN) * share)
        pen.box(WIDTH - MARGIN - long, top + 70, WIDTH - MARGIN, top + 82, ACCENT, radius=6)


def _tiles(pen: Pen, numbers: tuple[tuple[str, str], ...], top: int) -> None:
    wide = (WIDTH - MARGIN) // len(numbers)
    for n, (name, number) in enumerate(numbers):
        right = WIDTH - MARGIN // 2 - n * wide
        pen.box(right - wide + 14, top, right, top + TILE - 14, PAPER)
        room = wide - 14 - 40
        pen.text(number, right - 20, top + 10, 50, ACCENT, bold=True, room=room)
        pen.text(name, right - 20, top + 84, 28, SOFT, room=room)


class Pen:
    def __init__(self, on: ImageDraw.ImageDraw) -> None:
        self.on = on

    def box(
        self, left: int, top: int, right: int, bottom: int, fill: str, *, radius: int = 18
    ) -> None:
        self.on.rounded_rectangle((left, top, right, bottom), radius, fill=fill)

    def text(
        self,
        words: str,
        x: int,
        y: int,
        size: int,
        fill: str,
        *,
        bold: bool = False,
        left: bool = False,
        room: int = WIDTH,
    ) -> None:
        """One line whose right end is at x, or its left end; smaller where it has no room."""
        shown = ISOLATES.sub("", words)
        font, anchor = _font(size, bold=bold), "la" if left else "ra"
        long = font.getlength(shown, direction="rtl", language="ar")
        if long > room:
            font = _font(int(size * room / long), bold=bold)
        self.on.text((x, y), shown, fill, font, anchor, direction="rtl", language="ar")


@lru_cache(maxsize=32)
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    path = FONTS / f"SilaSansArabic-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
