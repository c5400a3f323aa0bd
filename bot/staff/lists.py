"""What the staff room is told at once: each list of the commands' table, and who tells it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot.kit import Kit
from bot.roster import ROLES
from bot.staff import digest, entrance, figures, worklist
from bot.staff.commands import COMMANDS
from bot.staff.worklist import Asked, Told
from flows.text import Lines, Text
from storage.unit import View

Teller: TypeAlias = Callable[[View, Kit, Asked], Awaitable[Told]]


async def commands(_: View, __: Kit, asked: Asked) -> Told:
    """Everything this officer may type."""
    lines = (
        Text(
            "staff.command",
            {
                "word": Text(f"staff.word.{command.does}"),
                "command": f"/{command.name}",
                "does": Text(f"staff.does.{command.does}"),
            },
        )
        for command in COMMANDS
        if command.roles & asked.officer.roles
    )
    return Told(Text("staff.list.commands", {"lines": Lines(tuple(lines))}))


async def officers(_: View, kit: Kit, __: Asked) -> Told:
    """Everybody who may act here, with what they are."""
    lines = (
        Text(
            "staff.officer.line",
            {
                "officer": Text(f"book.officer.{one.id}"),
                "roles": Lines(tuple(Text(f"staff.role.{r}") for r in ROLES if r in one.roles)),
            },
        )
        for one in kit.book.officers.values()
        if one.roles
    )
    return Told(Text("staff.list.officers", {"lines": Lines(tuple(lines))}))


LISTS: Mapping[str, Teller] = {
    "mine": worklist.mine,
    "late": worklist.late,
    "find": worklist.find,
    "indicators": figures.indicators,
    "digest": digest.asked,
    "officers": officers,
    "commands": commands,
    entrance.NAME: entrance.link,
}
