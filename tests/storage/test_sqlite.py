"""What is true of an SQLite file alone."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import stat
import sys
import threading
from pathlib import Path

import pytest

from storage import outbox, references, sqlite
from storage.database import Database
from storage.trouble import InUse, Unreachable
from tests.databases import file, look, writer
from tests.storage.rows import NOW, reopened


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
    with pytest.raises(Unreachable, match="not a database"):
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
        "busy_timeout": 5_000,
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


# ------------------------------------------------------------------ one process
async def test_only_what_may_last_leaves_the_thread_of_whoever_asks(
    file_database: Database,
) -> None:
    ours = threading.get_ident()
    ran: list[tuple[str, bool]] = []

    def note(statement: str) -> None:
        ran.append((statement.split(maxsplit=1)[0], threading.get_ident() == ours))

    await writer(file_database).set_trace_callback(note)
    async with file_database.unit() as unit:
        references.reserve(unit, "26000001", "case", NOW)
        assert await references.taken(unit, ["26000001"]) == {"26000001"}
        outbox.move_room(unit, "old", "new")
    assert ran == [
        ("BEGIN", False),
        ("INSERT", True),
        ("SELECT", True),
        ("UPDATE", False),
        ("COMMIT", False),
    ]


async def test_a_unit_owns_every_subject(file_database: Database) -> None:
    async with file_database.unit() as unit:
        assert await unit.lock(["a", "b"]) == {"a", "b"}
        await unit.lock_one("a")


async def test_nobody_is_told_and_nothing_is_heard(file_database: Database) -> None:
    statements: list[str] = []
    heard: list[str] = []
    await file_database.listen(heard.append)
    file_database.trace = statements.append
    async with file_database.unit() as unit:
        unit.tell("word")
    assert (heard, statements) == ([], ["BEGIN", "COMMIT"])


async def test_every_name_is_held(file_database: Database) -> None:
    async with file_database.hold("sender") as sender, file_database.hold("sender") as again:
        assert (sender.held, again.held) == (True, True)


async def test_a_file_is_served_by_one_process(file_database: Database, file_url: str) -> None:
    path = file(file_url)
    other = await reopened(file_url)  # as `sila rotate` does beside a server
    try:
        async with file_database.hold("serve") as held:
            assert held.held
            with pytest.raises(InUse, match=re.escape(f"{path}: another `sila serve` runs")):
                await other.hold("serve").__aenter__()
            async with other.hold("sender"), other.unit() as unit:
                references.reserve(unit, "1", "case", NOW)
        async with other.hold("serve") as held:
            assert held.held
    finally:
        await other.close()
    assert stat.S_IMODE(path.with_name("sila.db.lock").stat().st_mode) == 0o600


async def test_a_server_that_was_killed_holds_nothing(
    file_database: Database, file_url: str
) -> None:
    serving = (
        "import asyncio, os, signal\n"
        "from storage.database import Database\n"
        "async def serve():\n"
        f"    database = await Database.open({file_url!r})\n"
        "    async with database.hold('serve'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(serve())\n"
    )
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", serving)
    assert await ended.wait() == -signal.SIGKILL
    async with file_database.hold("serve") as held:
        assert held.held


async def test_whoever_opens_beside_others_waits_for_them(tmp_path: Path) -> None:
    waited: list[float] = []
    path = tmp_path / "sila.db"
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            other.rollback()

    backend = await sqlite.File.open(path, pause)
    await backend.close()
    other.close()
    assert len(waited) == 3


async def test_a_file_locked_for_good_is_no_database(tmp_path: Path) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    path = tmp_path / "sila.db"
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Unreachable, match="locked"):
        await sqlite.File.open(path, pause)
    other.close()
    assert sum(waited) == pytest.approx(sqlite.BUSY)
