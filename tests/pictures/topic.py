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

STYLE = (Path(__file__).parent / "telegram.css").read_text("utf-8")
LETTERS = {"400": "Regular", "700": "Bold"}
BOT = "صلة"
DOTS = {"🟠": "#e8842c", "🟢": "#3a9d5d", "🟣": "#8156b8", "🔵": "#3672c9", "🔴": "#d0342c"}
"""Drawn by us: not every machine has coloured letters."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a topic, or in the whole group."""

    title: str
    messages: tuple[Message, ...]

    @classmethod
    def of(cls, topic: Topic, last: int = 0) -> Shown:
        """All of it that is still there; or the card and the `last` ones."""
        there = _written(topic.messages)
        return cls(topic.name, (there[0], *there[-last:]) if last else there)

    async def draw(self, page: Page) -> None:
        bubbles = "".join(map(_bubble, self.messages))
        title = _words(self.title)
        body = f"<body dir=rtl><main><h1>{title}</h1>{bubbles}</main>"
        await page.set_content(f"<style>{_fonts()}{STYLE}</style>{body}")


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
    marks = "".join(f"<i class=mark>{one}</i>" for one in message.reactions)
    rows = "".join(f"<nav>{_row(row)}</nav>" for row in message.rows)
    said = f"<p><b>{name}</b>{_quote(message.reply_to)}{_words(message.text)}{marks}</p>"
    return f"<article class='{side}'>{said}{rows}</article>"


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
    return drawn
