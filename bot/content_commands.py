"""What `sila content` does with what the association says: check it, list it, ask it.

A folder that is named is looked at alone; else the answers that officers wrote count, too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path

from bot import config, content, evaluation
from bot.evaluation import Questions
from bot.matching_lines import Exchange
from flows.book import Book
from flows.matching import Matcher


class NoDatabase(Exception):  # noqa: N818 -- read as a sentence
    """The answers that officers wrote cannot be read."""


TROUBLES = (config.BadSettings, content.ContentError, NoDatabase, OSError, ValueError)
"""What the operator can put right; the text of each is for them."""
DATABASE_TROUBLES: tuple[type[Exception], ...] = ()
"""What a database has to tell is told by `NoDatabase`."""


async def check(folder: Path | None, _: argparse.Namespace) -> int:
    """Mistakes end it; entries by which somebody would be answered wrongly are only told."""
    book, _numbers = await _counting(folder)
    for likeness in evaluation.likenesses(book):
        if likeness.misled:
            _say(f"warning: {likeness}")
    _say(
        f"{_place(folder)}: {len(book.answers)} answers, {len(book.programmes)} programmes, "
        f"{len(book.officers)} officers: no problems"
    )
    return 0


async def evaluate(folder: Path | None, chosen: argparse.Namespace) -> int:
    """How well the questions of a file are answered; 1 where that is less than its floors."""
    book, _ = await _counting(folder)
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


async def list_answers(folder: Path | None, _: argparse.Namespace) -> int:
    """Every answer that is spoken: its version, until when it holds, whose it is, its title."""
    book, numbers = await _counting(folder)
    for its in sorted(book.answers.values(), key=lambda its: (its.valid_until, its.id)):
        version = f"v{numbers[its.id]}" if its.id in numbers else "-"
        _say(f"{its.id:24} {version:>5} {its.valid_until} {its.owner:12} {its.title.ar}")
    return 0


async def match(folder: Path | None, _: argparse.Namespace) -> int:
    """Lines in, lines out, until there are no more."""
    exchange = Exchange(content.load(_place(folder)).words)
    for answer in exchange.answers(sys.stdin.buffer):
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 0


async def contents(chosen: argparse.Namespace) -> int:
    return await CONTENTS[chosen.what](chosen.folder, chosen)


def _place(folder: Path | None) -> Path:
    return folder or config.read().association


async def _counting(folder: Path | None) -> tuple[Book, Mapping[str, int]]:
    """The book that is spoken, and the versions of its answers as far as they are known."""
    book = content.load(_place(folder))
    if folder:
        return book, {}
    from bot import commands  # noqa: PLC0415 -- all that serves, which `match` has no need of

    try:
        return await commands.counting(config.read(), book)
    except commands.UNREADABLE as trouble:
        raise NoDatabase(f"DATABASE_URL: {trouble}") from trouble


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- the operator's screen


CONTENTS: Mapping[str, Callable[[Path | None, argparse.Namespace], Coroutine[None, None, int]]] = {
    "check": check,
    "list": list_answers,
    "evaluate": evaluate,
    "match": match,
}
COMMANDS: Mapping[str, Callable[[argparse.Namespace], Coroutine[None, None, int]]] = {
    "content": contents,
}
