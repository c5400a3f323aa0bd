"""Where pictures are kept: small ones, in few colours."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, cast

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Locator, Page

from tests.browser.page import visitor

HEAVIEST = 60_000  # bytes
COLOURS = (64, 48, 32, 24, 16)  # as many as fit
SHARPNESS = 1.5  # pixels for one of the page's
LESS, WIDE = 1.1, 1000  # and in a page that is as wide as this
Seen: TypeAlias = list[tuple[int, tuple[int, int, int]]]  # how often each colour is there
GAP, PAPER = 24, (255, 255, 255)


class TooHeavyError(Exception):
    """In however few colours."""


@dataclass(frozen=True, slots=True)
class Album:
    """`names` are the pictures that are wanted; none: all."""

    browser: Browser
    folder: Path
    names: frozenset[str]

    def wants(self, *names: str) -> bool:
        """Whether one of these is wanted."""
        return not self.names or not self.names.isdisjoint(names)

    def watched(self, **size: int) -> AbstractAsyncContextManager[BrowserContext]:
        """A browser whose pages are of this `width` and `height`."""
        sharpness = LESS if size["width"] >= WIDE else SHARPNESS
        return visitor(self.browser, viewport=size, device_scale_factor=sharpness)

    async def take(self, name: str, of: Page | Locator) -> None:
        self.keep(name, [await shot(of)])

    def keep(self, name: str, pictures: Iterable[bytes]) -> None:
        """Side by side, from right to left."""
        if not self.wants(name):
            return
        whole = _joined([Image.open(io.BytesIO(one)).convert("RGB") for one in pictures])
        for colours in COLOURS:
            written = io.BytesIO()
            _in_few(whole, colours).save(written, "PNG", optimize=True)
            if written.tell() <= HEAVIEST:
                (self.folder / f"{name}.png").write_bytes(written.getvalue())
                return
        raise TooHeavyError(name, written.tell())


async def shot(of: Page | Locator) -> bytes:
    """Once its letters are there."""
    page = of if isinstance(of, Page) else of.page
    await page.evaluate("document.fonts.ready")
    return await of.screenshot(animations="disabled")


def _in_few(picture: Image.Image, colours: int) -> Image.Image:
    """Half of them are those seen most, as they are; the others stand for what lies between."""
    seen = cast("Seen", picture.getcolors(picture.width * picture.height))
    most = [part for _, colour in sorted(seen)[-colours // 2 :] for part in colour]
    between = picture.quantize(colours // 2, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(most + between[: 3 * (colours // 2)])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _joined(pictures: list[Image.Image]) -> Image.Image:
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(one.height for one in pictures)), PAPER)
    for one in pictures:
        whole.paste(one, (width - one.width, 0))
        width -= one.width + GAP
    return whole
