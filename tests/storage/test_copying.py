"""A copy into another database: everything as it was, resumable anywhere, never over another."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from storage import (
    answers,
    cases,
    clocks,
    contents,
    copying,
    duty,
    improvements,
    messages,
    officers,
    outbox,
    people,
    recommendations,
    recoveries,
    templates,
)
from storage.backup import CannotCopy
from storage.cases import CaseRoom
from storage.clocks import Clock
from storage.database import Database
from storage.officers import Change
from storage.people import Consent
from storage.recommendations import Recommendation
from storage.recoveries import Recovery
from storage.schema import load
from storage.tables import TABLES
from storage.templates import Made
from tests.databases import look
from tests.replacing import replace
from tests.storage.rows import NOW, SECRET
from tests.storage.test_answers import version
from tests.storage.test_improvements import item
from tests.storage.test_sealing import EXTERNAL, everything


class Stopped(Exception):  # noqa: N818 -- stands for the end of the process
    pass


def no_matter(_: str, __: int) -> None:
    """The progress nobody watches."""


@pytest.fixture
async def source(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path}/source.db")
    await database.migrate()
    await database.unlock(SECRET, NOW)
    address = await everything(database)
    async with database.unit() as unit:
        people.add_consent(unit, Consent(address.person.id, "1", True, "telegram", NOW))
        cases.enter(unit, CaseRoom("26000002", "-1001", NOW, "7", "8"))
        case = await cases.by_reference(unit, "26000002")
        assert case is not None
        cases.move(unit, replace(case, level=2, lane="focal", concerns="sara", parked=True))
        clocks.store(unit, "26000002", (Clock("26000002", "resolution", 900, 60, None, 1),))
        duty.leave(unit, "sara", NOW)
        half = Recommendation(address.person.id, "2026-2", "telegram", NOW)
        recommendations.draw(unit, half)
        officers.change(unit, Change("sara", 1, "left", {"telegram": 1}, "", "sara", NOW))
        contents.keep(unit, "key", "HX1", NOW)
        templates.keep(unit, Made("waiting_reply", "ar", "a1b2", "HX2", "approved", None, NOW))
        recoveries.begin(unit, Recovery("26000002", "26000001", "low_score", NOW, 1))
        improvements.open(unit, item("26000003"))
        improvements.tie(unit, "26000003", "26000002")
        answers.publish(unit, version("hours", 1))
        answers.give(unit, address.id, "hours", 1, NOW)
    yield database
    await database.close()


@pytest.fixture
async def target(database_url: str) -> AsyncIterator[Database]:
    database = await Database.open(database_url)
    await database.migrate()
    yield database
    await database.close()


def everything_in(url: str) -> dict[str, set[tuple[str, ...]]]:
    """Every row of every table as text, whatever its order."""
    return {
        table.name: {
            tuple(_plain(value) for value in row)
            for row in look(url, f"SELECT * FROM {table.name}")
        }
        for table in TABLES
    }


def _plain(value: object) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def test_every_table_is_copied() -> None:
    made = {
        name for migration in load() for name in re.findall(r"CREATE TABLE (\w+)", migration.text)
    }
    assert {table.name for table in TABLES} == made


async def test_everything_is_there_as_it_was(
    source: Database, target: Database, database_url: str, tmp_path: Path
) -> None:
    seen: list[tuple[str, int]] = []
    rows = await copying.copy(source, target, lambda table, count: seen.append((table, count)))
    assert everything_in(database_url) == everything_in(f"sqlite:///{tmp_path}/source.db")
    assert 0 not in rows.values()
    assert sum(count for _, count in seen) == sum(rows.values())
    await target.unlock(SECRET, NOW)
    async with target.unit() as unit:  # it opens, and ids go on after the last
        assert [sent.recipient for sent in await outbox.claim(unit, NOW, 9)] == [EXTERNAL]
        address = await people.resolve(unit, "telegram", "bot", "somebody new", NOW)
        line = messages.Incoming(
            "telegram", "bot", {"text": "x"}, "beneficiary", address=address.id
        )
        messages.record(unit, line, NOW)
        [kept] = await messages.latest(unit, address.id, 1)
    assert kept.id > rows["messages"]


async def test_a_copy_stopped_anywhere_goes_on(
    source: Database,
    target: Database,
    database_url: str,
    tmp_path: Path,
) -> None:
    attempts, finished = 0, False
    while not finished:
        attempts += 1
        left = attempts

        def stop(_: str, __: int) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise Stopped

        with suppress(Stopped):
            await copying.copy(source, target, stop, chunk=1)
            finished = True
    assert attempts > len(TABLES)
    assert everything_in(database_url) == everything_in(f"sqlite:///{tmp_path}/source.db")


async def test_again_changes_nothing(source: Database, target: Database, database_url: str) -> None:
    first = await copying.copy(source, target, no_matter)
    before = everything_in(database_url)
    assert await copying.copy(source, target, no_matter) == first
    assert everything_in(database_url) == before


async def test_a_database_in_use_is_left_alone(
    source: Database, target: Database, database_url: str
) -> None:
    await target.unlock(SECRET, NOW)
    before = everything_in(database_url)
    with pytest.raises(CannotCopy, match="in use"):
        await copying.copy(source, target, no_matter)
    assert everything_in(database_url) == before


async def test_a_row_that_is_not_from_there_is_noticed(source: Database, target: Database) -> None:
    await copying.copy(source, target, no_matter)
    await target.unlock(SECRET, NOW)
    async with target.unit() as unit:
        await people.resolve(unit, "telegram", "bot", "somebody new", NOW)
    with pytest.raises(CannotCopy, match="persons: 2 rows in the source, 3 in the target"):
        await copying.copy(source, target, no_matter)
