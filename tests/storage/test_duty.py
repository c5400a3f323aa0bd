"""Officers on leave, and those on duty."""

from __future__ import annotations

from storage import duty
from storage.database import Database
from tests.databases import look
from tests.storage.rows import NOW, later


async def test_whoever_never_left_is_on_duty(database: Database) -> None:
    async with database.view() as view:
        assert await duty.on_duty(view, "sara")
        assert await duty.absent(view) == frozenset()


async def test_a_leave_lasts_until_they_come_back(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        duty.leave(unit, "sara", NOW)
        duty.leave(unit, "khalid", NOW)
    async with database.unit() as unit:
        duty.leave(unit, "sara", later(hours=1))
        assert await duty.absent(unit) == {"sara", "khalid"}
        assert not await duty.on_duty(unit, "sara")
        duty.come_back(unit, "khalid")
        duty.come_back(unit, "noura")
        assert await duty.absent(unit) == {"sara"}
    rows = look(database_url, "SELECT since FROM leaves WHERE officer = 'sara'")
    assert rows == [("2026-11-22T07:21:48.123Z",)]
