"""One PostgreSQL database: a pool of connections, one of them for each transaction."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import asyncpg

from storage import dialect
from storage.connection import Hear, Pause, Row, Trace
from storage.schema import Migration
from storage.standing import Listener, Watch
from storage.statements import POSTGRESQL
from storage.tenure import Tenure
from storage.trouble import Unreachable

PREFIX = "postgresql://"
POOL = 8  # connections for transactions
BUSY = 10  # seconds to wait for a connection
PATIENCE = 60  # seconds that a statement may take
MIGRATING = 3600  # seconds that one of a migration may take
OPTIONS = {
    "timeout": BUSY,
    "command_timeout": PATIENCE,
    "statement_cache_size": 2 * len(POSTGRESQL),
    "max_cached_statement_lifetime": 0,  # as long as the connection
    "server_settings": {
        "application_name": "sila",
        "synchronous_commit": "on",  # what was acknowledged is on the disk
        "jit": "off",
        # A plan is kept as long as its connection, and a table that was small when it was made
        # may be long by then.
        "enable_seqscan": "off",
        # What a process leaves behind that vanished with its machine is given up soon.
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "3",
        "idle_in_transaction_session_timeout": f"{PATIENCE}s",
    },
}
UNIT = "BEGIN"
VIEW = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
REFUSED = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class Connection:
    """A connection of the pool, as a transaction uses it. See `connection.Connection`."""

    __slots__ = ("_driver", "_trace")

    def __init__(self, driver: Any, trace: Trace | None) -> None:
        self._driver = driver
        self._trace = trace

    def pack(self, values: list[Any]) -> list[Any]:
        """As an array."""
        return values

    async def fetch(self, query: str, parameters: dict[str, Any]) -> list[Row]:
        self.announce(query)
        text, names = POSTGRESQL[query]
        rows: list[Row] = await self._call(
            self._driver.fetch, text, *[parameters[name] for name in names]
        )
        return rows

    async def fetch_each(self, query: str, rows: list[dict[str, Any]]) -> list[list[Row]]:
        return [await self.fetch(query, row) for row in rows]

    async def execute_many(self, query: str, rows: list[dict[str, Any]]) -> None:
        self.announce(query)
        text, names = POSTGRESQL[query]
        values = [[row[name] for name in names] for row in rows]
        await self._call(self._driver.executemany, text, values)

    async def apply(self, migration: Migration) -> None:
        for statement in dialect.postgresql(migration.statements()):
            self.announce(migration.name)
            await self._call(self._driver.execute, statement, timeout=MIGRATING)

    async def lock(self, subjects: Collection[str]) -> set[str]:
        keys = {subject: _key("subject", subject) for subject in subjects}
        rows = await self.fetch("subjects_lock", {"keys": sorted(keys.values())})
        owned = {row["key"] for row in rows}
        return {subject for subject, key in keys.items() if key in owned}

    async def lock_one(self, subject: str) -> None:
        await self.fetch("subject_lock", {"key": _key("subject", subject)})

    async def tell(self, words: list[str]) -> None:
        await self.fetch("words_tell", {"words": words})

    async def commit(self) -> None:
        self.announce("COMMIT")
        if await self._call(self._driver.execute, "COMMIT") != "COMMIT":
            # PostgreSQL rolls back what a statement failed in, even if who ran it went on.
            raise asyncpg.InFailedSQLTransactionError("a statement of this unit had failed")

    def announce(self, statement: str) -> None:
        if self._trace is not None:
            self._trace(statement)

    async def _call(self, ask: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        """Ask the driver, whose words for a lost connection are many."""
        try:
            return await ask(*args, **options)
        except OSError as error:
            raise Unreachable(_reason(error)) from error
        except asyncpg.InterfaceError as error:
            if not _is_lost(self._driver):
                raise
            raise Unreachable(_reason(error)) from error


class Server:
    """An open database. See `connection.Backend`."""

    shared = True

    def __init__(self, pool: Any, connect: Callable[[], Awaitable[Any]], pause: Pause) -> None:
        self._pool = pool
        self._connect = connect
        self._pause = pause
        self._listening = AsyncExitStack()

    @classmethod
    async def open(cls, url: str, pause: Pause) -> Server:
        """`Unreachable` if no connection is had."""
        pool = asyncpg.create_pool(url, min_size=0, max_size=POOL, reset=_as_it_is, **OPTIONS)
        server = cls(pool, partial(asyncpg.connect, url, **OPTIONS), pause)
        try:
            await pool
            await pool.release(await server._acquire())
        except ValueError:
            raise ValueError("the database URL cannot be read: see docs/configuration.md") from None
        return server

    async def close(self) -> None:
        await self._listening.aclose()
        try:
            async with asyncio.timeout(BUSY):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()

    @asynccontextmanager
    async def writing(self, trace: Trace | None) -> AsyncIterator[Connection]:
        async with self._transaction(UNIT, trace) as connection:
            yield connection
            await connection.commit()

    @asynccontextmanager
    async def reading(self, trace: Trace | None) -> AsyncIterator[Connection]:
        async with self._transaction(VIEW, trace) as connection:
            yield connection

    async def listen(self, hear: Hear) -> None:
        listener = Listener(self._connect, self._pause, hear)
        await self._listening.enter_async_context(listener.standing())

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[Tenure]:
        watch = Watch(self._connect, self._pause, _key("name", name))
        async with watch.standing():
            yield watch.tenure

    @asynccontextmanager
    async def _transaction(self, begin: str, trace: Trace | None) -> AsyncIterator[Connection]:
        if trace is not None:
            trace("BEGIN")
        driver = await self._acquire()
        try:
            await _begin(driver, begin)
        except Unreachable:  # it was lost while it lay idle, and so were the others, perhaps
            await self._pool.expire_connections()
            driver = await self._acquire()
            await _begin(driver, begin)
        try:
            yield Connection(driver, trace)
        finally:
            await _end(driver)
            await self._pool.release(driver)

    async def _acquire(self) -> Any:
        try:
            return await self._pool.acquire(timeout=BUSY)
        except ValueError:  # of the URL
            raise
        except REFUSED as error:
            raise Unreachable(_reason(error)) from error


async def _begin(driver: Any, statement: str) -> None:
    """Begin a transaction, or give the connection up."""
    try:
        await driver.execute(statement)
    except BaseException as error:
        _hang_up(driver)
        if isinstance(error, REFUSED):
            raise Unreachable(_reason(error)) from error
        raise


async def _end(driver: Any) -> None:
    """Roll back what was not committed; where that cannot be said, the server does it itself."""
    try:
        if not _is_lost(driver) and driver.is_in_transaction():
            async with asyncio.timeout(BUSY):
                await driver.execute("ROLLBACK")
    except BaseException as error:
        _hang_up(driver)
        if not isinstance(error, REFUSED):
            raise


def _hang_up(driver: Any) -> None:
    """Its place in the pool is free again."""
    if not _is_taken_back(driver):
        driver.terminate()


def _is_lost(driver: Any) -> bool:
    return _is_taken_back(driver) or driver.is_closed()


def _is_taken_back(driver: Any) -> bool:
    """Whether the pool, once the connection was lost, has parted it from whoever used it."""
    try:
        driver.is_closed()
    except asyncpg.InterfaceError:
        return True
    return False


async def _as_it_is(_: Any) -> None:
    """Nothing is set on a connection that would have to be reset: a round trip saved."""


def _reason(error: BaseException) -> str:
    return f"PostgreSQL: {error or type(error).__name__}"


def _key(kind: str, name: str) -> int:
    """A signed number of 64 bits, as advisory locks are named."""
    digest = hashlib.blake2b(f"{kind}:{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
