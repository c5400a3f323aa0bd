"""A whole database copied into another of any kind: row by row as it is, resumable, counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.backup import CannotCopy
from storage.connection import Row
from storage.database import Database
from storage.unit import Parameter, View

CHUNK = 500  # rows in one transaction


@dataclass(frozen=True, slots=True)
class Table:
    """`key`: its key columns, each with what precedes all values. `counted`: it makes its ids.
    `most`: its rows in one transaction, where they are large.
    """

    name: str
    key: Mapping[str, str | int]
    counted: bool = False
    most: int = CHUNK


TABLES = (
    Table("persons", {"id": ""}),
    Table("addresses", {"id": ""}),
    Table("reference_numbers", {"reference": ""}),
    Table("applications", {"reference": ""}),
    Table("verifications", {"application": "", "field": ""}),
    Table("cases", {"reference": ""}),
    Table("case_rooms", {"case": "", "room": ""}),
    Table("clocks", {"case": "", "name": ""}),
    Table("leaves", {"officer": ""}),
    Table("officer_changes", {"officer": "", "number": 0}),
    Table("conversations", {"address": ""}),
    Table("consents", {"id": 0}, counted=True),
    Table("inbox", {"channel": "", "account": "", "id": ""}),
    Table("refusals", {"channel": "", "account": "", "id": ""}),
    Table("ratings", {"application": ""}),
    Table("recoveries", {"reference": ""}),
    Table("improvements", {"reference": ""}),
    Table("improvement_suggestions", {"improvement": "", "suggestion": ""}),
    Table("misconceptions", {"id": ""}),
    Table("praises", {"id": 0}, counted=True),
    Table("recommendations", {"person": "", "half": ""}),
    Table("phones", {"address": ""}),
    Table("unnamed_buffer", {"programme": "", "month": ""}),
    Table("unnamed_answers", {"key": ""}),
    Table("due", {"id": 0}, counted=True),
    Table("audit", {"id": 0}, counted=True),
    Table("messages", {"id": 0}, counted=True),
    Table("contents", {"key": ""}),
    Table("templates", {"name": "", "language": ""}),
    Table("documents", {"id": ""}),
    Table("document_chunks", {"document": "", "number": -1}, most=20),
    Table("answer_versions", {"answer": "", "number": 0}),
    Table("answers_given", {"id": 0}, counted=True),
    Table("answer_drafts", {"id": 0}, counted=True),
    Table("questions", {"id": 0}, counted=True),
    Table("dictionaries", {"id": 0}, counted=True),
    Table("keys", {"id": 0}),
)
"""What is referred to comes first, and what opens all the others last: before that, a server that
is started on the target finds nothing it could read, and `copy` notices keys that are not ours.
"""

Advance = Callable[[str, int], None]
"""Called with a table and how many rows more of it are there."""


async def counts(view: View) -> dict[str, int]:
    """How many rows each table has."""
    found = {}
    for table in TABLES:
        row = await view.read_one(f"copy_count_{table.name}")
        found[table.name] = row["count"] if row else 0
    return found


async def copy(source: Database, target: Database, advance: Advance) -> dict[str, int]:
    """Copy what the target lacks, and compare the counts; how many rows each table has.

    Nobody may write to either meanwhile. Both have the same migrations. A copy that was stopped
    anywhere goes on where it was. Raises CannotCopy.
    """
    await _check(source, target)
    for table in TABLES:
        await _copy_table(source, target, table, advance)
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


async def _copy_table(source: Database, target: Database, table: Table, advance: Advance) -> None:
    async with target.view() as view:
        last = await view.read_one(f"copy_last_{table.name}")
        row = await view.read_one(f"copy_count_{table.name}")
    advance(table.name, row["count"] if row else 0)
    after: dict[str, Parameter] = dict(table.key) if last is None else _key(table, last)
    limit = min(CHUNK, table.most)
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
