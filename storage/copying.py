"""A whole database copied into another of any kind: row by row as it is, resumable, counted."""

from __future__ import annotations

from collections.abc import Callable

from storage.backup import CannotCopy
from storage.connection import Row
from storage.database import Database
from storage.tables import CHUNK, TABLES, Table
from storage.unit import Parameter, View

Advance = Callable[[str, int], None]
"""Called with a table and how many rows more of it are there."""


async def counts(view: View) -> dict[str, int]:
    """How many rows each table has."""
    found = {}
    for table in TABLES:
        row = await view.read_one(f"copy_count_{table.name}")
        found[table.name] = row["count"] if row else 0
    return found


async def copy(
    source: Database, target: Database, advance: Advance, chunk: int = CHUNK
) -> dict[str, int]:
    """Copy what the target lacks, and compare the counts; how many rows each table has.

    A `chunk` of rows at most goes in one transaction. Nobody may write to either meanwhile. Both
    have the same migrations. A copy that was stopped anywhere goes on where it was. Raises
    CannotCopy.
    """
    await _check(source, target)
    for table in TABLES:
        await _copy_table(source, target, table, advance, chunk)
    async with source.view() as view:
        there = await counts(view)
    async with target.view() as view:
        here = await counts(view)
    for name, count in there.items():
        if here[name] != count:
            raise CannotCopy(f"{name}: {count} rows in the source, {here[name]} in the target")
    return here


async def _check(source: Database, target: Database) -> None:
    """Keys in the target are ours, or somebody else's database is there."""
    ours, theirs = [await _keys(database) for database in (source, target)]
    if theirs - ours:
        raise CannotCopy("the target database is in use: it has keys of its own")


async def _keys(database: Database) -> set[bytes]:
    async with database.view() as view:
        return {row["wrapped"] for row in await view.read_all("keys_all")}


async def _copy_table(
    source: Database, target: Database, table: Table, advance: Advance, chunk: int
) -> None:
    async with target.view() as view:
        last = await view.read_one(f"copy_last_{table.name}")
        row = await view.read_one(f"copy_count_{table.name}")
    advance(table.name, row["count"] if row else 0)
    after: dict[str, Parameter] = dict(table.key) if last is None else _key(table, last)
    limit = min(chunk, table.most)
    while True:
        async with source.view() as view:
            rows = await view.read_all(f"copy_read_{table.name}", limit=limit, **after)
        async with target.unit() as unit:
            for row in rows:
                unit.write(f"copy_write_{table.name}", **{name: row[name] for name in row.keys()})  # noqa: SIM118 -- a row gives values when it is gone through
            if table.counted and rows:
                await unit.read_one("copy_continue", table=table.name, last=rows[-1]["id"])
        advance(table.name, len(rows))
        if len(rows) < limit:
            return
        after = _key(table, rows[-1])


def _key(table: Table, row: Row) -> dict[str, Parameter]:
    return {name: row[name] for name in table.key}
