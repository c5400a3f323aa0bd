from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage import schema
from storage.database import Database
from storage.schema import Migration, MigrationError
from storage.statements import STATEMENTS
from tests.storage.rows import look

FIRST = Migration(1, "0001_pre_first", "CREATE TABLE one (id INTEGER) STRICT;\n")
SECOND = Migration(
    2,
    "0002_post_second",
    "-- A trigger has semicolons inside.\n"
    "CREATE TABLE two (id INTEGER) STRICT;\n"
    "CREATE TRIGGER copy AFTER INSERT ON one BEGIN\n"
    "  INSERT INTO two VALUES (NEW.id);\n"
    "  INSERT INTO two VALUES (NEW.id);\n"
    "END;\n",
)


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path}/sila.db")
    yield database
    await database.close()


async def test_migrations_are_applied_once_and_in_order(empty: Database, tmp_path: Path) -> None:
    assert await empty.migrate([FIRST]) == ["0001_pre_first"]
    assert await empty.migrate([FIRST, SECOND]) == ["0002_post_second"]
    assert await empty.migrate([FIRST, SECOND]) == []
    path = tmp_path / "sila.db"
    assert look(path, "SELECT number, name FROM migrations ORDER BY number") == [
        (1, "0001_pre_first"),
        (2, "0002_post_second"),
    ]
    assert look(path, "SELECT name FROM sqlite_master WHERE type = 'trigger'") == [("copy",)]


async def test_a_changed_text_is_refused(empty: Database) -> None:
    await empty.migrate([FIRST, SECOND])
    changed = replace(FIRST, text=FIRST.text + "-- a comment\n")
    with pytest.raises(MigrationError, match="0001_pre_first was changed"):
        await empty.migrate([changed, SECOND])


async def test_a_newer_database_is_refused(empty: Database) -> None:
    await empty.migrate([FIRST, SECOND])
    with pytest.raises(MigrationError, match=r"newer than this release: it has 0002_post_second"):
        await empty.migrate([FIRST])


async def test_a_migration_and_its_record_are_one(empty: Database, tmp_path: Path) -> None:
    broken = replace(SECOND, text="CREATE TABLE two (id INTEGER) STRICT;\nCREATE TABLE two (x);\n")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        await empty.migrate([FIRST, broken])
    path = tmp_path / "sila.db"
    assert look(path, "SELECT number FROM migrations") == [(1,)]
    assert look(path, "SELECT name FROM sqlite_master WHERE name = 'two'") == []
    assert await empty.migrate([FIRST, SECOND]) == ["0002_post_second"]


def test_file_names_say_number_and_stage(tmp_path: Path) -> None:
    (tmp_path / "0001_pre_one.sql").write_text("SELECT 1;")
    (tmp_path / "0002_post_two.sql").write_text("SELECT 2;")
    assert [m.name for m in schema.load(tmp_path)] == ["0001_pre_one", "0002_post_two"]
    (tmp_path / "0002_pre_two.sql").write_text("SELECT 2;")
    with pytest.raises(MigrationError, match="two migrations have the number 0002"):
        schema.load(tmp_path)
    (tmp_path / "0002_pre_two.sql").rename(tmp_path / "2_two.sql")
    with pytest.raises(MigrationError, match=r"2_two\.sql is not named like"):
        schema.load(tmp_path)


async def test_foreign_keys_wait_for_commit_and_have_an_index(database: Database) -> None:
    async with database.view() as view:
        master = await view._connection.execute_fetchall(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES%'"
        )
        missing = []
        for table in master:
            references = table["sql"].count("REFERENCES")
            assert table["sql"].count("REFERENCES") == table["sql"].count("DEFERRED"), table["name"]
            keys = await view._connection.execute_fetchall(
                f"SELECT * FROM pragma_foreign_key_list('{table['name']}')"
            )
            assert len(list(keys)) == references
            for key in keys:
                plan = await view._connection.execute_fetchall(
                    f"""EXPLAIN QUERY PLAN
                    SELECT 1 FROM "{table["name"]}" WHERE "{key["from"]}" = 'x'"""
                )
                if not all(row["detail"].startswith("SEARCH") for row in plan):
                    missing.append((table["name"], key["from"]))
    assert missing == []


async def test_every_query_can_be_prepared(database: Database) -> None:
    for name, sql in STATEMENTS.items():
        parameters = dict.fromkeys(re.findall(r":(\w+)", sql))
        await database._writer.execute_fetchall(f"EXPLAIN {sql}", parameters)
        assert name


def test_every_query_is_used_and_sql_stands_nowhere_else() -> None:
    package = Path(schema.__file__).parent
    code = {path: path.read_text("utf-8") for path in package.glob("*.py")}
    joined = "\n".join(code.values())
    unused = {
        name
        for name in STATEMENTS
        if f'"{name}"' not in joined and not name.startswith(("stale_", "reseal_"))
    }
    assert unused == set()
    for path, text in code.items():
        words = re.findall(r"\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE TABLE)\b[^,]", text)
        assert words == [], path.name


WHOLE_TABLES = {
    "case_rooms_move",  # once in the life of a group
    "messages_move_room",
    "keys_all",  # a handful of rows
    "migrations_all",
}


async def test_no_query_reads_a_whole_table(database: Database) -> None:
    whole = set()
    for name, sql in STATEMENTS.items():
        parameters = dict.fromkeys(re.findall(r":(\w+)", sql))
        plan = await database._writer.execute_fetchall(f"EXPLAIN QUERY PLAN {sql}", parameters)
        if any(re.fullmatch(r"SCAN (?!json_each|waiting)\w+", row["detail"]) for row in plan):
            whole.add(name)
    assert whole == WHOLE_TABLES
