"""A topic of a group as the fake of Telegram holds it, drawn in clothes of our own."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

from bot.reports.drawing import FONTS
from tests.fakes.botapi import Message, Topic
from tests.fakes.botapi.message import Button
from tests.pictures.album import shot

STYLE = (Path(__file__).parent / "telegram.css").read_text("utf-8")
LETTERS = {"400": "Regular", "700": "Bold"}
BOT = "صلة"
DOTS = {"🟠": "#e8842c", "🟢": "#3a9d5d", "🟣": "#8156b8", "🔵": "#3672c9", "🔴": "#d0342c"}
SIGNS = {"❌": ("✗", "#d0342c"), "✅": ("✓", "#3a9d5d")}
HEART = "M10 17C3 12 1 9 1 6a4.4 4.4 0 0 1 9-1 4.4 4.4 0 0 1 9 1c0 3-2 6-9 11Z"
CRACK = "m10 4-2 4 4 2-3 5"
EYE = "<ellipse cx={0} cy=9 rx=4 ry=7 fill=#fff stroke=#444 /><circle cx={1} cy=11 r=2 />"
SHAPES = {
    "💔": f"<path d='{HEART}' fill=#d0342c /><path d='{CRACK}' fill=none stroke=#fff />",
    "💯": "<text x=10 y=13 text-anchor=middle font-size=11 font-weight=700 fill=#d0342c>100</text>",
    "👀": EYE.format(5, 6) + EYE.format(14, 15),
}
"""Drawn by us: not every machine has coloured letters."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a topic, or in the whole group."""

    title: str
    messages: tuple[Message, ...]

    @classmethod
    def of(cls, topic: Topic, last: int = 0) -> Shown:
        """All of it that is still there, or the `last` ones."""
        return cls(topic.name, _written(topic.messages)[-last:])

    async def shot(self, page: Page) -> bytes:
        bubbles = "".join(map(_bubble, self.messages))
        title = _words(self.title)
        body = f"<body dir=rtl><main><h1>{title}</h1>{bubbles}</main>"
        await page.set_content(f"<style>{_fonts()}{STYLE}</style>{body}")
        return await shot(page.locator("main"))


def _fonts() -> str:
    """In the page itself, which has no address."""
    told = ""
    for weight, name in LETTERS.items():
        data = base64.b64encode((FONTS / f"SilaSansArabic-{name}.ttf").read_bytes()).decode()
        source = f"src:url(data:font/ttf;base64,{data})"
        told += f"@font-face{{font-family:Sila;font-weight:{weight};{source}}}"
    return told


def _written(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple(one for one in messages if one.text and not one.service and not one.deleted)


def _bubble(message: Message) -> str:
    name = BOT if message.by_bot else str(message.sender["from"]["first_name"])
    side = "" if message.by_bot else "ours"
    marks = "".join(f"<i class=mark>{_shape(one)}</i>" for one in message.reactions)
    rows = "".join(f"<nav>{_row(row)}</nav>" for row in message.rows)
    said = f"<b>{name}</b>{_quote(message.reply_to)}<span>{_words(message.text)}</span>{marks}"
    return f"<article class='{side}'><p>{said}</p>{rows}</article>"


def _shape(reaction: str) -> str:
    drawn = SHAPES.get(reaction)
    return f"<svg width=17 height=17 viewBox='0 0 20 18'>{drawn}</svg>" if drawn else reaction


def _quote(answered: Message | None) -> str:
    """The beginning of what is replied to, where it was written by somebody."""
    if answered is None or answered.service or not answered.text:
        return ""
    return f"<q>{_words(answered.text.splitlines()[0])}</q>"


def _row(buttons: list[Button]) -> str:
    return "".join(f"<span>{_words(button.text)}</span>" for button in buttons)


def _words(text: str) -> str:
    drawn = html.escape(text)
    for dot, colour in DOTS.items():
        drawn = drawn.replace(dot, f"<i class=dot style='background:{colour}'></i>")
    for sign, (plain, colour) in SIGNS.items():
        drawn = drawn.replace(sign, f"<i class=sign style='color:{colour}'>{plain}</i>")
    return drawn
