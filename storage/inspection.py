"""What a database is found to be like by looking only: nothing is migrated, made or re-wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import readings, schema
from storage.connection import Row
from storage.database import Database
from storage.location import sqlite_file
from storage.officers import CHANGE, Change
from storage.unlocking import open_keys


@dataclass(frozen=True, slots=True)
class Inspection:
    """`pending` are the migrations that wait, `newest` is the time of the last message.

    `changes` are what the staff room last made of each officer.
    """

    pending: tuple[str, ...]
    newest: datetime | None
    keys: Sequence[Row]
    changes: Sequence[Row]

    def try_secret(self, secret_key: str) -> None:
        """`WrongSecret` if it does not open the keys; where none were made yet any secret will."""
        if self.keys:
            open_keys(self.keys, secret_key)

    def officers(self, secret_key: str) -> dict[str, Change]:
        """`changes` opened, by the officer's id; `WrongSecret` as above."""
        if not self.changes:
            return {}
        vault = open_keys(self.keys, secret_key)
        return {row["officer"]: CHANGE.load(vault, row) for row in self.changes}


async def inspect(url: str) -> Inspection:
    """Of a database that is there. schema.MigrationError if this release does not know it."""
    database = await Database.open(url)
    try:
        async with database.view() as view:
            tables = {row["name"] for row in await view.read_all("tables_all")}
            rows = await view.read_all("migrations_all") if "migrations" in tables else []
            applied = [(row["number"], row["name"], row["digest"]) for row in rows]
            shared = sqlite_file(url) is None
            changed = "officer_changes" in tables
            missing = schema.missing(schema.load(), applied, shared=shared)
            return Inspection(
                pending=tuple(migration.name for migration in missing),
                newest=await readings.newest(view) if "messages" in tables else None,
                keys=await view.read_all("keys_all") if "keys" in tables else (),
                changes=await view.read_all("officer_changes_latest") if changed else (),
            )
    finally:
        await database.close()
