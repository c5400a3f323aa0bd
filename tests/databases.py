"""How tests look behind a database of either kind."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import aiosqlite
import asyncpg

from storage import sqlite
from storage.database import Database
from storage.location import sqlite_file
from tests import postgres
from tests.postgres import Rows

__all__ = ["INTEGRITY", "Rows", "file", "is_sqlite", "look", "look_at", "writer"]

INTEGRITY = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)
"""What a database says of rows that its constraints refuse."""


def is_sqlite(url: str) -> bool:
    return sqlite_file(url) is not None


def file(url: str) -> Path:
    """The file of an SQLite URL."""
    path = sqlite_file(url)
    assert path is not None
    return path


def look(url: str, sql: str) -> Rows:
    """Read with the driver alone, past everything that is being tested."""
    return look_at(url, {"": sql})[""]


def look_at(url: str, questions: Mapping[str, str]) -> dict[str, Rows]:
    """`look` for several, each under its name."""
    if not is_sqlite(url):
        return postgres.look_at(url, questions)
    connection = sqlite3.connect(file(url))
    try:
        return {name: connection.execute(sql).fetchall() for name, sql in questions.items()}
    finally:
        connection.close()


def writer(database: Database) -> aiosqlite.Connection:
    """The connection that writes to an SQLite file."""
    backend = database._backend
    assert isinstance(backend, sqlite.File)
    return backend._writer
