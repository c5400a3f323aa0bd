"""A dump of a PostgreSQL database, by PostgreSQL's own programs, which the package
postgresql-client brings.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from storage.backup import CannotCopy
from storage.database import Database
from storage.tables import SEALED
from storage.unlocking import open_keys
from storage.whole_file import whole_file

NEEDED = frozenset({"keys", "migrations", *(table.name for table in SEALED)})
"""Tables without which a dump is none."""

LISTED = re.compile(r"^\d+; \d+ \d+ TABLE DATA \S+ (?P<table>\S+) ", re.MULTILINE)
"""Of what `pg_restore --list` writes."""


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump was seen to hold; its size in bytes."""

    tables: frozenset[str]
    size: int


async def dump(url: str, target: Path, secret_key: str) -> Dump:
    """Dump the database, whoever writes to it meanwhile, and read the dump's contents.

    `CannotCopy`, keys.WrongSecret, trouble.Unreachable or `FileExistsError`: then there is nothing
    at `target`.
    """
    await _try_secret(url, secret_key)
    place, environment = _connection(url)
    with whole_file(target) as partial:
        await _run("pg_dump", "--format=custom", f"--file={partial}", place, **environment)
        listed = await _run("pg_restore", "--list", str(partial))
        tables = frozenset(found["table"] for found in LISTED.finditer(listed))
        if missing := NEEDED - tables:
            raise CannotCopy(f"{target}: the dump lacks {', '.join(sorted(missing))}")
        return Dump(tables, partial.stat().st_size)


async def _try_secret(url: str, secret_key: str) -> None:
    """The keys are in the dump as they are in the database."""
    database = await Database.open(url)
    try:
        async with database.view() as view:
            open_keys(await view.read_all("keys_all"), secret_key)
    finally:
        await database.close()


def _connection(url: str) -> tuple[str, Mapping[str, str]]:
    """The URL without its password, which a list of processes would show, and the environment."""
    parts = urlsplit(url)
    if parts.password is None:
        return f"--dbname={url}", {}
    user = parts.netloc.partition(":")[0]
    host = parts.netloc.rpartition("@")[2]
    place = parts._replace(netloc=f"{user}@{host}").geturl()
    return f"--dbname={place}", {"PGPASSWORD": unquote(parts.password)}


async def _run(program: str, *arguments: str, **environment: str) -> str:
    """What the program writes. `CannotCopy` with its last line if it fails, or is not there."""
    found = shutil.which(program)
    if found is None:
        raise CannotCopy(f"{program} is not installed: apt-get install postgresql-client")
    process = await asyncio.create_subprocess_exec(
        found, *arguments, stdout=PIPE, stderr=PIPE, env={**os.environ, **environment}
    )
    written, complaint = await process.communicate()
    if process.returncode:
        last = complaint.decode(errors="replace").strip().splitlines()[-1:]
        raise CannotCopy(" ".join(last) or f"{program} failed")
    return written.decode()
