"""What may go wrong with a database that is no fault of whoever uses it."""

from __future__ import annotations

import sqlite3

import asyncpg

from storage.vault import Unsealed


class Unreachable(Exception):  # noqa: N818 -- a state of the world, not a fault of ours
    """PostgreSQL cannot be reached, refuses the connection, or was lost on the way; an SQLite file
    is none.
    """


class InUse(Exception):  # noqa: N818 -- read by people as a sentence
    """Another process serves from this SQLite file."""


TROUBLE: tuple[type[Exception], ...] = (
    sqlite3.OperationalError,  # locked, full, read-only, gone
    Unreachable,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,  # no space, no memory, no connection left
    asyncpg.OperatorInterventionError,  # shut down, starting up, a query called off
    asyncpg.PostgresSystemError,  # the disk
    asyncpg.TransactionRollbackError,  # a deadlock
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby that has not taken over yet
    asyncpg.InvalidCachedStatementError,  # a release that came meanwhile changed a table
)
"""The database cannot be had just now; nothing was kept; try again.

Except that a connection lost during COMMIT leaves open whether it happened: what is tried again
must be recognised when it comes twice, as an update is by its key in the inbox.
"""

PRIMARY = 0xFF  # of a result code
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
REMEDY = "move it away and restore a backup"


def is_damage(error: BaseException) -> bool:
    """Whether an SQLite file, or a part of it, cannot be read any more: trying again is no use."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & PRIMARY in DAMAGE


PASSING: tuple[type[Exception], ...] = (*TROUBLE, Unsealed)
"""What a loop waits for: trouble, and a key or dictionary of another process not read here yet."""
