"""Looking at a database changes nothing in it."""

from __future__ import annotations

import pytest

from storage import messages, schema
from storage.database import Database
from storage.inspection import inspect
from storage.keys import WrongSecret
from tests.storage.rows import NOW, SECRET, reopened, said, somebody


async def test_an_empty_database_stays_empty(empty_url: str) -> None:
    for _ in range(2):
        found = await inspect(empty_url)
        assert found.pending == tuple(migration.name for migration in schema.load())
        assert (found.newest, list(found.keys)) == (None, [])
        found.try_secret("any: the keys are still to be made")


async def test_what_is_there_is_told(database_url: str) -> None:
    database: Database = await reopened(database_url)
    try:
        async with database.unit() as unit:
            address = await somebody(unit)
            messages.queue(unit, said(address.id, "أ"), NOW)
    finally:
        await database.close()
    found = await inspect(database_url)
    assert (found.pending, found.newest, len(found.keys)) == ((), NOW, 2)
    found.try_secret(SECRET)
    found.try_secret(f"a newer one, {SECRET}")
    with pytest.raises(WrongSecret):
        found.try_secret("another")
    assert [row["wrapped"] for row in (await inspect(database_url)).keys] == [
        row["wrapped"] for row in found.keys
    ], "trying a secret wraps nothing anew"
