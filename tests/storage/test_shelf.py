"""The shelf: in the order in which things were put there, each taken down once."""

from __future__ import annotations

import asyncio

import pytest

from storage import inbox, shelf
from storage.database import Database
from storage.inbox import Arrival
from storage.unit import Unit
from tests.databases import look
from tests.storage.rows import NOW, later, reopened

RAW = "Body=رسالة سرية".encode()


def from_(subject: str, *numbers: int) -> list[tuple[Arrival, bytes]]:
    return [(Arrival("whatsapp", "bot", f"{subject}{n}", subject), RAW) for n in numbers]


async def put(database: Database, *updates: tuple[Arrival, bytes], seconds: float = 0) -> None:
    async with database.unit() as unit:
        await shelf.put(unit, updates, later(seconds=seconds))


async def lying(database: Database) -> list[str]:
    async with database.view() as view:
        return [row.arrival.id for row in await inbox.unfinished(view, "received")]


async def take(unit: Unit, subject: str, number: int) -> bool:
    [(arrival, _)] = from_(subject, number)
    return await shelf.take(unit, arrival)


async def test_a_subject_keeps_its_order_whatever_the_clock_says(database: Database) -> None:
    await put(database, *from_("a", 1, 2, 3), *from_("b", 1))
    await put(database, *from_("a", 4, 5))  # no time has passed
    await put(database, *from_("a", 6), *from_("b", 2), seconds=-1)  # the clock was set back
    await put(database, *from_("a", 7), seconds=9)
    order = await lying(database)
    assert [id_ for id_ in order if id_ < "b"] == [f"a{n}" for n in range(1, 8)]
    assert [id_ for id_ in order if id_ > "b"] == ["b1", "b2"]


async def test_others_do_not_wait_behind_a_flood(database: Database) -> None:
    await put(database, *from_("a", *range(1, 10)))
    await put(database, *from_("b", 1), seconds=0.001)
    assert (await lying(database)).index("b1") <= 2


async def test_it_tells_who_has_something_there(database: Database) -> None:
    await put(database, *from_("a", 1, 2), *from_("b", 1))
    async with database.unit() as unit:
        inbox.fail(unit, from_("c", 1)[0][0], RAW, "bug", NOW)
        await inbox.receive(unit, from_("d", 1)[0][0], NOW)
    async with database.unit() as unit:
        assert await shelf.latest(unit, ["a", "c", "d", "nobody"]) == {"a": later(seconds=0.001)}
        assert await shelf.latest(unit, []) == {}
        assert await take(unit, "a", 2)
        assert (await shelf.latest(unit, ["a"])) == {"a": NOW}
        assert await take(unit, "a", 1)
        assert await shelf.latest(unit, ["a"]) == {}


async def test_one_that_arrived_before_changes_nothing(database: Database) -> None:
    done, failed, waiting = (arrival for arrival, _ in from_("a", 1, 2, 3))
    async with database.unit() as unit:
        await inbox.receive(unit, done, NOW)
        inbox.fail(unit, failed, b"as it was", "bug", NOW)
    await put(database, (waiting, RAW))
    await put(database, *((each, b"other") for each in (done, failed, waiting)), seconds=5)
    async with database.view() as view:
        [lies] = await inbox.unfinished(view, "received")
        [kept] = await inbox.unfinished(view, "failed")
    assert (lies.arrival, lies.raw, lies.received_at) == (waiting, RAW, NOW)
    assert (kept.arrival, kept.raw) == (failed, b"as it was")


async def test_each_is_taken_down_once_and_its_body_goes(
    database: Database, database_url: str
) -> None:
    await put(database, *from_("a", 1))
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the block is what is tested
        async with database.unit() as unit:
            assert await take(unit, "a", 1)
            raise ZeroDivisionError
    async with database.unit() as unit:
        assert await take(unit, "a", 1)
        assert not await take(unit, "a", 1)
        assert not await take(unit, "a", 2)
    assert look(database_url, "SELECT status, raw FROM inbox") == [("done", None)]
    await put(database, *from_("a", 1))
    assert await lying(database) == []


async def test_of_two_processes_one_takes_it_down(database: Database, database_url: str) -> None:
    await put(database, *from_("a", 1))
    other = await reopened(database_url)
    try:

        async def taken(by: Database) -> bool:
            async with by.unit() as unit:
                return await take(unit, "a", 1)

        assert sorted(await asyncio.gather(taken(database), taken(other))) == [False, True]
    finally:
        await other.close()


async def test_nothing_of_it_can_be_read_in_the_database(
    database: Database, database_url: str
) -> None:
    await put(database, *from_("a", 1))
    [[raw]] = look(database_url, "SELECT raw FROM inbox")
    assert RAW not in bytes(raw)
    assert database.vault.open(bytes(raw), "inbox.raw") == RAW
