from __future__ import annotations

from dataclasses import replace

from storage import schedule
from storage.database import Database
from storage.schedule import Due
from tests.storage.rows import NOW, later

NUDGE = Due("somebody", "nudge", {"flow": "registration"}, later(hours=24), "nudge:somebody:1")


async def test_what_falls_due_stays_due_until_done(database: Database) -> None:
    async with database.unit() as unit:
        assert await schedule.next_at(unit) is None
        schedule.add(unit, NUDGE)
        schedule.add(unit, replace(NUDGE, dedupe="nudge:somebody:2", at=later(hours=1)))
        assert await schedule.next_at(unit) == later(hours=1)
        assert await schedule.due(unit, later(minutes=59), 10) == []
        [first] = await schedule.due(unit, later(hours=1), 10)
        assert replace(first, id=0) == replace(NUDGE, dedupe="nudge:somebody:2", at=later(hours=1))
        both = await schedule.due(unit, later(hours=24), 10)
        assert [due.dedupe for due in both] == ["nudge:somebody:2", "nudge:somebody:1"]
        assert await schedule.due(unit, later(hours=24), 1) == [first]
        schedule.done(unit, first.id)
        assert await schedule.due(unit, later(hours=24), 10) == both[1:]


async def test_one_thing_is_scheduled_once(database: Database) -> None:
    async with database.unit() as unit:
        schedule.add(unit, NUDGE)
        schedule.add(unit, replace(NUDGE, at=NOW))
        [due] = await schedule.due(unit, later(days=9), 10)
        assert due.at == later(hours=24)
        schedule.done(unit, due.id)
    async with database.unit() as unit:
        schedule.add(unit, NUDGE)
        assert await schedule.due(unit, later(days=9), 10) == []


async def test_put_off_and_called_off(database: Database) -> None:
    async with database.unit() as unit:
        schedule.add(unit, NUDGE)
        schedule.postpone(unit, NUDGE.dedupe, later(hours=48))
        assert await schedule.next_at(unit) == later(hours=48)
        schedule.cancel(unit, NUDGE.dedupe)
        assert await schedule.next_at(unit) is None
        schedule.postpone(unit, NUDGE.dedupe, NOW)
        assert await schedule.due(unit, later(days=9), 10) == []
