"""A real database of either kind, migrated and unlocked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage.rows import reopened


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await reopened(database_url)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """Of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/sila.db"


@pytest.fixture
async def file_database(file_url: str) -> AsyncIterator[Database]:
    """For what is true of SQLite alone."""
    database = await reopened(file_url)
    try:
        yield database
    finally:
        await database.close()
