"""What joins processes on one PostgreSQL database: locks, words, and names that one holds."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator

import pytest

from storage import references
from storage.database import Database
from storage.trouble import TROUBLE
from tests.databases import look
from tests.postgres import Cluster
from tests.storage.processes import LISTENING, WATCHING, Process, processes, soon, terminate
from tests.storage.rows import NOW, reopened

pytestmark = pytest.mark.postgresql

LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    with cluster.fresh() as url:
        yield url


@pytest.fixture
async def two(url: str) -> AsyncIterator[tuple[Process, Process]]:
    async with processes(url) as (one, other):
        yield one, other


@pytest.fixture
def one(two: tuple[Process, Process]) -> Process:
    return two[0]


@pytest.fixture
def other(two: tuple[Process, Process]) -> Process:
    return two[1]


async def test_a_subject_has_one_owner_at_a_time(one: Process, other: Process, url: str) -> None:
    async with one.database.unit() as unit:
        assert await unit.lock(["a", "b"]) == {"a", "b"}
        assert await unit.lock(["b", "c"]) == {"b", "c"}  # its own again
        async with other.database.unit() as theirs:
            assert await theirs.lock(["d", "a", "c"]) == {"d"}
        async with other.database.unit() as theirs:
            assert await theirs.lock([]) == set()
            assert await theirs.lock(["d"]) == {"d"}
    async with other.database.unit() as theirs:
        assert await theirs.lock(["a", "b", "c", "d"]) == {"a", "b", "c", "d"}
    assert look(url, LOCKS) == [(0,)]


async def test_a_unit_rolled_back_owns_nothing(one: Process, other: Process, url: str) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the block is what is tested
        async with one.database.unit() as unit:
            assert await unit.lock(["a"]) == {"a"}
            await unit.lock_one("b")
            raise ZeroDivisionError
    assert look(url, LOCKS) == [(0,)]
    async with other.database.unit() as unit:
        assert await unit.lock(["a", "b"]) == {"a", "b"}


async def test_a_subject_can_be_waited_for(one: Process, other: Process) -> None:
    order: list[str] = []
    asked = asyncio.Event()
    other.database.trace = lambda statement: asked.set() if statement == "subject_lock" else None

    async def second() -> None:
        async with other.database.unit() as unit:
            await unit.lock_one("a")
            order.append(f"then {await references.taken(unit, ['1'])}")

    async with one.database.unit() as unit:
        await unit.lock_one("a")
        waiting = asyncio.create_task(second())
        await soon(asked.wait())
        references.reserve(unit, "1", "case", NOW)
        order.append("first")
    await soon(waiting)
    assert order == ["first", "then {'1'}"]


async def test_words_are_heard_once_and_only_of_what_was_committed(
    one: Process, other: Process
) -> None:
    heard: list[asyncio.Queue[str]] = [asyncio.Queue(), asyncio.Queue()]
    for process, hear in zip((one, other), heard, strict=True):
        await process.database.listen(hear.put_nowait)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the block is what is tested
        async with one.database.unit() as unit:
            unit.tell("never")
            await unit.flush()
            raise ZeroDivisionError
    async with one.database.unit() as unit:
        unit.tell("message")
        unit.tell("عنوان")
        unit.tell("message")
    async with other.database.unit() as unit:
        unit.tell("message")
        unit.tell("x" * 200)
    for hear in heard:
        words = [await soon(hear.get()) for _ in range(4)]
        assert words == ["message", "عنوان", "message", "x" * 200]
        assert hear.empty()


async def test_who_lost_the_connection_is_told_to_look(
    one: Process, other: Process, url: str
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    await one.database.listen(heard.put_nowait)
    assert terminate(url, LISTENING) == 1
    async with other.database.unit() as unit:
        unit.tell("missed")
    one.pause.let(2)  # until it looks, and until it tries again
    assert await soon(heard.get()) == ""
    async with other.database.unit() as unit:
        unit.tell("again")
    assert await soon(heard.get()) == "again"


async def test_a_name_is_held_by_one_and_handed_over(one: Process, other: Process) -> None:
    async with (
        one.database.hold("sender") as ours,
        other.database.hold("timer") as timer,
        other.database.hold("sender") as theirs,
    ):
        assert (ours.held, theirs.held, timer.held) == (True, False, True)
        async with other.database.unit() as unit:
            assert await unit.lock(["sender"]) == {"sender"}  # a subject is something else
    async with other.database.hold("sender") as theirs:
        assert theirs.held


async def test_who_ends_makes_room(one: Process, other: Process) -> None:
    async with one.database.hold("sender"):
        waiting = other.database.hold("sender")
        theirs = await waiting.__aenter__()
        assert not theirs.held
    other.pause.let()
    await soon(theirs.until(held=True))
    await waiting.__aexit__(None, None, None)


async def test_who_loses_the_connection_loses_the_name(
    one: Process, other: Process, url: str
) -> None:
    async with one.database.hold("sender") as ours, other.database.hold("sender") as theirs:
        assert terminate(url, WATCHING) == 1
        await soon(ours.until(held=False))
        other.pause.let()
        await soon(theirs.until(held=True))
        one.pause.let(3)  # it looks, tries again, and sees that somebody else holds it
        assert terminate(url, WATCHING) == 1
        await soon(theirs.until(held=False))
        one.pause.let()
        await soon(ours.until(held=True))
        assert not theirs.held


async def test_who_gets_no_answer_loses_the_name(
    one: Process, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.standing.PROMPT", 0.01)
    async with one.database.hold("sender") as ours:
        [(watching,)] = look(url, WATCHING)
        os.kill(watching, signal.SIGSTOP)  # as if the network swallowed everything
        try:
            one.pause.let()
            await soon(ours.until(held=False))
        finally:
            os.kill(watching, signal.SIGCONT)


async def test_databases_of_one_server_do_not_meet(
    one: Process, cluster: Cluster, url: str
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    await one.database.listen(heard.put_nowait)
    with cluster.fresh() as url_of_another:
        another = await reopened(url_of_another)
        try:
            async with one.database.unit() as unit, another.unit() as theirs:
                assert await unit.lock(["a"]) == {"a"}
                assert await theirs.lock(["a"]) == {"a"}
                theirs.tell("theirs")
                unit.tell("ours")
            async with one.database.hold("sender") as held, another.hold("sender") as held_too:
                assert (held.held, held_too.held) == (True, True)
        finally:
            await another.close()
    assert await soon(heard.get()) == "ours"
    assert heard.empty()


async def test_a_deadlock_is_trouble_of_one(one: Process, other: Process) -> None:
    both = asyncio.Barrier(2)

    async def lock(database: Database, *subjects: str) -> str:
        try:
            async with database.unit() as unit:
                for subject in subjects:
                    await unit.lock_one(subject)
                    await both.wait() if subject == subjects[0] else None
        except TROUBLE:
            return "trouble"
        return "done"

    outcomes = await asyncio.gather(lock(one.database, "a", "b"), lock(other.database, "b", "a"))
    assert sorted(outcomes) == ["done", "trouble"]
