"""What is read off the database: for how long somebody has waited for an officer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from flows.cases import MOVES, OPEN
from storage import audit, cases, inbox, messages, readings, references
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.inbox import Arrival
from storage.readings import Unanswered
from tests.storage.rows import NOW, later, said, somebody

CASE = "26000001"
ANSWERED = "waiting_beneficiary"  # in every other open state it is an officer's turn


async def moved(
    database: Database, state: str, *moves: str, case: str = CASE, kind: str = "hand_off"
) -> None:
    """A case in this state after these moves, one a minute."""
    async with database.unit() as unit:
        references.reserve(unit, case, "case", NOW)
        cases.open(unit, Case(case, kind, "asked", state, NOW, NOW))
        for minute, move in enumerate(moves):
            audit.record(unit, Entry(later(minutes=minute), "bot", case, move, case))


async def since(database: Database) -> datetime | None:
    async with database.view() as view:
        found = await readings.unanswered(view)
    return found[0].since if found else None


@pytest.mark.parametrize(
    ("state", "moves", "minute"),
    [
        ("queued", ("open",), 0),
        ("claimed", ("open", "claim"), 0),
        ("waiting_officer", ("open", "hear", "claim", "hear"), 0),
        ("waiting_officer", ("open", "claim", "say", "hear"), 3),
        ("waiting_officer", ("open", "claim", "say", "hear", "hear"), 3),
        ("queued", ("open", "claim", "say", "release"), 3),
        ("queued", ("open", "claim", "say", "close", "dispute"), 4),
        ("claimed", ("open", "claim", "say", "hear", "take_over"), 3),
        ("waiting_beneficiary", ("open", "claim", "say"), None),
        ("waiting_beneficiary", ("open", "claim", "deliver"), None),
        ("claimed", ("open", "claim", "hand_back"), None),
        ("closed", ("open", "claim", "close"), None),
        ("withdrawn", ("open", "leave"), None),
    ],
)
async def test_a_case_waits_since_what_came_after_the_last_answer(
    database: Database, state: str, moves: tuple[str, ...], minute: int | None
) -> None:
    assert set(moves) <= {"open", *MOVES.moves}
    await moved(database, state, *moves)
    assert await since(database) == (None if minute is None else later(minutes=minute))


async def test_the_oldest_of_each_kind_counts(database: Database) -> None:
    await moved(database, "waiting_officer", "open", "claim", "say", "hear")
    await moved(database, "queued", "open", case="26000002")
    await moved(database, "queued", "open", "hear", case="26000003", kind="application")
    async with database.view() as view:
        assert await readings.unanswered(view) == [
            Unanswered("application", 1, NOW),
            Unanswered("hand_off", 2, NOW),
        ]


def test_the_states_are_those_in_which_an_officer_has_to_act() -> None:
    states = ", ".join(f"'{state}'" for state in OPEN if state != ANSWERED)
    queries = Path(readings.__file__).with_name("queries") / "readings.sql"
    assert f"state IN ({states})" in queries.read_text("utf-8")


async def test_updates_that_are_not_done_are_counted(database: Database) -> None:
    async with database.unit() as unit:
        assert await readings.unfinished(unit) == {}
        for n in range(5):
            await inbox.receive(unit, Arrival("telegram", "bot", f"done {n}", "x"), NOW)
        for n in range(2):
            await inbox.receive(unit, Arrival("telegram", "bot", f"aside {n}", "x"), NOW, b"raw")
        inbox.fail(unit, Arrival("telegram", "bot", "aside 1", "x"), b"raw", "KeyError", NOW)
        assert await readings.unfinished(unit) == {"received": 1, "failed": 1}


async def test_the_newest_time(database: Database) -> None:
    async with database.unit() as unit:
        assert await readings.newest(unit) is None
        address = await somebody(unit)
        messages.queue(unit, said(address.id, "أ"), later(days=1))
        messages.queue(unit, said(address.id, "ب"), NOW)
        assert await readings.newest(unit) == NOW
