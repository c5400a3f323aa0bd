"""The prelude of a case: the last that was said before it was opened, as its card shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.body import Body, read
from bot.staff.veil import Veil
from bot.turns.scene import Scene
from storage import messages
from storage.cases import Case
from storage.messages import Message

LINES = 10
LONGEST = 80  # characters of each
LOOKED_THROUGH = 30


async def prelude(scene: Scene, case: Case) -> list[list[str]]:
    """Who said what, oldest first: numbers cut, names covered, and nothing of another case."""
    veil = await Veil.over(scene.unit, case)
    said = await messages.latest(scene.unit, scene.address.id, LOOKED_THROUGH)
    turns = [[author, veil.cover(words)] for author, words in _shown(said)]
    return [[a, textwrap.shorten(words, LONGEST, placeholder="…")] for a, words in turns[-LINES:]]


def _shown(said: list[Message]) -> Iterator[tuple[str, str]]:
    for line in said:
        kept = read(line.body)
        if line.act == "post" and line.case is None and kept.text and not _is_kept_back(kept):
            yield line.author, kept.text


def _is_kept_back(kept: Body) -> bool:
    return kept.hidden or kept.internal or kept.held or kept.rating or kept.sealed
