"""The database as the rest sees it: units that write, views that read, one transaction each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime

from storage import dictionaries, keys, postgresql, schema, sqlite
from storage.connection import Backend, Hear, Pause, Trace
from storage.location import sqlite_file
from storage.schema import Migration
from storage.tenure import Tenure
from storage.unit import Unit, View
from storage.vault import UnknownKey, Vault

MIGRATIONS = "migrations"  # what is locked while one is applied


class Database:
    """Open with `open`, then `migrate`, then `unlock`; end with `close`.

    `trace` is called with the name of every statement before it runs, and may raise. What a unit
    or view raises that may pass when it is tried again is `trouble.TROUBLE`.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._vault: Vault | None = None
        self.trace: Trace | None = None

    @classmethod
    async def open(cls, url: str, pause: Pause = asyncio.sleep) -> Database:
        """Open what the URL names.

        ``sqlite:///relative/path`` or ``sqlite:////absolute/path`` is a file, made where there is
        none, for the owner only as are folders made for it. ``postgresql://user@host/database``
        is a database that is there. ValueError for a URL of another kind. `pause` is how
        `listen` and `hold` wait before they try again.
        """
        if url.startswith(postgresql.PREFIX):
            return cls(await postgresql.Server.open(url, pause))
        if (path := sqlite_file(url)) and path.name:
            return cls(await sqlite.File.open(path, pause))
        raise ValueError(
            "the database URL must look like sqlite:///data/sila.db or postgresql://host/database"
        )

    async def close(self) -> None:
        """Close every connection, once nobody uses it."""
        await self._backend.close()

    @property
    def vault(self) -> Vault:
        """What seals and opens columns. RuntimeError before `unlock`."""
        if self._vault is None:
            raise RuntimeError("the database has not been unlocked")
        return self._vault

    async def migrate(
        self, migrations: Sequence[Migration] | None = None, *, post: bool = False
    ) -> list[str]:
        """Bring the schema up to date, each migration in its own transaction; their names.

        Where other processes may still run old code, post migrations wait until they are asked
        for, unless the database is new. `MigrationError` if it does not belong to these.
        """
        migrations = schema.load() if migrations is None else migrations
        done: list[str] = []
        while name := await self._migrate_once(migrations, post=post):
            done.append(name)
            post = post or name == migrations[0].name
        return done

    async def _migrate_once(self, migrations: Sequence[Migration], *, post: bool) -> str | None:
        """Apply the next migration that is wanted; its name."""
        async with self.unit() as unit:
            await unit.lock_one(MIGRATIONS)
            unit.write("migrations_table")
            rows = await unit.read_all("migrations_all")
            applied = [(row["number"], row["name"], row["digest"]) for row in rows]
            shared = self._backend.shared
            for migration in schema.missing(migrations, applied, shared=shared):
                if migration.post and shared and not post:
                    continue
                await unit.apply(migration)
                unit.write(
                    "migration_add",
                    number=migration.number,
                    name=migration.name,
                    digest=migration.digest,
                )
                return migration.name
        return None

    async def unlock(self, secret_key: str, at: datetime) -> None:
        """Read the keys with SECRET_KEY, or make them; see `keys.unlock`."""
        async with self.unit() as unit:
            vault = await keys.unlock(unit, secret_key, at)
        self._vault = vault
        await self._learn_keys()

    async def add_dictionary(self, words: bytes, at: datetime) -> None:
        """Press JSON with these words from now on; the same words again change nothing."""
        async with self.unit() as unit:
            await dictionaries.add(unit, words, at)
        await self._learn_keys()

    async def add_data_key(self, at: datetime) -> None:
        """Make a data key; everything sealed from now on is sealed with it."""
        async with self.unit() as unit:
            await keys.make_data_key(unit, at)
        await self._learn_keys()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """A transaction that writes; any exception, COMMIT's own too, rolls everything back.

        On SQLite units wait for each other; on PostgreSQL they run side by side. Do not open one
        inside another.
        """
        async with self._learning(), self._backend.writing(self.trace) as connection:
            unit = Unit(connection, self._vault)
            try:
                yield unit
                await unit.finish()
            finally:
                unit.end()

    @asynccontextmanager
    async def view(self) -> AsyncIterator[View]:
        """A read-only transaction: the state of one moment, whatever is written meanwhile."""
        async with self._learning(), self._backend.reading(self.trace) as connection:
            yield View(connection, self._vault)

    async def listen(self, hear: Hear) -> None:
        """From now on call `hear` with every word that a unit of any process told.

        The connection for it is begun anew whenever it is lost; then `hear` is called with an
        empty word, because others may have been missed. It ends with `close`. On SQLite, where
        there is one process only, nothing is heard.
        """
        await self._backend.listen(hear)

    def hold(self, name: str) -> AbstractAsyncContextManager[Tenure]:
        """Inside, try to be the one process that holds this name; how it stands is in the tenure.

        A process that ends or loses its connection lets go, and another one holds the name within
        seconds; only one that stood still may believe for a moment longer that it holds it. On
        SQLite the name is always held, but ``serve`` is held for the file: it is
        `trouble.InUse` while another process does.
        """
        return self._backend.hold(name)

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
