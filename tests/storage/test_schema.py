"""Migrations, on both kinds of database, and what holds for every query and table."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from storage import schema, statements
from storage.database import Database
from storage.schema import Migration, MigrationError
from storage.sqlite import LONG
from storage.statements import POSTGRESQL, SQLITE
from tests.databases import is_sqlite, look, writer
from tests.postgres import Cluster
from tests.storage.rows import reopened

FIRST = Migration(1, "0001_pre_first", "CREATE TABLE one (id INTEGER) STRICT;\n")
SECOND = Migration(2, "0002_post_second", "CREATE TABLE two (id INTEGER) STRICT;\n")
THIRD = Migration(3, "0003_pre_third", "CREATE TABLE three (id INTEGER) STRICT;\n")
TRIGGER = Migration(
    2,
    "0002_pre_trigger",
    "-- A trigger has semicolons inside.\n"
    "CREATE TABLE two (id INTEGER) STRICT;\n"
    "CREATE TRIGGER copy AFTER INSERT ON one BEGIN\n"
    "  INSERT INTO two VALUES (NEW.id);\n"
    "  INSERT INTO two VALUES (NEW.id);\n"
    "END;\n",
)
BROKEN = (sqlite3.OperationalError, asyncpg.DuplicateTableError, asyncpg.PostgresSyntaxError)
APPLIED = "SELECT number, name FROM migrations ORDER BY number"


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    database = await Database.open(empty_url)
    yield database
    await database.close()


async def test_migrations_are_applied_once_and_in_order(empty: Database, empty_url: str) -> None:
    assert await empty.migrate([FIRST], post=True) == ["0001_pre_first"]
    assert await empty.migrate([FIRST, SECOND, THIRD], post=True) == [
        "0002_post_second",
        "0003_pre_third",
    ]
    assert await empty.migrate([FIRST, SECOND, THIRD], post=True) == []
    assert look(empty_url, APPLIED) == [
        (1, "0001_pre_first"),
        (2, "0002_post_second"),
        (3, "0003_pre_third"),
    ]


def test_what_a_release_applied_is_as_it_was() -> None:
    """Else no database of that release would open."""
    digests = {migration.name: migration.digest[:16] for migration in schema.load()}
    released = {"0001_pre_initial": "a22b807e5c7ad49d", "0002_pre_contents": "37c9dde8bb14b4f3"}
    assert released.items() <= digests.items()


async def test_a_new_database_gets_them_all(empty: Database) -> None:
    names = ["0001_pre_first", "0002_post_second", "0003_pre_third"]
    assert await empty.migrate([FIRST, SECOND, THIRD]) == names


async def test_post_migrations_wait_where_old_code_may_run(empty: Database, empty_url: str) -> None:
    await empty.migrate([FIRST])
    at_start = await empty.migrate([FIRST, SECOND, THIRD])
    when_asked = await empty.migrate([FIRST, SECOND, THIRD], post=True)
    if is_sqlite(empty_url):
        assert (at_start, when_asked) == (["0002_post_second", "0003_pre_third"], [])
    else:
        assert (at_start, when_asked) == (["0003_pre_third"], ["0002_post_second"])


async def test_a_changed_text_is_refused(empty: Database) -> None:
    await empty.migrate([FIRST, SECOND])
    changed = replace(FIRST, text=FIRST.text + "-- a comment\n")
    with pytest.raises(MigrationError, match="0001_pre_first was changed"):
        await empty.migrate([changed, SECOND])


async def test_a_newer_database_is_refused(empty: Database) -> None:
    await empty.migrate([FIRST, SECOND])
    with pytest.raises(MigrationError, match=r"newer than this release: it has 0002_post_second"):
        await empty.migrate([FIRST])


async def test_old_code_goes_on_beside_newer_pre_migrations(
    empty: Database, empty_url: str
) -> None:
    await empty.migrate([FIRST, THIRD])
    if is_sqlite(empty_url):
        with pytest.raises(MigrationError, match=r"newer than this release: it has 0003_pre_third"):
            await empty.migrate([FIRST])
    else:
        assert await empty.migrate([FIRST]) == []


async def test_a_migration_and_its_record_are_one(empty: Database, empty_url: str) -> None:
    broken = replace(SECOND, text="CREATE TABLE two (id INTEGER) STRICT;\nCREATE TABLE two (x);\n")
    with pytest.raises(BROKEN, match=r"already exists|syntax error"):
        await empty.migrate([FIRST, broken])
    assert look(empty_url, APPLIED) == [(1, "0001_pre_first")]
    assert await empty.migrate([FIRST, SECOND], post=True) == ["0002_post_second"]


async def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    several = [await Database.open(empty_url) for _ in range(4)]
    try:
        done = await asyncio.gather(*(each.migrate([FIRST, THIRD]) for each in several))
    finally:
        for each in several:
            await each.close()
    assert sorted(name for names in done for name in names) == ["0001_pre_first", "0003_pre_third"]


async def test_a_statement_may_have_semicolons_inside(file_url: str) -> None:
    database = await Database.open(file_url)
    try:
        await database.migrate([FIRST, TRIGGER])
    finally:
        await database.close()
    assert look(file_url, "SELECT name FROM sqlite_master WHERE type = 'trigger'") == [("copy",)]


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


async def test_foreign_keys_wait_for_commit_and_have_an_index(file_database: Database) -> None:
    connection = writer(file_database)
    master = await connection.execute_fetchall(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES%'"
    )
    missing = []
    for table in master:
        references = table["sql"].count("REFERENCES")
        assert table["sql"].count("REFERENCES") == table["sql"].count("DEFERRED"), table["name"]
        keys = await connection.execute_fetchall(
            f"SELECT * FROM pragma_foreign_key_list('{table['name']}')"
        )
        assert len(list(keys)) == references
        for key in keys:
            plan = await connection.execute_fetchall(
                f"""EXPLAIN QUERY PLAN
                SELECT 1 FROM "{table["name"]}" WHERE "{key["from"]}" = 'x'"""
            )
            if not all(row["detail"].startswith("SEARCH") for row in plan):
                missing.append((table["name"], key["from"]))
    assert missing == []


COLUMNS = {
    "sqlite": "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c "
    "WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT table_name, column_name "
    "FROM information_schema.columns WHERE table_schema = 'public'",
}
INDICES = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' "
    "AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public' "
    "AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key'",
}
FOREIGN = {
    "sqlite": 'SELECT t.name, f."from", f."table" FROM pragma_table_list AS t, '
    "pragma_foreign_key_list(t.name) AS f",
    "postgresql": "SELECT conrelid::regclass::text, attname, confrelid::regclass::text "
    "FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey) "
    "WHERE contype = 'f' AND condeferred",
}


@pytest.mark.postgresql
async def test_both_kinds_have_the_same_tables(
    cluster: Cluster, file_database: Database, file_url: str
) -> None:
    with cluster.fresh() as url:
        await (await reopened(url)).close()
        for question in (COLUMNS, INDICES, FOREIGN):
            ours, theirs = look(file_url, question["sqlite"]), look(url, question["postgresql"])
            assert sorted(ours) == sorted(theirs)
            assert ours
        types = look(
            url,
            "SELECT DISTINCT data_type, collation_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name NOT IN ('migrations', 'sendable')",
        )
        assert set(types) == {("bigint", None), ("bytea", None), ("text", "C")}


async def test_every_query_can_be_prepared(database: Database, database_url: str) -> None:
    if is_sqlite(database_url):
        for sql in SQLITE.values():
            parameters = dict.fromkeys(re.findall(r":(\w+)", sql))
            await writer(database).execute_fetchall(f"EXPLAIN {sql}", parameters)
    else:
        connection = await asyncpg.connect(database_url)
        try:
            for name, (text, names) in POSTGRESQL.items():
                prepared = await connection.prepare(text)
                assert len(prepared.get_parameters()) == len(names), name
        finally:
            await connection.close()


def test_few_queries_differ_and_those_take_the_same_parameters() -> None:
    own = {
        path.stem: re.findall(r"-- name: (\w+)", path.read_text("utf-8"))
        for path in statements.FOLDER.glob(f"*{statements.OWN}.sql")
    }
    names = [name for group in own.values() for name in group]
    assert len(names) <= 10
    for name in SQLITE.keys() & set(names):
        assert set(POSTGRESQL[name].names) == set(re.findall(r":(\w+)", SQLITE[name])), name


BESIDE = {
    *("dialect.py", "statements.py"),  # speak of it
    "tables.py",  # what is the same for all of them
    "probe.py",  # have connections of their own
    "backup.py",
}


def test_every_query_is_used_and_sql_stands_nowhere_else() -> None:
    package = Path(schema.__file__).parent
    code = {path: path.read_text("utf-8") for path in package.glob("*.py")}
    joined = "\n".join(code.values())
    unused = {
        name for name in POSTGRESQL if f'"{name}"' not in joined and not name.startswith(COMPOSED)
    }
    assert unused == set()
    for path, text in code.items():
        if path.name in BESIDE:
            continue
        words = re.findall(r"\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE TABLE)\b[^,]", text)
        assert words == [], path.name


COMPOSED = ("stale_", "reseal_", "copy_", "outdated_", "drop_")
"""How the names begin that are put together from a table's."""

