"""What one transaction may ask of the database: a `View` reads, a `Unit` also writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, TypeAlias

from storage.connection import Connection, Row
from storage.schema import Migration
from storage.times import stamp
from storage.vault import Vault

Parameter: TypeAlias = str | int | bytes | datetime | list[Any] | None
"""A datetime is bound as stored text, text as `plain`; a list is bound as its database likes."""

AS_IT_IS = frozenset({int, bytes, bool, type(None)})
NUL = "\0"
LONGEST_WORD = 200  # bytes


def plain(text: str) -> str:
    """The text as it is kept: without NUL, which strangers may send and PostgreSQL cannot hold."""
    return text.replace(NUL, "\ufffd")


class View:
    """Named queries inside one transaction. Queries are named in ``queries/*.sql``."""

    def __init__(self, connection: Connection, vault: Vault | None) -> None:
        self._connection = connection
        self._vault = vault

    @property
    def vault(self) -> Vault:
        """What seals and opens columns. RuntimeError before the database was unlocked."""
        if self._vault is None:
            raise RuntimeError("the database has not been unlocked")
        return self._vault

    async def read_all(self, query: str, **parameters: Parameter) -> list[Row]:
        """Every row the query gives. Writes that RETURN rows are reads too."""
        return await self._connection.fetch(query, self._bind(parameters))

    async def read_one(self, query: str, **parameters: Parameter) -> Row | None:
        """The first row, or None."""
        rows = await self.read_all(query, **parameters)
        return rows[0] if rows else None

    async def read_each(self, query: str, every: Iterable[dict[str, Parameter]]) -> list[list[Row]]:
        """The rows the query gives for each of these parameters, in their order."""
        return await self._connection.fetch_each(query, [self._bind({**one}) for one in every])

    def _bind(self, parameters: dict[str, Parameter]) -> dict[str, Any]:
        """The same dict, as the driver takes it."""
        bound: dict[str, Any] = parameters
        for name, value in parameters.items():
            if type(value) is str:
                if NUL in value:
                    bound[name] = plain(value)
            elif type(value) in AS_IT_IS:
                continue
            elif isinstance(value, datetime):
                bound[name] = stamp(value)
            elif isinstance(value, list):
                bound[name] = self._connection.pack(value)
        return bound


class Unit(View):
    """A transaction that writes.

    Writes wait, and are flushed with one statement a query: before the next read, and at
    COMMIT. So many turns in one unit cost few statements. Among writes that wait together only
    those of one query keep their order; what must follow another query's write reads first, or
    does not care.

    On PostgreSQL other units may run at the same time, and each statement sees what was committed
    before it. So what a unit reads in order to change it belongs to a subject that it locks first.
    """

    def __init__(self, connection: Connection, vault: Vault | None) -> None:
        super().__init__(connection, vault)
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._words: dict[str, None] = {}
        self._ended = False

    def write(self, query: str, **parameters: Parameter) -> None:
        """Buffer one execution of the query."""
        if self._ended:
            raise RuntimeError("this unit has ended: the write would be lost")
        self._waiting.setdefault(query, []).append(self._bind(parameters))

    async def read_all(self, query: str, **parameters: Parameter) -> list[Row]:
        await self.flush()
        return await super().read_all(query, **parameters)

    async def read_each(self, query: str, every: Iterable[dict[str, Parameter]]) -> list[list[Row]]:
        await self.flush()
        return await super().read_each(query, every)

    async def lock(self, subjects: Collection[str]) -> set[str]:
        """Which of these subjects this unit now owns, until it ends.

        Those that another process's unit owns are left out; nothing is waited for. On SQLite,
        where units follow each other, it owns all. Lock before reading what is to be changed.
        """
        self._alive()
        return await self._connection.lock(subjects)

    async def lock_one(self, subject: str) -> None:
        """Own the subject until the unit ends, once whoever owns it now has ended."""
        self._alive()
        await self._connection.lock_one(subject)

    def tell(self, word: str) -> None:
        """Say a word to every process that listens, this one too, when the unit commits.

        Equal words of one unit are said once; on SQLite none is. ValueError for an empty word,
        which means something else to who listens, and for one of more than 200 bytes in UTF-8.
        """
        self._alive()
        if not 1 <= len(word.encode()) <= LONGEST_WORD:
            raise ValueError("a word has 1 to 200 bytes")
        self._words[word] = None

    async def apply(self, migration: Migration) -> None:
        """Run the statements of a migration."""
        await self.flush()
        await self._connection.apply(migration)

    async def flush(self) -> None:
        """Execute what waits, query by query in the order of first appearance."""
        self._alive()
        waiting, self._waiting = self._waiting, {}
        for query, rows in waiting.items():
            await self._connection.execute_many(query, rows)

    async def finish(self) -> None:
        """Flush, and have what was told said at COMMIT."""
        await self.flush()
        if self._words:
            await self._connection.tell(list(self._words))

    def end(self) -> None:
        """Refuse everything from now on: the transaction is over."""
        self._ended = True

    def _alive(self) -> None:
        if self._ended:
            raise RuntimeError("this unit has ended")
