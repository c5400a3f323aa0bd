"""What an update of the staff group comes to, and who did it, where, about which case."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.telegram_update import Message, Person
from bot.kit import Kit
from bot.staff.telegram_remark import Remark
from bot.update import What
from flows.book import Officer
from flows.lanes import is_kept_from
from flows.text import Text
from storage import cases
from storage.audit import Entry
from storage.cases import Case
from storage.unit import View

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Reading:
    """`remark` is what the case's topic hears once, with `what`; `answer` is for whoever acted.

    `spent`: the buttons under what was tapped have done their work. `entry` is recorded first.
    """

    what: What | None = None
    remark: Remark | None = None
    answer: Text | None = None
    spent: bool = False
    entry: Entry | None = None
    door: str | None = None  # for whoever acted, in private


NOTHING = Reading()


async def case_of(view: View, kit: Kit, officer: Officer, room: str, reference: str) -> Case | None:
    """The case of that number, if this room hears of it and the officer may see it."""
    case = await cases.by_reference(view, reference)
    here = case and str(kit.room.chat_of(case)) == room
    return case if case and here and not is_kept_from(officer, case) else None


def officer_of(kit: Kit, person: Person | None) -> Officer | None:
    if person is None:
        return None
    officers = kit.book.officers.values()
    return next((officer for officer in officers if officer.telegram == person.id), None)


def called(person: Person) -> str:
    """The name, and the id that would let them in through officers.toml."""
    return f"{person.first_name} {person.id}"


def room_of(message: Message | None) -> str:
    return str(message.chat.id) if message else ""
