"""Contents are remembered by key, replaced by newer ones, and forgotten one by one."""

from __future__ import annotations

from storage import contents
from storage.database import Database
from tests.databases import look
from tests.storage.rows import NOW, later

KEY, OTHER = "a" * 64, "b" * 64
FIRST, SECOND = "HX" + "1" * 32, "HX" + "2" * 32


async def sid(database: Database, key: str) -> str | None:
    async with database.view() as view:
        return await contents.sid(view, key)


async def test_a_content_is_remembered(database: Database) -> None:
    async with database.unit() as unit:
        contents.keep(unit, KEY, FIRST, NOW)
    assert (await sid(database, KEY), await sid(database, OTHER)) == (FIRST, None)


async def test_a_newer_content_takes_the_place_of_an_older(
    database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        contents.keep(unit, KEY, FIRST, NOW)
    async with database.unit() as unit:
        contents.keep(unit, KEY, SECOND, later(days=1))
    rows = look(database_url, "SELECT key, sid, made_at FROM contents")
    assert rows == [(KEY, SECOND, "2026-11-23T07:21:48.123Z")]


async def test_only_the_content_that_is_gone_is_forgotten(database: Database) -> None:
    async with database.unit() as unit:
        contents.keep(unit, KEY, SECOND, NOW)
        contents.keep(unit, OTHER, FIRST, NOW)
    async with database.unit() as unit:
        contents.forget(unit, KEY, FIRST)
        contents.forget(unit, OTHER, FIRST)
    assert (await sid(database, KEY), await sid(database, OTHER)) == (SECOND, None)
