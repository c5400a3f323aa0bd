"""What is true of an SQLite file alone."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import look, writer


async def test_the_file_and_its_folder_are_the_owners(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        database = await Database.open(f"sqlite:///{tmp_path}/new/data/sila.db")
        try:
            await database.migrate()
            modes = {
                path.name: stat.S_IMODE(path.stat().st_mode)
                for path in [tmp_path / "new/data", *(tmp_path / "new/data").iterdir()]
            }
        finally:
            await database.close()
    finally:
        os.umask(umask)
    assert modes == {"data": 0o700, "sila.db": 0o600, "sila.db-wal": 0o600, "sila.db-shm": 0o600}


async def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = await Database.open("sqlite:///data/sila.db")
    await database.close()
    assert (tmp_path / "data/sila.db").exists()


async def test_a_file_that_is_no_database_is_refused_and_left_closed(tmp_path: Path) -> None:
    (tmp_path / "sila.db").write_text("something else entirely, " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        await Database.open(f"sqlite:///{tmp_path}/sila.db")
    # pytest turns the ResourceWarning of a connection left open into a failure.


async def test_a_reader_that_cannot_be_had_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite.QUERY_ONLY", "PRAGMA query_only = (")
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        await Database.open(f"sqlite:///{tmp_path}/sila.db")


async def test_promises_of_the_writing_connection(file_database: Database) -> None:
    answers = {}
    for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        rows = await writer(file_database).execute_fetchall(f"PRAGMA {pragma}")
        answers[pragma] = next(iter(rows))[0]
    assert answers == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_every_table_is_strict(file_database: Database, file_url: str) -> None:
    tables = look(
        file_url,
        "SELECT name FROM pragma_table_list "
        "WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'",
    )
    assert tables == []


async def test_units_wait_for_each_other(file_database: Database) -> None:
    order: list[str] = []
    inside = asyncio.Event()
    go_on = asyncio.Event()

    async def first() -> None:
        async with file_database.unit():
            inside.set()
            await go_on.wait()
            order.append("first")

    async def second() -> None:
        async with file_database.unit():
            order.append("second")

    tasks = [asyncio.create_task(first())]
    await inside.wait()
    tasks.append(asyncio.create_task(second()))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(*tasks)
    assert order == ["first", "second"]
