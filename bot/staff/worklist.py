"""Cases that an officer asks for with a word in the staff room: theirs, the late, and a search."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.clock import riyadh
from bot.kit import Kit
from bot.staff import card
from bot.staff.search import LONGEST, identity, search
from flows import mask
from flows.book import Officer
from flows.cases import OPEN
from flows.lanes import sees
from flows.text import Lines, Shown, Text
from storage import cases
from storage.applications import Application
from storage.audit import Entry
from storage.cases import Case, Sight
from storage.unit import View

OURS = tuple(state for state in OPEN if state != "waiting_beneficiary")
"""States in which it is an officer's turn: only these can be late."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a list in which group, when, and what followed the word."""

    officer: Officer
    rest: str
    at: datetime
    chat: int

    def hears(self, case: Case, kit: Kit) -> bool:
        """Whether the officer may see the case, and so may all who sit in the group."""
        return sees(self.officer, case) and kit.room.chat_of(case) == self.chat

    async def page(
        self,
        view: View,
        kit: Kit,
        states: Collection[str],
        *,
        owner: str | None = None,
        due_before: datetime | None = None,
    ) -> list[Case]:
        """What the group hears of, of the officer's lanes: one more than a list has lines."""
        lanes = [lane for lane, chat in kit.room.chats.items() if chat == self.chat]
        found = await cases.desk(
            view,
            states,
            Sight(self.officer.id, lanes),
            owner=owner,
            due_before=due_before,
            limit=LONGEST + 1,
        )
        return [case for case in found if self.hears(case, kit)]


@dataclass(frozen=True, slots=True)
class Told:
    """What the officer reads; `entry` is what is recorded of it.

    `door` is an address for nobody else's eyes.
    """

    text: Text
    entry: Entry | None = None
    door: str | None = None


async def mine(view: View, kit: Kit, asked: Asked) -> Told:
    found = await asked.page(view, kit, OPEN, owner=asked.officer.id)
    return Told(_listed("mine", _lines(found, kit), kit))


async def late(view: View, kit: Kit, asked: Asked) -> Told:
    found = await asked.page(view, kit, OURS, due_before=asked.at)
    return Told(_listed("late", _lines(found, kit), kit))


async def find(view: View, kit: Kit, asked: Asked) -> Told:
    """By a reference number, or by how an identity number ends. What is found stays masked."""
    found = await search(view, asked.officer, asked.rest, asked.at, partial(asked.hears, kit=kit))
    if found is None:
        return Told(Text("staff.list.how"))
    shown = found.cases if found.by == "reference" else ()
    lines = [*_lines(shown, kit), *map(_named, found.applications)]
    return Told(_listed("found", lines, kit), found.entry)


def _named(application: Application) -> Text:
    """Whose it is, cut so that two may be told apart."""
    number, name = identity(application), str(application.answers.get("name", ""))
    values: dict[str, Shown] = {
        "reference": application.reference,
        "programme": Text(f"book.programme.{application.programme}.title"),
        "name": mask.name(name) if name else "",
        "identity": mask.identity(number),
        "state": Text(f"application.{application.state}"),
    }
    return Text("staff.list.application", values)


def _lines(found: Iterable[Case], kit: Kit) -> Iterator[Text]:
    return (_line(case, kit) for case in found)


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
