"""What `sila content` does: all that needs the association's folder alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path

from bot import config, content, evaluation
from bot.evaluation import Questions
from bot.matching_lines import Exchange
from flows.matching import Matcher

TROUBLES = (config.BadSettings, content.ContentError, OSError, ValueError)
"""What the operator can put right; the text of each is for them."""
DATABASE_TROUBLES: tuple[type[Exception], ...] = ()
"""No database is opened here."""


async def check(folder: Path, _: argparse.Namespace) -> int:
    """Mistakes end it; entries by which somebody would be answered wrongly are only told."""
    book = content.load(folder)
    for likeness in evaluation.likenesses(book):
        if likeness.misled:
            _say(f"warning: {likeness}")
    _say(
        f"{folder}: {len(book.answers)} answers, {len(book.programmes)} programmes, "
        f"{len(book.officers)} officers: no problems"
    )
    return 0


async def evaluate(folder: Path, chosen: argparse.Namespace) -> int:
    """How well the questions of a file are answered; 1 where that is less than its floors."""
    book = content.load(folder)
    short: list[str] = []
    if chosen.data:
        asked = Questions.read(chosen.data)
        its = evaluation.tally(Matcher.of_book(book), asked.asked)
        for line in evaluation.table(its):
            _say(line)
        short = list(evaluation.shortfalls(its, asked.floors))
    for likeness in evaluation.likenesses(book):
        _say(str(likeness))
    for line in short:
        _say(line)
    return 1 if short else 0


async def match(folder: Path, _: argparse.Namespace) -> int:
    """Lines in, lines out, until there are no more."""
    exchange = Exchange(content.load(folder).words)
    for answer in exchange.answers(sys.stdin.buffer):
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 0


async def contents(chosen: argparse.Namespace) -> int:
    return await CONTENTS[chosen.what](chosen.folder or config.read().association, chosen)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- the operator's screen


CONTENTS: Mapping[str, Callable[[Path, argparse.Namespace], Coroutine[None, None, int]]] = {
    "check": check,
    "evaluate": evaluate,
    "match": match,
}
COMMANDS: Mapping[str, Callable[[argparse.Namespace], Coroutine[None, None, int]]] = {
    "content": contents,
}
