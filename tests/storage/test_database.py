from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable

import asyncpg
import pytest

from storage import conversations, people, references
from storage.database import Database
from storage.unit import Unit
from tests.databases import INTEGRITY, is_sqlite, look
from tests.storage.rows import NOW, reopened, somebody

READ_ONLY = (sqlite3.OperationalError, asyncpg.ReadOnlySQLTransactionError)


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgres://x/y", "sqlite://x", "sqlite:///", "data/sila.db", ""]
)
async def test_another_kind_of_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///data/sila\.db or postgresql://"):
        await Database.open(url)


async def test_a_unit_commits_all(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        references.reserve(unit, "26000001", "case", NOW)
        references.reserve(unit, "26000002", "case", NOW)
    assert look(database_url, "SELECT count(*) FROM reference_numbers") == [(2,)]


async def test_an_exception_in_the_block_rolls_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the block is what is tested
        async with database.unit() as unit:
            references.reserve(unit, "26000001", "case", NOW)
            assert await references.taken(unit, ["26000001"]) == {"26000001"}
            raise ZeroDivisionError
    async with database.unit() as unit:
        assert await references.taken(unit, ["26000001"]) == set()


async def test_an_exception_of_commit_rolls_back(database: Database) -> None:
    with pytest.raises(INTEGRITY, match=r"(?i)FOREIGN KEY"):
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


@pytest.mark.parametrize("statement", ["BEGIN", "reference_reserve", "COMMIT"])
async def test_a_cancelled_unit_leaves_no_transaction_behind(
    database: Database, statement: str, database_url: str
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
    # Anything before COMMIT never happened. A COMMIT that runs cannot be called back; but
    # PostgreSQL, which is asked to, may just manage.
    kept = {"26000001"} if statement == "COMMIT" else set()
    assert taken == kept or (statement == "COMMIT" and not is_sqlite(database_url))


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
        with pytest.raises(READ_ONLY, match=r"readonly|read-only"):
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
        "BEGIN",
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
        lambda unit: asyncio.ensure_future(unit.lock(["1"])),
        lambda unit: asyncio.ensure_future(unit.lock_one("1")),
        lambda unit: unit.tell("1"),
    ],
    ids=["write", "read", "lock", "lock one", "tell"],
)
async def test_a_unit_that_ended_is_of_no_use(
    database: Database, use: Callable[[Unit], asyncio.Future[object] | None]
) -> None:
    async with database.unit() as unit:
        pass
    with pytest.raises(RuntimeError, match="ended"):  # noqa: PT012 -- a write raises at once
        reading = use(unit)
        assert reading is not None
        await reading


@pytest.mark.parametrize("word", ["", "x" * 201, "ع" * 101])
async def test_a_word_is_neither_empty_nor_long(database: Database, word: str) -> None:
    async with database.unit() as unit:
        with pytest.raises(ValueError, match="1 to 200 bytes"):
            unit.tell(word)


async def test_a_locked_database_seals_nothing(database_url: str) -> None:
    database = await Database.open(database_url)
    try:
        await database.migrate()
        with pytest.raises(RuntimeError, match="unlocked"):
            _ = database.vault
        with pytest.raises(RuntimeError, match="unlocked"):
            async with database.unit() as unit:
                await somebody(unit)
    finally:
        await database.close()


async def test_two_processes_take_turns(database: Database, database_url: str) -> None:
    other = await reopened(database_url)
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
