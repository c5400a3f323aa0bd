"""A real database in a file, migrated and unlocked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage.rows import NOW, SECRET


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path}/sila.db")
    try:
        await database.migrate()
        await database.unlock(SECRET, NOW)
        yield database
    finally:
        await database.close()
