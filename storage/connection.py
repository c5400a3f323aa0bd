"""What each kind of database does: transactions for units and views, and what joins processes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeAlias

from storage.schema import Migration
from storage.tenure import Tenure

Trace: TypeAlias = Callable[[str], None]
"""Called with the name of each statement just before it runs; it may raise."""

Hear: TypeAlias = Callable[[str], None]
"""Called with each word that was told; with an empty one after words may have been missed."""

Pause: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits so many seconds, as `asyncio.sleep` does."""


class Row(Protocol):
    """One row of a result, by column name."""

    def __getitem__(self, column: str, /) -> Any: ...
    def keys(self) -> Iterable[str]: ...


class Connection(Protocol):
    """The connection a transaction runs on, with the queries of its kind of database."""

    def pack(self, values: list[Any]) -> Any:
        """A list, as a parameter."""
        ...

    async def fetch(self, query: str, parameters: dict[str, Any]) -> list[Row]:
        """Run a named query: its rows."""
        ...

    async def fetch_each(self, query: str, rows: list[dict[str, Any]]) -> list[list[Row]]:
        """Run a named query once for each row of parameters: the rows of each."""
        ...

    async def execute_many(self, query: str, rows: list[dict[str, Any]]) -> None:
        """Run a named query once for each row of parameters, in their order."""
        ...

    async def apply(self, migration: Migration) -> None:
        """Run the statements of a migration."""
        ...

    async def lock(self, subjects: Collection[str]) -> set[str]:
        """See `Unit.lock`."""
        ...

    async def lock_one(self, subject: str) -> None:
        """See `Unit.lock_one`."""
        ...

    async def tell(self, words: list[str]) -> None:
        """Have these words said at COMMIT."""
        ...


class Backend(Protocol):
    """One database of some kind, opened."""

    shared: bool
    """Whether several processes, of different releases too, may serve from it at a time."""

    def writing(self, trace: Trace | None) -> AbstractAsyncContextManager[Connection]:
        """A transaction: COMMIT at the end of the block, ROLLBACK on any exception."""
        ...

    def reading(self, trace: Trace | None) -> AbstractAsyncContextManager[Connection]:
        """A transaction that sees one moment and can write nothing."""
        ...

    async def listen(self, hear: Hear) -> None:
        """See `Database.listen`."""
        ...

    def hold(self, name: str) -> AbstractAsyncContextManager[Tenure]:
        """See `Database.hold`."""
        ...

    async def close(self) -> None:
        """Give every connection back, once nobody uses it."""
        ...
