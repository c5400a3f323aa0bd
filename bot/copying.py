"""`sila copy`: from the file of a small start into the PostgreSQL of many machines."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tqdm import tqdm

from bot.clock import Clock
from bot.config import Settings
from bot.duties import SERVE
from bot.secret import secret_key
from storage import copying
from storage.backup import CannotCopy
from storage.database import Database
from storage.location import sqlite_file


async def copy(settings: Settings, source_url: str, clock: Clock) -> str:
    """Copy the file of `source_url` into DATABASE_URL; what was done, in a line.

    SECRET_KEY must be the one that the file was locked with. Raises CannotCopy, InUse while a
    server runs on the file, WrongSecret.
    """
    if source_url == settings.database_url:
        raise CannotCopy("DATABASE_URL is where the copy goes: it cannot be the source too")
    secret = secret_key(settings)
    async with _opened_file(source_url) as source, source.hold(SERVE):
        await source.migrate()
        await source.unlock(secret, clock.now())
        target = await Database.open(settings.database_url)
        try:
            await target.migrate()
            rows = await _copy(source, target)
            await target.unlock(secret, clock.now())
        finally:
            await target.close()
    return f"{sum(rows.values())} rows in {len(rows)} tables: as many as in the source"


async def _copy(source: Database, target: Database) -> dict[str, int]:
    async with source.view() as view:
        total = await copying.counts(view)
    with tqdm(total=sum(total.values()), unit=" rows", file=sys.stderr) as bar:

        def advance(table: str, rows: int) -> None:
            bar.set_description(table, refresh=False)
            bar.update(rows)

        return await copying.copy(source, target, advance)


@asynccontextmanager
async def _opened_file(url: str) -> AsyncIterator[Database]:
    file = sqlite_file(url)
    if file is None or not file.is_file():
        raise CannotCopy("the source must be a file that is there: sqlite:///data/sila.db")
    database = await Database.open(url)
    try:
        yield database
    finally:
        await database.close()
