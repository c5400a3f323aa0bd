from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import conversations, people, references
from storage.database import Database
from storage.unit import Unit
from tests.storage.rows import NOW, look, reopened, somebody


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


@pytest.mark.parametrize(
    "url", ["postgresql://x/y", "sqlite://x", "sqlite:///", "data/sila.db", ""]
)
async def test_another_kind_of_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///data/sila\.db"):
        await Database.open(url)


async def test_a_file_that_is_no_database_is_refused_and_left_closed(tmp_path: Path) -> None:
    (tmp_path / "sila.db").write_text("something else entirely, " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        await Database.open(f"sqlite:///{tmp_path}/sila.db")
    # pytest turns the ResourceWarning of a connection left open into a failure.


async def test_a_reader_that_cannot_be_had_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.QUERY_ONLY", "PRAGMA query_only = (")
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        await Database.open(f"sqlite:///{tmp_path}/sila.db")


async def test_promises_of_the_writing_connection(database: Database) -> None:
    answers = {}
    for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        rows = await database._writer.execute_fetchall(f"PRAGMA {pragma}")
        answers[pragma] = next(iter(rows))[0]
    assert answers == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_every_table_is_strict(database: Database, tmp_path: Path) -> None:
    tables = look(
        tmp_path / "sila.db",
        "SELECT name FROM pragma_table_list "
        "WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'",
    )
    assert tables == []


async def test_a_unit_commits_all(database: Database, tmp_path: Path) -> None:
    async with database.unit() as unit:
        references.reserve(unit, "26000001", "case", NOW)
        references.reserve(unit, "26000002", "case", NOW)
    assert look(tmp_path / "sila.db", "SELECT count(*) FROM reference_numbers") == [(2,)]


async def test_an_exception_in_the_block_rolls_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the block is what is tested
        async with database.unit() as unit:
            references.reserve(unit, "26000001", "case", NOW)
            assert await references.taken(unit, ["26000001"]) == {"26000001"}
            raise ZeroDivisionError
    async with database.unit() as unit:
        assert await references.taken(unit, ["26000001"]) == set()


async def test_an_exception_of_commit_rolls_back(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        async with database.unit() as unit:
            conversations.save(unit, "nobody", b"state", 1, NOW)
    async with database.unit() as unit:  # the transaction is not open any more
        assert await conversations.load_many(unit, ["nobody"]) == {}


async def test_foreign_keys_wait_for_commit(database: Database) -> None:
    async with database.unit() as unit:
        address = people.identify(unit.vault, people.Origin("telegram", "bot", "1"))
        conversations.save(unit, address, b"state", 1, NOW)
        await unit.flush()
        await people.resolve(unit, "telegram", "bot", "1", NOW)
    async with database.view() as view:
        assert address in await conversations.load_many(view, [address])


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "reference_reserve", "COMMIT"])
async def test_a_cancelled_unit_leaves_no_transaction_behind(
    database: Database, statement: str, tmp_path: Path
) -> None:
    async def work() -> None:
        async with database.unit() as unit:
            references.reserve(unit, "26000001", "case", NOW)

    def cancel(name: str) -> None:
        if name == statement:
            task.cancel()  # arrives while the statement runs in its thread

    task = asyncio.create_task(work())
    database.trace = cancel
    with pytest.raises(asyncio.CancelledError):
        await task
    database.trace = None
    async with database.unit() as unit:
        taken = await references.taken(unit, ["26000001"])
    # A COMMIT that runs cannot be called back; anything before it never happened.
    assert taken == ({"26000001"} if statement == "COMMIT" else set())


async def test_units_wait_for_each_other(database: Database) -> None:
    order: list[str] = []
    inside = asyncio.Event()
    go_on = asyncio.Event()

    async def first() -> None:
        async with database.unit():
            inside.set()
            await go_on.wait()
            order.append("first")

    async def second() -> None:
        async with database.unit():
            order.append("second")

    tasks = [asyncio.create_task(first())]
    await inside.wait()
    tasks.append(asyncio.create_task(second()))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(*tasks)
    assert order == ["first", "second"]


async def test_a_view_sees_one_moment(database: Database) -> None:
    async with database.view() as view:
        assert await references.taken(view, ["1", "2"]) == set()
        async with database.unit() as unit:  # not held up by the view
            references.reserve(unit, "1", "case", NOW)
        assert await references.taken(view, ["1", "2"]) == set()
    async with database.view() as view:
        assert await references.taken(view, ["1", "2"]) == {"1"}


async def test_a_view_cannot_write(database: Database) -> None:
    async with database.view() as view:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await view.read_all("reference_reserve", reference="1", kind="x", made_at=NOW)


async def test_writes_wait_and_are_flushed_query_by_query(database: Database) -> None:
    statements: list[str] = []
    database.trace = statements.append
    async with database.unit() as unit:
        for number in ("700000001", "700000002", "700000003"):
            address = await somebody(unit, number)
            conversations.save(unit, address.id, b"one", 1, NOW)
            references.reserve(unit, number, "case", NOW)
            conversations.save(unit, address.id, b"two", 1, NOW)
    assert statements == [
        "BEGIN IMMEDIATE",
        "addresses_load",
        *("person_add", "address_add", "conversation_save", "reference_reserve", "addresses_load"),
        *("person_add", "address_add", "conversation_save", "reference_reserve", "addresses_load"),
        *("person_add", "address_add", "conversation_save", "reference_reserve", "COMMIT"),
    ]
    database.trace = None
    async with database.view() as view:
        kept = await conversations.load_many(view, [address.id])
    assert (kept[address.id].state, kept[address.id].revision) == (b"two", 2)


@pytest.mark.parametrize(
    "use",
    [
        lambda unit: references.reserve(unit, "1", "case", NOW),
        lambda unit: asyncio.ensure_future(references.taken(unit, ["1"])),
    ],
    ids=["write", "read"],
)
async def test_a_unit_that_ended_is_of_no_use(
    database: Database, use: Callable[[Unit], asyncio.Future[set[str]] | None]
) -> None:
    async with database.unit() as unit:
        pass
    with pytest.raises(RuntimeError, match="ended"):  # noqa: PT012 -- a write raises at once
        reading = use(unit)
        assert reading is not None
        await reading


async def test_a_locked_database_seals_nothing(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/sila.db")
    try:
        await database.migrate()
        with pytest.raises(RuntimeError, match="unlocked"):
            _ = database.vault
        with pytest.raises(RuntimeError, match="unlocked"):
            async with database.unit() as unit:
                await somebody(unit)
    finally:
        await database.close()


async def test_two_processes_take_turns(database: Database, tmp_path: Path) -> None:
    other = await reopened(tmp_path / "sila.db")
    try:
        async with database.unit() as unit:
            references.reserve(unit, "1", "case", NOW)
            waiting = asyncio.create_task(_reserve(other, "2"))
            await unit.flush()
        await waiting
        async with database.view() as view:
            assert await references.taken(view, ["1", "2"]) == {"1", "2"}
    finally:
        await other.close()


async def _reserve(database: Database, reference: str) -> None:
    async with database.unit() as unit:
        references.reserve(unit, reference, "case", NOW)
