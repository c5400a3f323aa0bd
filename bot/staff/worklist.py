"""Cases that an officer asks for with a word in the staff room: theirs, the late, and a search."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.clock import riyadh
from bot.kit import Kit
from bot.staff import card
from flows import applications as application_moves
from flows import mask, reference
from flows.arabic import clean
from flows.book import Officer
from flows.cases import OPEN
from flows.text import Lines, Shown, Text
from storage import applications, cases
from storage.applications import Application
from storage.audit import Entry
from storage.cases import Case
from storage.unit import View

OURS = tuple(state for state in OPEN if state != "waiting_beneficiary")
"""States in which it is an officer's turn: only these can be late."""
SENSITIVE = "sensitive"  # none of the general room's business
LONGEST = 20  # lines of one list
PAGE = 200  # applications looked through together

_ENDING = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Told:
    """What the officer reads; `entry` is what is recorded of it."""

    text: Text
    entry: Entry | None = None


async def mine(view: View, kit: Kit, officer: Officer, _: str, __: datetime) -> Told:
    found = await cases.desk(view, OPEN, owner=officer.id, limit=LONGEST + 1)
    return Told(_listed("mine", _lines(found, kit), kit))


async def late(view: View, kit: Kit, _: Officer, __: str, now: datetime) -> Told:
    found = await cases.desk(view, OURS, due_before=now, limit=LONGEST + 1)
    return Told(_listed("late", _lines(found, kit), kit))


async def find(view: View, kit: Kit, officer: Officer, sought: str, now: datetime) -> Told:
    """By a reference number, or by how an identity number ends. What is found stays masked."""
    sought = clean(sought)
    who, number = f"officer:{officer.id}", reference.well_formed(sought)
    if number:
        case = await cases.by_reference(view, number)
        application = await applications.by_reference(view, number)
        lines = [*_lines([case] if case else [], kit)]
        if lines and application:
            lines.append(_named(application))
        entry = Entry(now, who, number, "find", number if lines else None, "reference")
        return Told(_listed("found", lines, kit), entry)
    if not _ENDING.fullmatch(sought):
        return Told(Text("staff.list.how"))
    ending = await _ending(view, sought)
    details = {"found": [one.reference for one in ending]}
    entry = Entry(now, who, who, "find", None, "identity", details)
    return Told(_listed("found", map(_named, ending), kit), entry)


async def _ending(view: View, digits: str) -> list[Application]:
    """Applications whose identity number ends so. The numbers are sealed: each is looked at."""
    found: list[Application] = []
    states = application_moves.MOVES.states()
    for offset in itertools.count(0, PAGE):
        page = await applications.desk(view, states, limit=PAGE, offset=offset)
        found += [one for one in page if _identity(one).endswith(digits)]
        if len(page) < PAGE or len(found) > LONGEST:
            break
    return found


def _identity(application: Application) -> str:
    return str(application.answers.get("national_id", ""))


def _named(application: Application) -> Text:
    """Whose it is, cut so that two may be told apart."""
    number, name = _identity(application), str(application.answers.get("name", ""))
    values: dict[str, Shown] = {
        "reference": application.reference,
        "programme": Text(f"book.programme.{application.programme}.title"),
        "name": mask.name(name) if name else "",
        "identity": mask.identity(number),
        "state": Text(f"application.{application.state}"),
    }
    return Text("staff.list.application", values)


def _lines(found: Iterable[Case], kit: Kit) -> Iterator[Text]:
    return (_line(case, kit) for case in found if case.kind != SENSITIVE)


def _line(case: Case, kit: Kit) -> Text:
    values: dict[str, Shown] = {
        "reference": case.reference,
        "what": card.subject(case, kit.renderer, kit.room.language),
        "state": Text(f"case.state.{case.state}"),
    }
    if case.due_at is None:
        return Text("staff.list.case", values)
    return Text("staff.list.case_due", {**values, "due": riyadh(case.due_at)})


def _listed(name: str, lines: Iterable[Text], kit: Kit) -> Text:
    """The list under its heading; where there is more, the desk has it."""
    every = tuple(lines)
    if not every:
        return Text(f"staff.list.{name}.none")
    more = (Text("staff.list.more", {"address": kit.room.desk}),) if len(every) > LONGEST else ()
    return Text(f"staff.list.{name}", {"lines": Lines((*every[:LONGEST], *more))})
