"""`sila backup` and `sila restore`: a verified copy of the database, and the way back."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot import secret
from bot.config import Settings
from bot.postgresql_dump import dump
from storage import backup
from storage.backup import CannotCopy, Copy
from storage.location import sqlite_file

MIB = 2**20


async def back_up(settings: Settings, target: Path) -> list[str]:
    """Copy the database to `target`, beside a server; what was verified, for the screen.

    Raises NoSecret and what `storage.backup.back_up` or `postgresql_dump.dump` raises.
    """
    secret_key = secret.kept(settings)
    path = sqlite_file(settings.database_url)
    if path is None:
        made = await dump(settings.database_url, target, secret_key)
        told = (
            f"{target}: {len(made.tables)} tables, {made.size / MIB:.1f} MiB; pg_restore reads it, "
            "SECRET_KEY opens the database"
        )
    else:
        told = _told(target, await asyncio.to_thread(backup.back_up, path, target, secret_key))
    key = "SECRET_KEY" if settings.secret_key else secret.key_file(settings)
    return [told, f"not in it, and needed as well: {key}, {settings.association}, .env"]


async def restore(settings: Settings, source: Path) -> list[str]:
    """Put a copy where the settings have no database yet; what was verified, for the screen."""
    path = sqlite_file(settings.database_url)
    if path is None:
        raise CannotCopy(
            "DATABASE_URL: a dump is put back by PostgreSQL itself: pg_restore --exit-on-error "
            f"--no-owner --dbname=<URL of an empty database> {source}"
        )
    made = await asyncio.to_thread(backup.restore, source, path, secret.kept(settings))
    return [_told(path, made)]


def _told(path: Path, made: Copy) -> str:
    rows = sum(made.rows.values())
    return (
        f"{path}: {rows} rows in {len(made.rows)} tables, {made.size / MIB:.1f} MiB; "
        "whole, every reference holds, SECRET_KEY opens it"
    )