WHOLE_TABLES = {
    *LONG,  # once in the life of a group
    "answer_versions_latest",  # once in the life of a process, and after an approval
    "answer_versions_latest_of_files",
    "keys_all",  # a handful of rows
    "dictionaries_all",
    "improvement_states",  # a few a month
    "improvements_listed",
    "leaves_all",
    "migrations_all",
    "officer_changes_latest",  # a handful of rows
    "outdated_audit",  # every night, in the order of ids, up to the first that stays
    "outdated_messages",
    "recommendation_candidates",  # twice a year
    "recommendation_expire",  # a few hundred, every night
    "templates_all",
    "tables_all",
    "unnamed_waiting",  # a row for each programme that was rated this month
    "message_newest",  # one row, from the end
    "messages_gone",  # once in the life of a process, from the end to the first of yesterday's
}


async def test_no_query_reads_a_whole_table(file_database: Database) -> None:
    whole = set()
    for name, sql in SQLITE.items():
        parameters = dict.fromkeys(re.findall(r":(\w+)", sql))
        plan = await writer(file_database).execute_fetchall(f"EXPLAIN QUERY PLAN {sql}", parameters)
        if any(re.fullmatch(r"SCAN (?!json_each|waiting|ends)\w+", row["detail"]) for row in plan):
            whole.add(name)
    copied = {name for name in whole if name.startswith("copy_")}  # all of it, that is the point
    assert whole - copied == WHOLE_TABLES
