"""What must hold between the things of the association's content: names that refer, and twins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.toml_file import TomlFile
from bot.toml_lines import Place
from flows.arabic import fold
from flows.book import Answer, CannedReply, Governorate, Officer, Programme
from flows.charter import Misconception, Referral, Voice

OPENS = (
    *("registration", "enquiry", "requests", "rate", "notices", "language", "officer"),
    *("rights", "steps", "complaint", "suggestion", "erasure"),
)
"""The flows an answer may open."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of the book and where it is written."""

    thing: Any
    file: TomlFile
    place: Place

    @property
    def id(self) -> str:
        return str(self.thing.id)

    def report(self, place: Place, says: str) -> None:
        self.file.report((*self.place, *place), says)

    def __str__(self) -> str:
        return f"{self.file.path}:{self.file.line(self.place)}"


def report_twins(found: Iterable[Found]) -> None:
    """Two things of one kind under one id, or two officers with one Telegram account."""
    ids: dict[tuple[type, str], Found] = {}
    accounts: dict[int, Found] = {}
    for one in found:
        first = ids.setdefault((type(one.thing), one.id), one)
        if first is not one:
            one.report((), f"expected another name, for {first} has this one")
        if isinstance(one.thing, Officer) and one.thing.telegram is not None:
            first = accounts.setdefault(one.thing.telegram, one)
            if first is not one:
                one.report(("telegram",), f"expected another account, for {first} has this one")


def report_strangers(found: Iterable[Found], main: TomlFile) -> None:
    """Departments and flows that are referred to and do not exist."""
    departments = main.table.get("departments")
    known = departments.keys() if isinstance(departments, dict) else None
    for one in found:
        named: list[tuple[str, str]] = []
        match one.thing:
            case Officer(departments=names):
                named = [("departments", name) for name in sorted(names)]
            case Programme(department=name) | Voice(department=name):
                named = [("department", name)]
            case CannedReply(department=str(name)):
                named = [("department", name)]
            case Answer(owner=name, opens=flow):
                named = [("owner", name)]
                if flow is not None and flow not in OPENS:
                    one.report(("opens",), f"expected one of: {', '.join(OPENS)}")
        for key, name in named:
            if known is not None and name not in known:
                one.report((key,), f"expected a department, one of: {', '.join(known)}")


def report_echoes(found: Iterable[Found]) -> None:
    """The same words for two things of one kind: then nobody could tell which one is meant."""
    spoken: dict[tuple[type, str], Found] = {}
    for one in found:
        for place, text in _spoken(one.thing):
            folded = fold(text)
            first = spoken.setdefault((type(one.thing), folded), one)
            if not folded:
                one.report(place, "expected words")
            elif first is not one:
                one.report(place, f"expected other words, for {first} has these: {text}")


def _spoken(thing: object) -> Iterator[tuple[Place, str]]:
    """What people may type to mean `thing`."""
    match thing:
        case Answer(title=name, phrasings=more):
            keys = "title", "phrasings"
        case Governorate(name=name, aliases=more):
            keys = "name", "aliases"
        case Programme(title=name):
            keys, more = ("title", ""), ()
        case Misconception(phrases=more) | Referral(phrases=more):
            yield from ((("phrases", index), text) for index, text in enumerate(more))
            return
        case _:
            return
    yield (keys[0], "ar"), name.ar
    yield (keys[0], "en"), name.en
    yield from (((keys[1], index), text) for index, text in enumerate(more))
