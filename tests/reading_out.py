"""A survey read out over the telephone in a written conversation, as an officer wrote it down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from flows import readout
from flows.book import Book
from flows.effects import Declined, Effect, Received, Rerated
from flows.rating import REASONS
from flows.readout import Answers, How
from flows.text import Shown, Text
from tests.entries import Entry
from tests.records import Records

LINE = re.compile(r"الموظف \((?P<who>.+?)\): قراءة الأسئلة (?P<number>\d{8}): (?P<given>.+)")
HOWS: tuple[How, ...] = ("full", "partly", "no")
SCALES = ("score", "effort", "conduct")
NOTHING = "لا رغبة"
START = date(2026, 11, 22)


def entries(
    read: re.Match[str], records: Records, book: Book, words: Callable[[Shown], str]
) -> Iterator[Entry]:
    """What the log says of it. Parts are apart by ``؛``, a remark is quoted."""
    who, number, said = read.group("who", "number", "given")
    officers = {words(Text(f"book.officer.{id_}")): id_ for id_ in book.officers}
    given = _answers(said, words)
    if number in records.applications:
        rated, is_open = records.cases[number].owner, number not in records.rated
        if why := readout.refusal(officers[who], rated, is_open=is_open):
            yield "رُفض الإجراء: {}", (why,), ()
            return
    yield "مكالمة لقراءة الأسئلة: {}", (who,), tuple(_asked(given))
    for effect in _effects(number, given, records, book):
        yield from records.keep(effect, START)


def _effects(number: str, given: Answers, records: Records, book: Book) -> Iterator[Effect]:
    if number not in records.applications:
        assert given.score is not None
        yield Rerated(number, given.score)
        return
    if given.received:
        yield Received(number, given.received)
    if rated := readout.rated(number, given, book.association):
        yield rated
    elif given.received != "no":
        yield Declined(number)


def _answers(said: str, words: Callable[[Shown], str]) -> Answers:
    hows: dict[str, How] = {words(Text(f"delivery.received.option.{how}")): how for how in HOWS}
    reasons = {words(Text(f"rating.reason.option.{why}")): why for why in REASONS}
    parts = [part.strip() for part in said.split("؛") if part.strip() != NOTHING]
    scores = [int(part) for part in parts if part.isdecimal()]
    quoted = [part.strip("«»") for part in parts if part.startswith("«")]
    return Answers(
        next((hows[part] for part in parts if part in hows), None),
        **dict(zip(SCALES, scores, strict=False)),
        reason=next((reasons[part] for part in parts if part in reasons), ""),
        comment="".join(quoted),
    )


def _asked(given: Answers) -> Iterator[tuple[Text, Shown]]:
    """The questions as the desk puts them, each with its answer."""
    shown: dict[str, Shown | None] = {
        "received": given.received and Text(f"delivery.received.option.{given.received}"),
        "score": given.score,
        "reason": Text(f"rating.reason.option.{given.reason}") if given.reason else None,
        "effort": given.effort,
        "conduct": given.conduct,
        "comment": given.comment or None,
    }
    yield from ((Text(f"desk.logbook.ask.{name}"), said) for name, said in shown.items() if said)
