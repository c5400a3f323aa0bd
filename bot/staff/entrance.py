"""The way into the desk: a link that is good for ten minutes, told to the officer alone."""

from __future__ import annotations

from bot.kit import Kit
from bot.staff.commands import slashed, worded
from bot.staff.worklist import Asked, Told
from bot.web.passes import Passes
from flows.book import Officer
from flows.text import Text
from storage.audit import Entry
from storage.unit import View

NAME = "desk"


async def link(view: View, kit: Kit, asked: Asked) -> Told:
    """Whoever has it is that officer: it is not for a group to read."""
    if not kit.room.desk.startswith("http"):
        return Told(Text("staff.desk.nowhere"))
    key = Passes(view.vault).link(asked.officer.id, asked.at)
    who = f"officer:{asked.officer.id}"
    entry = Entry(asked.at, who, who, "enter_desk")
    return Told(Text("staff.desk.sent"), entry, door=f"{kit.room.desk}?key={key}")


def is_wanted(kit: Kit, officer: Officer, text: str | None) -> bool:
    """Whether an officer asks for it in their own chat with us."""
    spoken = slashed(text or "") or worded(text or "", kit.renderer)
    return bool(officer.roles) and spoken is not None and spoken.does == NAME
