"""Everything officers may type in the staff room: one table, and how a line is read by it.

The table feeds the reading of words, the bot's menu in the room and the officers' guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.render import Renderer
from flows import reference
from flows.arabic import clean, fold
from flows.book import Role
from flows.lanes import CASE_ROLES
from flows.text import Lines, Text

Kind: TypeAlias = Literal["move", "list", "order"]

EVERY_ROLE: frozenset[Role] = frozenset({"officer", "supervisor", "focal", "admin"})
LEADING: frozenset[Role] = frozenset({"supervisor", "admin"})
ADMINS: frozenset[Role] = frozenset({"admin"})
INTERNAL = "//"
"""What a line begins with that stays inside."""


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is what follows the slash, of a-z, 0-9 and _; `roles` those who may give it.

    `does` is a move on a case; or the id of a *list*, which is told at once; or of an *order*,
    which is about no case and is carried out in a turn of its own. In the catalog
    `staff.word.<does>` is its word, and `staff.does.<does>` tells what it does.

    `takes` is a pattern of what may follow the word, so that a sentence stays a sentence; after
    the slash anything may.
    """

    name: str
    does: str
    kind: Kind = "move"
    roles: frozenset[Role] = CASE_ROLES
    takes: str = ""
    other: bool = False  # the number that follows is of another case


COMMANDS = (
    Command("claim", "claim"),
    Command("verify", "verify"),
    Command("need", "ask_correction", takes="(?!)"),  # a list, after the slash alone
    Command("approve", "approve"),
    Command("reject", "reject"),
    Command("grant", "grant"),
    Command("uphold", "uphold"),
    Command("delivered", "deliver"),
    Command("handback", "hand_back"),
    Command("release", "release"),
    Command("assign", "assign", takes="@.+"),
    Command("merge", "merge", takes="[0-9 -]+", other=True),
    Command("close", "close"),
    Command("reopen", "open_again"),
    Command("answer", "answer"),
    Command("myth", "myth"),
    Command("sensitive", "sensitive"),
    Command("notsensitive", "not_sensitive"),
    Command("idphoto", "destroy"),
    Command("canned", "canned"),
    Command("clause", "clause", takes=r"[A-Za-z]\S* .+"),
    Command("call", "call", "order", takes="[+0-9].*"),
    Command("visit", "visit", "order", takes=".*[0-9]{5}.*"),
    Command("letter", "letter", "order", takes=".+[;؛].+"),
    Command("mine", "mine", "list"),
    Command("late", "late", "list"),
    Command("find", "find", "list", takes="[0-9 ]+"),
    Command("indicators", "indicators", "list", LEADING),
    Command("officers", "officers", "list", EVERY_ROLE),
    Command("addofficer", "officer_add", "order", ADMINS, takes=".*"),
    Command("officer", "officer", "order", ADMINS, takes=".*"),
    Command("desk", "desk", "list", EVERY_ROLE),
    Command("digest", "digest", "list", EVERY_ROLE - {"focal"}),
    Command("off", "off", "order", EVERY_ROLE),
    Command("on", "on", "order", EVERY_ROLE),
    Command("commands", "commands", "list", EVERY_ROLE),
)

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?!\w)", re.ASCII)
_DIGITS = re.compile("[0-9 -]+")
_NAMED = {command.name: command for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command, the case it names, and what else follows it. `slashed`: meant as a command."""

    command: Command
    reference: str | None = None
    rest: str = ""
    slashed: bool = False

    @property
    def does(self) -> str:
        return self.command.does


def slashed(text: str) -> Spoken | None:
    """``/claim``, ``/claim@sila_bot 26000422``."""
    found = _COMMAND.match(text)
    command = _NAMED.get(found[1].lower()) if found else None
    if found is None or command is None:
        return None
    return _spoken(command, text[found.end() :].strip(), slashed=True)


def worded(text: str, renderer: Renderer) -> Spoken | None:
    """``استلام``, ``استلام 26000422``, ``بحث 0008``. In a sentence it is no more than a word."""
    said = clean(text).split()
    for spelling, command in _spellings(renderer):
        length = len(spelling.split())
        head, rest = " ".join(said[:length]), " ".join(said[length:])
        if fold(head) == fold(spelling) and _may_follow(command, rest):
            return _spoken(command, rest)
    return None


def refusal(command: Command) -> Text:
    """To an officer whose role it is not for."""
    roles = tuple(Text(f"staff.role.{role}") for role in sorted(command.roles))
    return Text("staff.command.refused", {"roles": Lines(roles)})


def spellings(command: Command) -> tuple[str, ...]:
    """The lines with what a command is called: its word, and what its button says."""
    word = f"staff.word.{command.does}"
    return (word, f"case.move.{command.does}") if command.kind == "move" else (word,)


def _spellings(renderer: Renderer) -> Iterator[tuple[str, Command]]:
    for catalog in renderer.catalogs.values():
        for command in COMMANDS:
            yield from ((catalog.line(line), command) for line in spellings(command))


def _may_follow(command: Command, rest: str) -> bool:
    if not rest or (command.takes and re.fullmatch(command.takes, rest, re.DOTALL)):
        return True
    named = _DIGITS.fullmatch(rest) and reference.well_formed(rest)
    return command.kind == "move" and bool(named)


def _spoken(command: Command, rest: str, *, slashed: bool = False) -> Spoken:
    """Of a move, the case it names: anywhere, unless words of its own may follow."""
    if command.kind != "move":
        return Spoken(command, None, rest, slashed)
    if command.other:
        return Spoken(command, None, reference.well_formed(rest) or rest, slashed)
    if not command.takes:
        return Spoken(command, reference.well_formed(rest), "", slashed)
    first, _, others = rest.partition(" ")
    named = reference.well_formed(first)
    return Spoken(command, named, others.strip() if named else rest, slashed)
