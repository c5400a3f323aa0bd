"""The numbered migrations in ``migrations/``, each applied once and never changed again.

``0007_pre_name.sql`` runs before the new code does, ``0007_post_name.sql`` once no old code
runs any more. They are written in SQLite's words; `dialect` has PostgreSQL's.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "migrations"
NAME = re.compile(r"(?P<number>\d{4})_(pre|post)_[a-z0-9_]+")


class MigrationError(Exception):
    """The database and the migrations of this release do not belong together."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number, its name without the suffix, its SQL."""

    number: int
    name: str
    text: str

    @property
    def post(self) -> bool:
        """Whether it has to wait until no old code runs any more."""
        return _is_post(self.name)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """The statements one by one, because a script cannot run inside a transaction."""
        statement = ""
        for line in self.text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


def load(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """All migrations, oldest first. `MigrationError` for a bad name or a number used twice."""
    migrations: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        name = NAME.fullmatch(path.stem)
        if name is None:
            raise MigrationError(f"{path.name} is not named like 0001_pre_initial.sql")
        number = int(name["number"])
        if number in migrations:
            raise MigrationError(f"two migrations have the number {number:04}")
        migrations[number] = Migration(number, path.stem, path.read_text("utf-8"))
    return tuple(migrations.values())


def missing(
    migrations: Sequence[Migration],
    applied: Sequence[tuple[int, str, str]],
    *,
    shared: bool = False,
) -> list[Migration]:
    """What is still to be applied, given the recorded (number, name, digest).

    `MigrationError` if a recorded migration has another text now, or is not known here because
    the database is newer than this code. Where the database is shared, newer code may run beside
    this one: then its pre migrations are fine, and only a post one is newer.
    """
    known = {migration.number: migration for migration in migrations}
    for number, name, digest in applied:
        migration = known.pop(number, None)
        if migration is None:
            if shared and not _is_post(name):
                continue
            raise MigrationError(f"the database is newer than this release: it has {name}")
        if migration.digest != digest:
            raise MigrationError(f"{migration.name} was changed after it had been applied")
    return list(known.values())


def _is_post(name: str) -> bool:
    return name.split("_")[1] == "post"
