"""What is true of PostgreSQL alone: units side by side, and connections that come and go."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress

import asyncpg
import pytest

from storage import inbox, messages, outbox, references, rotation
from storage.database import Database
from storage.inbox import Arrival
from storage.postgresql import OPTIONS
from storage.statements import POSTGRESQL
from storage.tables import SEALED
from storage.trouble import TROUBLE, Unreachable
from storage.unit import Unit, View
from tests.databases import look
from tests.postgres import HANG_UP, Cluster
from tests.storage.processes import soon
from tests.storage.rows import NOW, reopened, said, somebody
from tests.storage.test_schema import WHOLE_TABLES
from tests.storage.test_sealing import everything

pytestmark = pytest.mark.postgresql


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    with cluster.fresh() as url:
        yield url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await reopened(url)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
async def other(database: Database, url: str) -> AsyncIterator[Database]:
    """Another process."""
    other = await reopened(url)
    try:
        yield other
    finally:
        await other.close()


async def asked(view: View, name: str) -> str:
    """A setting of the connection that a unit or view runs on."""
    shown: str = await view._connection._driver.fetchval(f"SHOW {name}")  # type: ignore[attr-defined]  # asyncpg's
    return shown


async def reserve(database: Database, reference: str) -> None:
    async with database.unit() as unit:
        references.reserve(unit, reference, "case", NOW)


async def taken(database: Database, *candidates: str) -> set[str]:
    async with database.view() as view:
        return await references.taken(view, candidates)


# ------------------------------------------------------------------ promises
async def test_promises_of_a_unit(database: Database) -> None:
    async with database.unit() as unit:
        assert await asked(unit, "synchronous_commit") == "on"
        assert await asked(unit, "jit") == "off"
        assert await asked(unit, "application_name") == "sila"
        assert await asked(unit, "transaction_isolation") == "read committed"


async def test_promises_of_a_view(database: Database) -> None:
    async with database.view() as view:
        assert await asked(view, "transaction_isolation") == "repeatable read"
        assert await asked(view, "transaction_read_only") == "on"


async def test_units_and_views_run_side_by_side(database: Database) -> None:
    async with database.unit() as one, database.unit() as two, database.view() as view:
        references.reserve(one, "1", "case", NOW)
        references.reserve(two, "2", "case", NOW)
        await one.flush()
        assert await references.taken(two, ["1", "2"]) == {"2"}
        assert await references.taken(view, ["1", "2"]) == set()
    assert await taken(database, "1", "2") == {"1", "2"}


async def test_a_unit_goes_back_as_a_whole_even_if_who_ran_it_went_on(database: Database) -> None:
    with pytest.raises(asyncpg.InFailedSQLTransactionError):  # noqa: PT012 -- the block is tested
        async with database.unit() as unit:
            references.reserve(unit, "1", "case", NOW)
            with suppress(asyncpg.UniqueViolationError):
                references.reserve(unit, "1", "case", NOW)
                await unit.flush()
    assert await taken(database, "1") == set()


async def test_two_deliveries_at_once_are_one_update(database: Database, other: Database) -> None:
    arrival = Arrival("telegram", "bot", "1", "somebody")

    async def second() -> bool:
        async with other.unit() as unit:
            return await inbox.receive(unit, arrival, NOW)

    async with database.unit() as unit:
        assert await inbox.receive(unit, arrival, NOW)
        waiting = asyncio.create_task(second())
        await unit.flush()
    assert not await soon(waiting)


async def test_two_senders_never_claim_the_same(database: Database, other: Database) -> None:
    async with database.unit() as unit:
        for number in range(10):
            address = await somebody(unit, str(number))
            messages.queue(unit, said(address.id, "one"), NOW)
            messages.queue(unit, said(address.id, "two"), NOW)
    async with database.unit() as unit, other.unit() as theirs:
        ours = [row.message.id for row in await outbox.claim(unit, NOW, 4)]
        others = [row.message.id for row in await soon(outbox.claim(theirs, NOW, 9))]
        assert await outbox.claim(unit, NOW, 9) == []
    assert (ours, others) == ([1, 3, 5, 7], [9, 11, 13, 15, 17, 19])


async def test_rotation_holds_what_it_read_until_it_is_written(
    database: Database, url: str
) -> None:
    """Else a turn of a server could come between, and be undone."""
    await everything(database)
    await database.add_data_key(NOW)
    held = []

    def check(statement: str) -> None:
        if table := statement.partition("reseal_")[2]:
            with pytest.raises(asyncpg.LockNotAvailableError):
                look(url, f"SELECT 1 FROM {table} FOR UPDATE NOWAIT")
            held.append(table)

    database.trace = check
    await rotation.reseal(database)
    assert sorted(held) == sorted(table.name for table in SEALED)


async def test_no_query_reads_a_whole_table(database: Database, url: str) -> None:
    whole = set()
    connection = await asyncpg.connect(url, server_settings=OPTIONS["server_settings"])
    try:
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        for name, (text, names) in POSTGRESQL.items():
            if text.startswith("CREATE"):
                continue
            await connection.execute(f"PREPARE {name} AS {text}")
            nulls = f"({', '.join(['NULL'] * len(names))})" if names else ""
            plan = await connection.fetch(f"EXPLAIN EXECUTE {name}{nulls}")
            if any("Seq Scan on" in line for (line,) in plan):
                whole.add(name)
    finally:
        await connection.close()
    assert whole <= WHOLE_TABLES


# ------------------------------------------------------------------ trouble
async def test_two_statements_at_once_in_one_unit_are_a_fault_not_trouble(
    database: Database,
) -> None:
    with pytest.raises(asyncpg.InterfaceError, match="in progress") as caught:
        async with database.unit() as unit:
            await asyncio.gather(*(references.taken(unit, ["1"]) for _ in range(2)))
    assert not isinstance(caught.value, TROUBLE)
    await reserve(database, "1")


async def test_a_server_that_is_not_there_is_told(url: str) -> None:
    with pytest.raises(Unreachable, match="PostgreSQL: "):
        await Database.open("postgresql://sila@/sila?host=/nowhere")
    with pytest.raises(Unreachable, match='database "nothing" does not exist'):
        await Database.open(re.sub(r"/sila_\d+", "/nothing", url))


@pytest.mark.parametrize("rest", ["sila:very-secret@host:port/sila", "/?sslmode=very-secret"])
async def test_a_url_that_cannot_be_read_is_not_repeated(rest: str) -> None:
    with pytest.raises(ValueError, match="cannot be read") as caught:
        await Database.open(f"postgresql://{rest}")
    assert "very-secret" not in str(caught.value)


async def test_connections_lost_while_idle_are_no_trouble(database: Database, url: str) -> None:
    async with database.unit(), database.unit(), database.view():
        pass  # three connections lie in the pool
    look(url, HANG_UP)
    await reserve(database, "1")
    assert await taken(database, "1") == {"1"}


async def test_a_connection_that_dies_unseen_is_replaced(database: Database, url: str) -> None:
    """As when the server's machine vanished: nothing is heard until something is sent."""
    async with database.unit() as unit:
        driver = unit._connection._driver  # type: ignore[attr-defined]  # asyncpg's
        transport = driver._con._transport
    transport.pause_reading()
    look(url, HANG_UP)
    transport.resume_reading()
    await reserve(database, "1")
    assert await taken(database, "1") == {"1"}


