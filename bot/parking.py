"""Lines that wait for the person to write, for a channel's window is closed: asking once for all.

WhatsApp lets nothing but an approved template out then. One is sent for all that waits; whatever
the person answers, everything goes out in its order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot import body, templates
from bot.staff.room import Room
from bot.templates import OPEN
from flows.arabic import fold
from flows.book import Book, Language
from flows.events import Event, Said, Tapped
from flows.text import Text
from storage import cases, messages, people
from storage import templates as made
from storage.messages import Message, Outgoing
from storage.templates import APPROVED
from storage.times import stamp
from storage.unit import Unit

ASKING = ("waiting_reply", "waiting_notice")
"""The templates that ask somebody to write: for an officer's words, and for ours."""


@dataclass(frozen=True, slots=True)
class Parking:
    """`book` has the wordings, `room` is where officers hear of it."""

    book: Book
    room: Room

    async def ask(self, unit: Unit, line: Message, now: datetime) -> None:
        """Have the person of a line that was just parked asked to write, once for one window.

        Its case knows that an officer's reply has not arrived.
        """
        about = body.read(line.body)
        by_officer = line.author.startswith("officer:")
        if line.case and by_officer:
            await self._mark(unit, line.case, now)
        name = about.invitation or (ASKING[0] if by_officer else ASKING[1])
        language: Language = "en" if about.language == "en" else "ar"
        if about.template or line.address is None or name not in self.book.templates:
            return
        found = await made.find(unit, name, language)
        if found is None or found.status != APPROVED:
            return
        address = (await people.load_many(unit, [line.address]))[line.address]
        closed = stamp(address.window_until) if address.window_until else ""
        values = {
            "association": self.book.association.name.in_(language),
            "reference": line.case or "",
        }
        asking = Outgoing(
            line.channel,
            line.account,
            templates.said(self.book.templates[name], language, values).plain(),
            address=line.address,
            case=line.case,
            dedupe=f"asked:{line.address}:{closed}",
        )
        if await messages.by_dedupe(unit, str(asking.dedupe)) is None:
            messages.queue(unit, asking, now)
            if case := await cases.by_reference(unit, line.case or ""):
                self.room.note(unit, case, Text("staff.asked_to_write"), now)

    async def _mark(self, unit: Unit, reference: str, now: datetime) -> None:
        """On the case, and once on its card."""
        case = await cases.by_reference(unit, reference)
        if case and not case.parked:
            cases.park(unit, reference)
            self.room.redraw(unit, replace(case, parked=True), now)


def only_opens(event: Event) -> bool:
    """Whether somebody asks for nothing but what waits for them."""
    match event:
        case Tapped(0, option):
            return option == OPEN
        case Said(text):
            return fold(text) == "1"
        case _:
            return False
