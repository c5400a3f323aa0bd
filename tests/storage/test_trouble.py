"""What is tried again, and what is a fault that trying again would only repeat."""

from __future__ import annotations

import sqlite3

import asyncpg
import pytest

from storage.trouble import TROUBLE, InUse, Unreachable


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError,  # locked, full, gone
        Unreachable,
        asyncpg.ConnectionDoesNotExistError,
        asyncpg.ConnectionFailureError,
        asyncpg.TooManyConnectionsError,
        asyncpg.DiskFullError,
        asyncpg.OutOfMemoryError,
        asyncpg.AdminShutdownError,
        asyncpg.CrashShutdownError,
        asyncpg.CannotConnectNowError,
        asyncpg.QueryCanceledError,
        asyncpg.PostgresIOError,
        asyncpg.DeadlockDetectedError,
        asyncpg.SerializationError,
        asyncpg.LockNotAvailableError,
        asyncpg.ReadOnlySQLTransactionError,
    ],
)
def test_what_passes(error: type[Exception]) -> None:
    assert issubclass(error, TROUBLE)


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.IntegrityError,
        sqlite3.ProgrammingError,
        sqlite3.DataError,
        asyncpg.UniqueViolationError,
        asyncpg.ForeignKeyViolationError,
        asyncpg.CheckViolationError,
        asyncpg.DataError,
        asyncpg.InterfaceError,
        asyncpg.UndefinedTableError,
        asyncpg.PostgresSyntaxError,
        asyncpg.InFailedSQLTransactionError,
        InUse,
        OSError,  # of something else than the database
    ],
)
def test_what_does_not(error: type[Exception]) -> None:
    assert not issubclass(error, TROUBLE)
