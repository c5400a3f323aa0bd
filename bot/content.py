"""Reads `association/`: everything the association says about itself, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from bot.content_links import Found, report_echoes, report_strangers, report_twins
from bot.content_shape import Unfit, build, thing, things
from bot.content_words import fold_words
from bot.toml_file import Problem, TomlFile, read
from flows.book import (
    Answer,
    Association,
    Book,
    CannedReply,
    Clause,
    Department,
    Governorate,
    Officer,
    Programme,
    Template,
)
from flows.charter import Misconception, Party, Referral, Voice

T = TypeVar("T")


class ContentError(Exception):
    """The folder cannot be used; `problems` has every mistake found in it, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def load(folder: Path) -> Book:
    """The book written in `folder`. Raises `ContentError` with all that is wrong in it."""
    main = read(folder / "association.toml", "association")
    officers = read(folder / "officers.toml", "officers")
    spoken = read(folder / "words.toml", "words")
    voices = read(folder / "voices.toml", "voices")
    misconceptions = read(folder / "misconceptions.toml", "misconceptions")
    parties = read(folder / "rights.toml", "rights")
    referrals = read(folder / "referrals.toml", "referrals")
    templates = read(folder / "templates.toml", "templates")
    policy = read(folder / "policy.toml", "policy")
    replies = read(folder / "replies.toml", "replies")
    programmes = [read(p, "programmes", p.stem) for p in sorted(folder.glob("programmes/*.toml"))]
    answers = [read(p, "answers") for p in sorted(folder.glob("answers/*.toml"))]

    association = _association(main)
    found = [
        *_find(Department, main, "departments"),
        *_find(Governorate, main, "governorates"),
        *_find(Officer, officers),
        *_find(Voice, voices),
        *_find(Misconception, misconceptions),
        *_find(Party, parties),
        *_find(Referral, referrals),
        *_find(Template, templates),
        *_find(Clause, policy, "clauses"),
        *_find(CannedReply, replies),
        *(one for file in programmes for one in _programme(file)),
        *(one for file in answers for one in _find(Answer, file)),
    ]
    words = fold_words(spoken)
    report_twins(found)
    report_strangers(found, main)
    report_echoes(found)

    charter = (voices, misconceptions, parties, referrals)
    problems = [p for file in charter for p in file.problems]
    problems += [
        p
        for f in (main, officers, spoken, templates, policy, replies, *programmes, *answers)
        for p in f.problems
    ]
    problems += [
        Problem(str(folder / name), 1, name, "expected a folder with at least one .toml file")
        for name, files in (("programmes", programmes), ("answers", answers))
        if not files
    ]
    if problems or association is None:
        raise ContentError(problems)
    return Book(
        association=association,
        departments=_by_id(Department, found),
        governorates=_by_id(Governorate, found),
        programmes=_by_id(Programme, found),
        answers=_by_id(Answer, found),
        officers=_by_id(Officer, found),
        words=words,
        clauses=_by_id(Clause, found),
        replies=_by_id(CannedReply, found),
        templates=_by_id(Template, found),
        voices=_by_id(Voice, found),
        misconceptions=_by_id(Misconception, found),
        parties=_by_id(Party, found),
        referrals=_by_id(Referral, found),
    )


def _association(main: TomlFile) -> Association | None:
    if not main.readable:
        return None
    lists = {"departments", "governorates"}
    for name in sorted(lists - main.table.keys()):
        main.report((name,), "missing; expected a table of names")
    table = {key: value for key, value in main.table.items() if key not in lists}
    with suppress(Unfit):
        made: Association = build(Association, table, main, ())
        return made
    return None


def _find(kind: type, file: TomlFile, *place: str) -> Iterator[Found]:
    table = file.table.get(place[0], {}) if place else file.table
    for one in things(kind, table, file, place):
        yield Found(one, file, (*place, one.id))


def _programme(file: TomlFile) -> Iterator[Found]:
    """The name of the file is the id of its programme."""
    if file.readable:
        with suppress(Unfit):
            yield Found(thing(Programme, file.path.stem, file.table, file, ()), file, ())


def _by_id(kind: type[T], found: Iterable[Found]) -> dict[str, T]:
    return {one.id: one.thing for one in found if isinstance(one.thing, kind)}