async def lose_before_reading(unit: Unit, url: str) -> None:
    look(url, HANG_UP)
    await references.taken(unit, ["1"])


async def lose_before_commit(unit: Unit, url: str) -> None:
    await unit.flush()
    look(url, HANG_UP)


@pytest.mark.parametrize("lose", [lose_before_reading, lose_before_commit])
async def test_a_connection_lost_in_a_unit_is_trouble_and_keeps_nothing(
    database: Database, url: str, lose: Callable[[Unit, str], Awaitable[None]]
) -> None:
    with pytest.raises(TROUBLE):  # noqa: PT012 -- the block is tested
        async with database.unit() as unit:
            references.reserve(unit, "1", "case", NOW)
            await lose(unit, url)
    assert await taken(database, "1") == set()
    await reserve(database, "1")


async def test_what_goes_wrong_in_a_unit_is_told_though_the_connection_is_lost(
    database: Database, url: str
) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the block is tested
        async with database.unit():
            look(url, HANG_UP)
            raise ZeroDivisionError
    await reserve(database, "1")


async def test_a_server_that_comes_back_is_used_again(database: Database, cluster: Cluster) -> None:
    await reserve(database, "1")
    cluster.stop()
    try:
        for _ in range(3):
            with pytest.raises(TROUBLE):
                await reserve(database, "2")
            with pytest.raises(TROUBLE):
                await taken(database, "1")
    finally:
        cluster.start()
    await reserve(database, "3")
    assert await taken(database, "1", "2", "3") == {"1", "3"}


async def test_units_that_use_every_connection_make_others_wait(database: Database) -> None:
    async def unit(number: int) -> None:
        await reserve(database, str(number))

    await asyncio.gather(*map(unit, range(40)))
    assert len(await taken(database, *map(str, range(40)))) == 40


async def test_a_table_changed_by_a_newer_release_is_trouble_once(
    database: Database, url: str
) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        messages.queue(unit, said(address.id, "x"), NOW)
        assert await messages.by_id(unit, 1)
    look(url, "ALTER TABLE messages ADD COLUMN newer TEXT")
    with pytest.raises(TROUBLE):
        async with database.unit() as unit:
            await messages.by_id(unit, 1)
    async with database.unit() as unit:
        assert await messages.by_id(unit, 1)


async def test_it_ends_though_the_server_is_gone(cluster: Cluster, url: str) -> None:
    database = await reopened(url)
    await database.listen(lambda _: None)
    holding = database.hold("sender")
    await holding.__aenter__()
    cluster.stop()
    try:
        await soon(holding.__aexit__(None, None, None))
        await soon(database.close())
    finally:
        cluster.start()
