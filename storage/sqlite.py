"""One SQLite file: a connection that writes, a connection that reads, one transaction each.

What may wait or last goes through aiosqlite's thread. The statements of a unit run at once.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
import msgspec

from storage.connection import Hear, Pause, Row, Trace
from storage.schema import Migration
from storage.statements import SQLITE
from storage.tenure import Tenure
from storage.trouble import REMEDY, InUse, Unreachable, is_damage

PREFIX = "sqlite:///"
BUSY = 5  # seconds to wait for another process; tried twice, within the 15 that Twilio waits
AGAIN = 50  # times that a file is opened within those seconds
SERVE = "serve"  # the name that only one process may hold
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",  # KiB: the hot pages of some 100,000 conversations
    f"PRAGMA busy_timeout = {BUSY * 1000}",
)
QUERY_ONLY = "PRAGMA query_only = ON"
LONG = frozenset({"messages_move_room", "case_rooms_move"})
"""Writes that read a whole table, which would keep everything else waiting."""


class Driver(aiosqlite.Connection):
    """aiosqlite's connection, and the `bare` one that it has in its thread.

    They take turns: a unit uses `bare` when what it asked of the thread has been answered.
    """

    def __init__(self, path: Path) -> None:
        # No isolation level: the driver must not open transactions of its own.
        self.bare = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        super().__init__(lambda: self.bare, iter_chunk_size=1)

    async def fetch_each(self, text: str, rows: list[dict[str, Any]]) -> list[list[Row]]:
        """The rows of each, asked of the thread at once."""

        def each() -> list[list[Row]]:
            return [list(self.bare.execute(text, row)) for row in rows]

        found: list[list[Row]] = await self._execute(each)  # type: ignore[no-untyped-call]  # its own
        return found


class Connection:
    """The connection that reads, as a transaction uses it. See `connection.Connection`."""

    __slots__ = ("_driver", "_trace")

    def __init__(self, driver: Driver, trace: Trace | None) -> None:
        self._driver = driver
        self._trace = trace

    def pack(self, values: list[Any]) -> str:
        """As the JSON text that ``json_each`` reads."""
        return msgspec.json.encode(values).decode()

    async def fetch(self, query: str, parameters: dict[str, Any]) -> list[Row]:
        self._announce(query)
        rows = await self._driver.execute_fetchall(SQLITE[query], parameters)
        return list(rows)

    async def fetch_each(self, query: str, rows: list[dict[str, Any]]) -> list[list[Row]]:
        self._announce(query)
        return await self._driver.fetch_each(SQLITE[query], rows)

    async def execute_many(self, query: str, rows: list[dict[str, Any]]) -> None:
        self._announce(query)
        await self._driver.executemany(SQLITE[query], rows)

    async def apply(self, migration: Migration) -> None:
        for statement in migration.statements():
            self._announce(migration.name)
            await self._driver.execute(statement)

    async def lock(self, subjects: Collection[str]) -> set[str]:
        return set(subjects)  # no other unit runs

    async def lock_one(self, subject: str) -> None:
        """Nothing to wait for: no other unit runs."""

    async def tell(self, words: list[str]) -> None:
        """Nobody listens: one process serves from the file."""

    async def run(self, statement: str, name: str) -> None:
        """A statement that has no query: BEGIN or COMMIT."""
        self._announce(name)
        await self._driver.execute(statement)

    def _announce(self, statement: str) -> None:
        if self._trace is not None:
            self._trace(statement)


class Writer(Connection):
    """The connection that writes. Behind BEGIN IMMEDIATE a statement waits for nobody, and takes
    less time than the way to the thread and back; COMMIT alone waits, for the disk.
    """

    __slots__ = ()

    async def fetch(self, query: str, parameters: dict[str, Any]) -> list[Row]:
        self._announce(query)
        return self._driver.bare.execute(SQLITE[query], parameters).fetchall()

    async def execute_many(self, query: str, rows: list[dict[str, Any]]) -> None:
        if query in LONG:
            await super().execute_many(query, rows)
        else:
            self._announce(query)
            self._driver.bare.executemany(SQLITE[query], rows)


class File:
    """An open file. See `connection.Backend`."""

    shared = False

    def __init__(self, path: Path, writer: Driver, reader: Driver) -> None:
        self._path = path
        self._writer = writer
        self._reader = reader
        self._writing = asyncio.Lock()
        self._reading = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path, pause: Pause) -> File:
        """Open or make the file. `pause` is how to wait for others that make it just now."""
        _private_file(path)
        try:
            writer = await _connect(path, pause)
        except sqlite3.DatabaseError as error:
            words = f"{path}: {error}: {REMEDY}" if is_damage(error) else str(error)
            raise Unreachable(words) from error
        try:
            reader = await _connect(path, pause, QUERY_ONLY)
        except BaseException:
            await writer.close()
            raise
        return cls(path, writer, reader)

    async def close(self) -> None:
        async with self._reading, self._writing:
            await self._reader.close()
            await self._writer.close()

    @asynccontextmanager
    async def writing(self, trace: Trace | None) -> AsyncIterator[Connection]:
        async with self._writing:
            connection = Writer(self._writer, trace)
            try:
                await connection.run("BEGIN IMMEDIATE", "BEGIN")
                yield connection
                await asyncio.sleep(0)  # whoever was cancelled hears of it before COMMIT
                await connection.run("COMMIT", "COMMIT")
            except BaseException:
                # It queues behind a statement that a cancelled task left running, and does
                # nothing where no transaction is open.
                await self._writer.rollback()
                raise

    @asynccontextmanager
    async def reading(self, trace: Trace | None) -> AsyncIterator[Connection]:
        async with self._reading:
            connection = Connection(self._reader, trace)
            try:
                await connection.run("BEGIN", "BEGIN")
                yield connection
            finally:
                await self._reader.rollback()

    async def listen(self, hear: Hear) -> None:
        """There is nobody to be heard."""

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[Tenure]:
        """Whoever serves holds every name; that only one serves is seen to by the file's lock."""
        if name != SERVE:
            yield Tenure(held=True)
            return
        lock = _open_private(self._path.with_name(f"{self._path.name}.lock"))
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InUse(f"{self._path}: another `sila serve` runs on this file") from None
            yield Tenure(held=True)
        finally:
            os.close(lock)


async def _connect(path: Path, pause: Pause, *pragmas: str) -> Driver:
    """Connect, if need be again and again for BUSY seconds. SQLite's own patience begins only then:
    it calls no busy handler for whoever finds that another one changes the journal.
    """
    for _ in range(AGAIN):
        try:
            return await _connect_once(path, *pragmas)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        await pause(BUSY / AGAIN)
    return await _connect_once(path, *pragmas)


async def _connect_once(path: Path, *pragmas: str) -> Driver:
    connection = Driver(path)
    await connection
    try:
        connection.row_factory = sqlite3.Row
        for pragma in (*PRAGMAS, *pragmas):
            await connection.execute(pragma)
    except BaseException:
        await connection.close()
        raise
    return connection


def _private_file(path: Path) -> None:
    # SQLite gives -wal and -shm the mode of the file itself.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Closing a file gives up every lock that the process has on it, those of an open database too.
    if not path.exists():
        os.close(_open_private(path))
    path.chmod(0o600)


def _open_private(path: Path) -> int:
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    path.chmod(0o600)
    return opened
