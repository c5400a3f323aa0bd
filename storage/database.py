"""One SQLite file: a connection that writes, a connection that reads, one transaction each."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import aiosqlite

from storage import keys, schema
from storage.schema import Migration
from storage.unit import Trace, Unit, View
from storage.vault import UnknownKey, Vault

PREFIX = "sqlite:///"
BUSY = 10  # seconds to wait for another process, such as `sila rotate`
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",  # KiB: the hot pages of some 100,000 conversations
)
QUERY_ONLY = "PRAGMA query_only = ON"


class Database:
    """Open with `open`, then `migrate`, then `unlock`; end with `close`.

    `trace` is called with the name of every statement before it runs, and may raise.
    """

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._writing = asyncio.Lock()
        self._reading = asyncio.Lock()
        self._vault: Vault | None = None
        self.trace: Trace | None = None

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open or make the file of ``sqlite:///relative/path`` or ``sqlite:////absolute/path``.

        Missing folders are made; file and folders are for the owner only. ValueError for a URL
        of another kind.
        """
        if not url.startswith(PREFIX) or url == PREFIX:
            raise ValueError("the database URL must look like sqlite:///data/sila.db")
        path = _private_file(Path(url.removeprefix(PREFIX)))
        writer = await _connect(path)
        try:
            reader = await _connect(path, QUERY_ONLY)
        except BaseException:
            await writer.close()
            raise
        return cls(writer, reader)

    async def close(self) -> None:
        """Close both connections, once nobody uses them."""
        async with self._reading, self._writing:
            await self._reader.close()
            await self._writer.close()

    @property
    def vault(self) -> Vault:
        """What seals and opens columns. RuntimeError before `unlock`."""
        if self._vault is None:
            raise RuntimeError("the database has not been unlocked")
        return self._vault

    async def migrate(self, migrations: Sequence[Migration] | None = None) -> list[str]:
        """Bring the schema up to date, each migration in its own transaction; their names.

        `MigrationError` if the database does not belong to these migrations.
        """
        migrations = schema.load() if migrations is None else migrations
        async with self.unit() as unit:
            unit.write("migrations_table")
            rows = await unit.read_all("migrations_all")
        applied = [(row["number"], row["name"], row["digest"]) for row in rows]
        names = []
        for migration in schema.missing(migrations, applied):
            async with self.unit() as unit:
                for statement in migration.statements():
                    unit.announce(migration.name)
                    await self._writer.execute(statement)
                unit.write(
                    "migration_add",
                    number=migration.number,
                    name=migration.name,
                    digest=migration.digest,
                )
            names.append(migration.name)
        return names

    async def unlock(self, secret_key: str, at: datetime) -> None:
        """Read the keys with SECRET_KEY, or make them; see `keys.unlock`."""
        async with self.unit() as unit:
            vault = await keys.unlock(unit, secret_key, at)
        self._vault = vault

    async def add_data_key(self, at: datetime) -> None:
        """Make a data key; everything sealed from now on is sealed with it."""
        async with self.unit() as unit:
            await keys.make_data_key(unit, at)
        await self._learn_keys()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """BEGIN IMMEDIATE … COMMIT; any exception, COMMIT's own too, rolls everything back.

        One unit at a time: units wait for each other, so do not open one inside another.
        """
        async with self._learning(), self._writing:
            unit = Unit(self._writer, self._vault, self.trace)
            try:
                await _run(self._writer, unit, "BEGIN IMMEDIATE")
                yield unit
                await unit.flush()
                await _run(self._writer, unit, "COMMIT")
            except BaseException:
                # It queues behind a statement that a cancelled task left running, and does
                # nothing where no transaction is open.
                await self._writer.rollback()
                raise
            finally:
                unit.end()

    @asynccontextmanager
    async def view(self) -> AsyncIterator[View]:
        """A read-only transaction: the state of one moment, whatever is written meanwhile.

        One view at a time, beside any unit.
        """
        async with self._learning(), self._reading:
            view = View(self._reader, self._vault, self.trace)
            try:
                await _run(self._reader, view, "BEGIN")
                yield view
            finally:
                await self._reader.rollback()

    @asynccontextmanager
    async def _learning(self) -> AsyncIterator[None]:
        """After `UnknownKey`, read the keys that another process made: a second try will open."""
        try:
            yield
        except UnknownKey:
            await self._learn_keys()
            raise

    async def _learn_keys(self) -> None:
        async with self.view() as view:
            await keys.learn(view, self.vault)


async def _run(connection: aiosqlite.Connection, view: View, statement: str) -> None:
    view.announce(statement)
    await connection.execute(statement)


async def _connect(path: Path, *pragmas: str) -> aiosqlite.Connection:
    # No isolation level: the driver must not open transactions of its own.
    connection = await aiosqlite.connect(path, timeout=BUSY, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        for pragma in (*PRAGMAS, *pragmas):
            await connection.execute(pragma)
    except BaseException:
        await connection.close()
        raise
    return connection


def _private_file(path: Path) -> Path:
    # SQLite gives -wal and -shm the mode of the file itself.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    path.chmod(0o600)
    return path
