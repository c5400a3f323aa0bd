"""Copies of an SQLite database: made of one moment while it is in use, and read back at once.

A copy is one file, without a journal beside it, for the owner only.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from storage import schema
from storage.tables import SEALED
from storage.unlocking import open_keys
from storage.vault import Unsealed
from storage.whole_file import whole_file

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps under a database's name


class CannotCopy(Exception):  # noqa: N818 -- read by people as a sentence
    """There is no copy under that name; the text says why."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What is in a copy that was read back: rows by table; its size in bytes."""

    rows: Mapping[str, int]
    size: int


def back_up(source: Path, target: Path, secret_key: str) -> Copy:
    """Copy a database, whoever writes to it meanwhile, and verify the copy.

    `CannotCopy`, `FileExistsError` or what `verify` raises: then there is nothing at `target`.
    """
    if not source.exists():
        raise CannotCopy(f"{source}: there is no database")
    with whole_file(target) as partial:
        with _told(f"{source} to {target}", target):
            counted = _copy(source, partial)
        copy = verify(partial, secret_key)
        if copy.rows != counted:
            raise CannotCopy(f"{target}: the copy has other rows than the database")
    return copy


def restore(source: Path, target: Path, secret_key: str) -> Copy:
    """Put a verified copy where there is no database yet. `FileExistsError` where there is."""
    if not source.exists():
        raise CannotCopy(f"{source}: there is no such file")
    for path in (target.with_name(f"{target.name}{ending}") for ending in BESIDE):
        if path.exists():
            raise FileExistsError(f"{path} is there already: it is not overwritten")
    verify(source, secret_key)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole_file(target) as partial:
        shutil.copyfile(source, partial)
        return verify(partial, secret_key)


def verify(path: Path, secret_key: str) -> Copy:
    """Read a copy: whole, of a schema this release knows, opened by SECRET_KEY.

    `CannotCopy` if it is damaged, schema.MigrationError if it is of a newer release,
    keys.WrongSecret or vault.Unsealed if it stays locked.
    """
    if path.with_name(f"{path.name}-wal").exists():
        raise CannotCopy(f"{path}: a journal is beside it: it is in use, and not a copy")
    with _told(str(path), path), closing(_connect(path, "mode=ro&immutable=1")) as copy:
        for (fault,) in (*copy.execute("PRAGMA integrity_check"), *_strays(copy)):
            if fault != "ok":
                raise CannotCopy(f"{path}: damaged: {fault}")
        applied = copy.execute("SELECT number, name, digest FROM migrations").fetchall()
        schema.missing(schema.load(), applied)
        _unlock(copy, secret_key)
        return Copy(_count(copy), path.stat().st_size)


def _copy(source: Path, target: Path) -> Mapping[str, int]:
    """All pages as they are at one moment; how many rows each table had at that moment."""
    with (
        closing(_connect(source, "mode=rw")) as origin,
        closing(_connect(target, "mode=rw")) as copy,
    ):
        for pragma in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF"):
            copy.execute(pragma)  # the file is synced as a whole, and gone if anything fails
        origin.execute("BEGIN")  # what is read from here on is of one moment
        counted = _count(origin)
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    return counted


def _count(database: sqlite3.Connection) -> Mapping[str, int]:
    """How many rows each table has, SQLite's own tables aside."""
    tables = [name for (name,) in database.execute(TABLES)]
    counts = {name: database.execute(f'SELECT count(*) FROM "{name}"') for name in tables}  # noqa: S608 -- names of ours
    return {name: count.fetchone()[0] for name, count in counts.items()}


def _strays(database: sqlite3.Connection) -> Iterator[tuple[str]]:
    """Rows that refer to nothing."""
    for table, *_ in database.execute("PRAGMA foreign_key_check"):
        yield (f"{table} has rows that refer to nothing",)


def _unlock(database: sqlite3.Connection, secret_key: str) -> None:
    """Open the keys, and with them something of every sealed column."""
    database.row_factory = sqlite3.Row
    vault = open_keys(database.execute("SELECT * FROM keys").fetchall(), secret_key)
    database.row_factory = None
    for table, column in ((one.name, name) for one in SEALED for name in one.sealed):
        query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT 1"  # noqa: S608 -- names of ours
        for (blob,) in database.execute(query):
            vault.open(blob, f"{table}.{column}")


@contextmanager
def _told(what: str, target: Path) -> Iterator[None]:
    """What SQLite says of it, in words for whoever asked for the copy."""
    try:
        yield
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        words = f"{target}: its disk is full" if full else f"{what}: {error}"
        raise CannotCopy(words) from error
    except Unsealed as error:
        raise CannotCopy(f"{what}: damaged: {error}") from error


def _connect(path: Path, how: str) -> sqlite3.Connection:
    url = f"file:{quote(str(path.absolute()))}?{how}"
    return sqlite3.connect(url, uri=True, isolation_level=None)
