"""What we say again and again, by which the stored messages are compressed."""

from __future__ import annotations

import msgspec

from bot.body import Body, Choice
from bot.catalog import LANGUAGES
from bot.render import Renderer

UNSAID = ("desk.", "widget.", "report.", "demo.")  # lines of pages
LARGEST = 2**18  # bytes


def dictionary(renderer: Renderer) -> bytes:
    """The lines of catalogs and book, and the shape of a body: what is likeliest comes last."""
    lines = []
    for language in reversed(LANGUAGES):
        lines += [wording.in_(language) for wording in renderer.lines.values()]
        spoken = renderer.catalogs[language].lines
        lines += [line for id_, line in spoken.items() if not id_.startswith(UNSAID)]
    words = "\n".join(_inside_json(line) for line in dict.fromkeys(lines))
    return (words.encode() + msgspec.json.encode(_question(renderer)))[-LARGEST:]


def _question(renderer: Renderer) -> Body:
    """As most of what we say is kept."""
    line = renderer.catalogs["ar"].line
    options = tuple(Choice(id_, line(f"common.{id_}"), n) for n, id_ in enumerate(("yes", "no"), 1))
    return Body(text=line("common.welcome"), options=options, prompt=1, wants="contact", client="c")


def _inside_json(line: str) -> str:
    return msgspec.json.encode(line).decode()[1:-1]
