"""What officers type to move a case: a Latin command, or an Arabic word alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.render import Renderer
from flows import reference
from flows.arabic import fold

COMMANDS = {
    "claim": "claim",
    "verify": "verify",
    "need": "ask_correction",
    "approve": "approve",
    "reject": "reject",
    "grant": "grant",
    "uphold": "uphold",
    "delivered": "deliver",
    "handback": "hand_back",
    "release": "release",
    "close": "close",
    "answer": "answer",
    "idphoto": "destroy",
}
"""Telegram allows a-z, 0-9 and _ in a command; each stands for a move."""

INTERNAL = "//"

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?!\w)", re.ASCII)
_DIGITS = re.compile("[0-9 ]+$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A move, and the case it names, if it names one."""

    move: str
    reference: str | None
    is_command: bool


def command(text: str) -> Spoken | None:
    """``/claim``, ``/claim@sila_bot 26000422``; what follows it otherwise is not looked at."""
    found = _COMMAND.match(text)
    move = COMMANDS.get(found[1].lower()) if found else None
    if found is None or move is None:
        return None
    return Spoken(move, reference.well_formed(text[found.end() :]), is_command=True)


def word(text: str, renderer: Renderer) -> Spoken | None:
    """``استلام``, ``استلام 26000422``. As a part of a sentence it is no more than a word."""
    named = reference.well_formed(text)
    said = fold(text)
    if named:
        said = _DIGITS.sub("", said).strip()
    move = dict(_spellings(renderer)).get(said)
    return Spoken(move, named, is_command=False) if move else None


def _spellings(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """What each move is called: its short word, and what its button says."""
    for catalog in renderer.catalogs.values():
        for move in COMMANDS.values():
            for line in (f"staff.word.{move}", f"case.move.{move}"):
                yield fold(catalog.line(line)), move
