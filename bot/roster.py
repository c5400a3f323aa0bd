"""Who the officers are: what `officers.toml` says, and what the staff room changed of it.

Every book of a process shares one roster, which is changed in place, so that everybody who looks
sees the same people. Whoever changes one tells every process.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, cast, get_args

from bot.clock import Clock
from bot.duties import whenever
from bot.update import Departed, Order, Update
from flows.book import Book, Officer, Role
from flows.cases import Refused
from flows.wording import Wording
from storage import officers
from storage.database import Database
from storage.officers import Change
from storage.trouble import PASSING
from storage.vault import Json

OFFICERS = "officers"  # what is locked while one is changed, and told when it was
Take: TypeAlias = Callable[[Update], Awaitable[Refused | None]]
ROLES: tuple[Role, ...] = get_args(Role)


class Roster(Mapping[str, Officer]):
    """Officers by id. Whoever left keeps the alias, and has no role and no account any more."""

    def __init__(self, files: Mapping[str, Officer]) -> None:
        self.files = files
        self._known = dict(files)

    def __getitem__(self, officer: str) -> Officer:
        return self._known[officer]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def take(self, changes: Mapping[str, Change]) -> None:
        self._known = overlaid(self.files, changes)


@dataclass(slots=True)
class Officers:
    """Keeps a process's roster up to date. Set `changed` when somebody changed it elsewhere."""

    database: Database
    clock: Clock
    roster: Roster
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def load(self) -> None:
        async with self.database.view() as view:
            self.roster.take(await officers.latest(view))

    def heeding(self, take: Take) -> Take:
        """The same; then those whom it changed are known here. Trouble is left to `run`."""

        async def taken(update: Update) -> Refused | None:
            refused = await take(update)
            if isinstance(update.what, Order | Departed):
                try:
                    await self.load()
                except PASSING:
                    self.changed.set()
            return refused

        return taken

    async def run(self) -> None:
        """Until cancelled."""
        await whenever(self.changed, self.clock, self.load, "officers_wait")


def with_roster(book: Book) -> Book:
    """The book with a roster of its own for its officers."""
    return replace(book, officers=Roster(book.officers))


def roster_of(book: Book) -> Roster:
    assert isinstance(book.officers, Roster)
    return book.officers


def files_of(book: Book) -> Mapping[str, Officer]:
    """The officers as the file has them."""
    return book.officers.files if isinstance(book.officers, Roster) else book.officers


def overlaid(files: Mapping[str, Officer], changes: Mapping[str, Change]) -> dict[str, Officer]:
    """A change counts until the file says something else than it did then."""
    counting = {id_: made for id_, made in changes.items() if made.file == digest(files.get(id_))}
    return {**files, **{id_: known(made) for id_, made in counting.items()}}


def known(change: Change) -> Officer:
    """What a change made of an officer."""
    officer = described(change)
    if change.standing == "listed":
        return officer
    return replace(officer, telegram=None, roles=frozenset(), departments=frozenset())


def described(change: Change) -> Officer:
    """The officer a change speaks of, as if they were listed still."""
    content = cast("dict[str, Any]", change.content)
    return Officer(
        id=change.officer,
        telegram=content["telegram"],
        alias=Wording(**content["alias"]),
        roles=frozenset(content["roles"]),
        departments=frozenset(content["departments"]),
    )


def content(officer: Officer) -> Json:
    """What a change keeps of an officer, the same for the same officer."""
    return {
        "telegram": officer.telegram,
        "alias": {"ar": officer.alias.ar, "en": officer.alias.en},
        "roles": sorted(officer.roles),
        "departments": sorted(officer.departments),
    }


def digest(officer: Officer | None) -> str:
    """Of what the file says of somebody; empty where it says nothing."""
    return hashlib.sha256(repr(content(officer)).encode()).hexdigest() if officer else ""
