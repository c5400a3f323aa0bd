"""What one transaction may ask of the database: a `View` reads, a `Unit` also writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import aiosqlite
import msgspec

from storage.statements import STATEMENTS
from storage.times import stamp
from storage.vault import Vault

Parameter: TypeAlias = str | int | bytes | datetime | list[Any] | None
"""A datetime is bound as stored text, a list as the JSON text that ``json_each`` reads."""

AS_IT_IS = frozenset({str, int, bytes, bool, type(None)})

Trace: TypeAlias = Callable[[str], None]
"""Called with the name of each statement just before it runs; it may raise."""


class Row(Protocol):
    """One row of a result, by column name."""

    def __getitem__(self, column: str, /) -> Any: ...
    def keys(self) -> Iterable[str]: ...


def bind(parameters: dict[str, Parameter]) -> dict[str, Any]:
    """The same dict, as the driver takes it."""
    bound: dict[str, Any] = parameters
    for name, value in parameters.items():
        if type(value) in AS_IT_IS:
            continue
        if isinstance(value, datetime):
            bound[name] = stamp(value)
        elif isinstance(value, list):
            bound[name] = msgspec.json.encode(value).decode()
    return bound


class View:
    """Named queries inside one transaction. Queries are named in ``queries/*.sql``."""

    def __init__(
        self, connection: aiosqlite.Connection, vault: Vault | None, trace: Trace | None
    ) -> None:
        self._connection = connection
        self._vault = vault
        self._trace = trace

    @property
    def vault(self) -> Vault:
        """What seals and opens columns. RuntimeError before the database was unlocked."""
        if self._vault is None:
            raise RuntimeError("the database has not been unlocked")
        return self._vault

    async def read_all(self, query: str, **parameters: Parameter) -> list[Row]:
        """Every row the query gives. Writes that RETURN rows are reads too."""
        self.announce(query)
        rows = await self._connection.execute_fetchall(STATEMENTS[query], bind(parameters))
        return list(rows)

    async def read_one(self, query: str, **parameters: Parameter) -> Row | None:
        """The first row, or None."""
        rows = await self.read_all(query, **parameters)
        return rows[0] if rows else None

    def announce(self, statement: str) -> None:
        if self._trace is not None:
            self._trace(statement)


class Unit(View):
    """A transaction that writes.

    Writes wait, and are flushed with one statement a query: before the next read, and at
    COMMIT. So many turns in one unit cost few statements. Among writes that wait together only
    those of one query keep their order; what must follow another query's write reads first, or
    does not care.
    """

    def __init__(
        self, connection: aiosqlite.Connection, vault: Vault | None, trace: Trace | None
    ) -> None:
        super().__init__(connection, vault, trace)
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._ended = False

    def write(self, query: str, **parameters: Parameter) -> None:
        """Buffer one execution of the query."""
        if self._ended:
            raise RuntimeError("this unit has ended: the write would be lost")
        self._waiting.setdefault(query, []).append(bind(parameters))

    async def read_all(self, query: str, **parameters: Parameter) -> list[Row]:
        if self._ended:
            raise RuntimeError("this unit has ended")
        await self.flush()
        return await super().read_all(query, **parameters)

    async def flush(self) -> None:
        """Execute what waits, query by query in the order of first appearance."""
        waiting, self._waiting = self._waiting, {}
        for query, parameters in waiting.items():
            self.announce(query)
            await self._connection.executemany(STATEMENTS[query], parameters)

    def end(self) -> None:
        """Refuse everything from now on: the transaction is over."""
        self._ended = True
