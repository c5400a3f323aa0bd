"""The process may end before any statement of a unit: all of it happened, or nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from storage import (
    applications,
    audit,
    cases,
    conversations,
    inbox,
    messages,
    outbox,
    people,
    ratings,
    references,
    schedule,
)
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.inbox import Arrival
from storage.messages import Incoming, Outgoing
from storage.people import Consent, Origin
from storage.ratings import Rating
from storage.schedule import Due
from tests.databases import Rows, file, is_sqlite, look, look_at
from tests.postgres import HANG_UP
from tests.storage.rows import NOW, ROOM, applied, later, reopened, said, somebody

ORIGINS = [Origin("telegram", "bot", "1"), Origin("telegram", "bot", "2")]
STATEMENTS = 39
TABLES = (
    *("inbox", "persons", "addresses", "conversations", "consents", "reference_numbers", "cases"),
    *("applications", "ratings", "due", "audit", "messages"),
)


MOVING = {
    "statuses": "SELECT status, external, attempts FROM messages ORDER BY id",
    "revisions": "SELECT address, revision FROM conversations ORDER BY address",
    "states": "SELECT reference, state FROM applications",
    "due": "SELECT dedupe, status FROM due ORDER BY id",
    "deadlines": "SELECT reference, due_at FROM cases ORDER BY reference",
}


class Crash(Exception):  # noqa: N818 -- stands for the end of the process
    pass


async def earlier(database: Database) -> None:
    """What was there before: a person, a message being sent, an application, something due."""
    async with database.unit() as unit:
        address = await somebody(unit, "1")
        messages.queue(unit, said(address.id, "before", dedupe="before"), NOW)
        await outbox.claim(unit, NOW, 1)
        await applied(unit, "26000001", address)
        schedule.add(unit, Due(address.id, "delivery", {}, NOW, "delivery:26000001"))


async def turns(database: Database) -> list[bool]:
    """Two people's turns in one unit; for each, whether its update was new."""
    async with database.unit() as unit:
        addresses = await people.resolve_many(unit, ORIGINS, NOW)
        arrivals = [
            Arrival("telegram", "bot", f"update {address.external}", address.id)
            for address in addresses.values()
        ]
        fresh = await inbox.receive_many(unit, arrivals, NOW)
        known = await conversations.load_many(unit, [address.id for address in addresses.values()])
        for address, new in zip(addresses.values(), fresh, strict=True):
            if not new:
                continue
            reference = f"2600010{address.external}"
            assert await references.taken(unit, [reference]) == set()
            revision = known[address.id].revision if address.id in known else 0
            messages.record(
                unit,
                Incoming("telegram", "bot", {"text": "x"}, "beneficiary", "5", address.id),
                NOW,
            )
            references.reserve(unit, reference, "case", NOW)
            case = Case(reference, "enquiry", "asked", "open", NOW, NOW, address=address.id)
            cases.open(unit, case)
            cases.move(unit, replace(case, due_at=later(minutes=15)))
            card = Outgoing("telegram", "bot", {}, room=ROOM, case=reference, rank=1, slot="card")
            messages.queue(unit, replace(card, slot=f"card {reference}"), NOW)
            messages.queue(unit, said(address.id, "answer"), NOW)
            conversations.save(unit, address.id, f"{revision}".encode(), 1, NOW)
            people.add_consent(unit, Consent(address.person.id, "1", True, "telegram", NOW))
            people.set_language(unit, address.person.id, "ar")
            audit.record(unit, Entry(NOW, "bot", reference, "open", reference))
            schedule.add(unit, Due(reference, "first reply", {}, NOW, f"first reply:{reference}"))
        for due in await schedule.due(unit, NOW, 10):
            if due.kind == "delivery":
                application = await applications.by_reference(unit, "26000001")
                assert application is not None
                applications.move(unit, replace(application, state="delivered"))
                ratings.create(unit, Rating("26000001", "incubator", "telegram", "1", NOW))
            schedule.done(unit, due.id)
        for row in await outbox.sending(unit):
            outbox.settle(unit, row.message.id, "sent", NOW, external="7")
        await outbox.claim(unit, NOW, 10)
    return fresh


def content(url: str) -> dict[str, Rows]:
    """What the database tells: how many rows of each table, and everything that may move."""
    counts = {table: f"SELECT count(*) FROM {table}" for table in TABLES}
    return look_at(url, counts | MOVING)


def killed(url: str, folder: Path) -> str:
    """What a killed process leaves behind.

    Of SQLite the files: the shared memory is gone, the log is not. Of PostgreSQL the database
    itself, once the server has noticed that its client is gone.
    """
    if not is_sqlite(url):
        look(url, HANG_UP)
        return url
    folder.mkdir()
    path = file(url)
    for name in (path.name, f"{path.name}-wal"):
        shutil.copy(path.with_name(name), folder / name)
    return f"sqlite:///{folder / path.name}"


async def test_the_unit_has_as_many_statements_as_are_tested(
    database: Database, database_url: str
) -> None:
    await earlier(database)
    statements: list[str] = []
    database.trace = statements.append
    before = content(database_url)
    assert await turns(database) == [True, True]
    database.trace = None
    assert len(statements) == STATEMENTS
    after = content(database_url)
    assert {name for name in after if after[name] != before[name]} == {*TABLES, *MOVING} - {
        "applications"
    }
    # Both deliveries again: nothing more happens, and nothing is claimed twice.
    assert await turns(database) == [False, False]
    again = content(database_url)
    assert {name for name in again if again[name] != after[name]} == {"statuses"}


@pytest.mark.parametrize("number", range(STATEMENTS))
async def test_all_or_nothing(
    database: Database, database_url: str, tmp_path: Path, number: int
) -> None:
    await earlier(database)
    before = content(database_url)
    left = database_url
    seen = 0

    def crash(_statement: str) -> None:
        nonlocal seen, left
        seen += 1
        if seen > number:
            left = killed(database_url, tmp_path / "killed")
            raise Crash

    database.trace = crash
    with pytest.raises(Crash):
        await turns(database)
    database.trace = None

    # As the next process finds it, and as this one goes on after the rollback.
    assert content(left) == content(database_url) == before
    survivor = await reopened(left)
    try:
        for each in (survivor, database) if is_sqlite(left) else (survivor,):
            assert await turns(each) == [True, True]
            assert await turns(each) == [False, False]
    finally:
        await survivor.close()
    assert content(left) == content(database_url)
    assert await turns(database) == [False, False]


async def test_what_was_committed_survives_a_kill(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await earlier(database)
    await turns(database)
    kept = content(database_url)
    assert content(killed(database_url, tmp_path / "killed")) == kept
