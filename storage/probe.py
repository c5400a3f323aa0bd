"""Whether a database takes writes: found out by writing, on a connection of its own.

A write that is rolled back meets neither a full disk nor one that became read-only: only a commit
does. And what the server's own connections wait for, or hold, must not keep the answer away.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import quote

import asyncpg

from storage.location import sqlite_file

PATIENCE = 1.0  # seconds to wait for whoever holds a lock
ANSWER = 3.0  # seconds that PostgreSQL has to answer

State: TypeAlias = Literal[
    "writable",
    "full",  # no space left on the disk
    "read_only",  # the file, its file system, or the server
    "locked",  # another process holds it
    "missing",  # no such file or database, or not ours to open
    "damaged",  # not a database any more
    "unreachable",  # the server does not answer
    "failing",  # anything else, such as errors of the disk
]

OF_SQLITE: Mapping[int, State] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_CANTOPEN: "missing",
    sqlite3.SQLITE_PERM: "missing",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
"""By primary result code."""

OF_POSTGRESQL: Mapping[type[Exception], State] = {
    asyncpg.DiskFullError: "full",
    asyncpg.ReadOnlySQLTransactionError: "read_only",
    asyncpg.ObjectNotInPrerequisiteStateError: "read_only",  # a standby
    asyncpg.InvalidCatalogNameError: "missing",
    asyncpg.InvalidAuthorizationSpecificationError: "missing",
    asyncpg.CannotConnectNowError: "unreachable",
    asyncpg.PostgresConnectionError: "unreachable",
    asyncpg.InsufficientResourcesError: "unreachable",
    OSError: "unreachable",  # a TimeoutError too
}
"""The first that fits."""


class Disk(NamedTuple):
    """Of the file system an SQLite file is on, in bytes; `free` is what its owner may use."""

    free: int
    total: int


class Found(NamedTuple):
    """`disk` is None where the database is not on a disk of ours, or it does not answer."""

    state: State
    disk: Disk | None = None


async def probe(url: str) -> Found:
    """Commit the smallest write there is, and say how that went. It holds up no other task."""
    path = sqlite_file(url)
    if path is None:
        return Found(await _write_to_server(url))
    return await asyncio.to_thread(lambda: Found(_write_to_file(path), disk_of(path)))


def disk_of(path: Path) -> Disk | None:
    try:
        found = os.statvfs(path.parent)
    except OSError:
        return None
    return Disk(found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)


def _write_to_file(path: Path) -> State:
    try:
        with closing(_connect(path)) as connection:
            # It writes the page it stands on even when that changes nothing; nobody reads it.
            connection.execute("PRAGMA user_version = 0")
    except sqlite3.Error as error:
        state = OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "failing")
        # Without a journal beside it, SQLite cannot even open what it may not write beside.
        hindered = state == "missing" and path.exists() and not os.access(path.parent, os.W_OK)
        return "read_only" if hindered else state
    return "writable"


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=rw",  # never made here
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
    )
    connection.execute("PRAGMA synchronous = FULL")
    return connection


async def _write_to_server(url: str) -> State:
    try:
        async with asyncio.timeout(ANSWER):
            connection = await asyncpg.connect(url)
            try:
                # A word into the log of writes, which no table keeps.
                said = "SELECT pg_logical_emit_message(true, 'sila', '')"
                await connection.execute(said)
                read_only = await connection.fetchval("SHOW transaction_read_only") == "on"
            finally:
                await connection.close(timeout=ANSWER)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it took no write
        fits = (state for kind, state in OF_POSTGRESQL.items() if isinstance(error, kind))
        return next(fits, "failing")
    return "read_only" if read_only else "writable"
