"""Where a database is: the file behind its URL, if it is one."""

from __future__ import annotations

from pathlib import Path

SQLITE = "sqlite:///"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None where a server keeps the database."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None
