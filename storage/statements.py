"""Every query by its name, read once from ``queries/*.sql``, as each kind of database takes it.

The queries are shared. What they say in PostgreSQL's words alone is ``= ANY(:list)``,
``<> ALL(:list)``, ``FOR UPDATE`` and ``OVERRIDING SYSTEM VALUE``; SQLite reads lists by
``json_each``, has one writer and lets ids be given. A query that differs more has a counterpart of
the same name in ``<file>.postgresql.sql`` beside it. What is asked of all tables alike is made of
`tables.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import aiosql

from storage import tables

FOLDER = Path(__file__).parent / "queries"
OWN = ".postgresql"
SQLITE_WORDS = (
    (re.compile(r"= ANY\((:\w+)\)"), r"IN (SELECT value FROM json_each(\1))"),
    (re.compile(r"<> ALL\((:\w+)\)"), r"NOT IN (SELECT value FROM json_each(\1))"),
    (re.compile(r"\s+FOR UPDATE\b"), ""),
    (re.compile(r"\s+OVERRIDING SYSTEM VALUE\b"), ""),
)
NAMED = re.compile(r"(?<![:\w]):([a-z_]+)")


class Numbered(NamedTuple):
    """A query with ``$1 … $n``, and the names of the parameters in that order."""

    text: str
    names: tuple[str, ...]


def _load(*, own: bool) -> dict[str, str]:
    """The shared queries, or PostgreSQL's own."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.sql")):
        if path.stem.endswith(OWN) is not own:
            continue
        # aiosql splits the file, checks the declared parameters and refuses a name used twice.
        # Its own calls are not used: they cost three thread hops for a read that needs one.
        queries = aiosql.from_path(path, "aiosqlite")
        names = [name for name in queries.available_queries if not name.endswith("_cursor")]
        if twice := found.keys() & set(names):
            raise ValueError(f"{path.name}: {', '.join(twice)} stands in another file too")
        found |= {name: getattr(queries, name).sql for name in names}
    return found


def _sqlite(text: str) -> str:
    for word, instead in SQLITE_WORDS:
        text = word.sub(instead, text)
    return text


def _postgresql(text: str) -> Numbered:
    names = tuple(dict.fromkeys(NAMED.findall(text)))
    return Numbered(NAMED.sub(lambda match: f"${names.index(match[1]) + 1}", text), names)


_SHARED = _load(own=False) | dict(tables.statements())
SQLITE: Mapping[str, str] = MappingProxyType(
    {name: _sqlite(text) for name, text in _SHARED.items()}
)
"""Query name to SQL, with ``:name`` parameters."""

POSTGRESQL: Mapping[str, Numbered] = MappingProxyType(
    {name: _postgresql(text) for name, text in (_SHARED | _load(own=True)).items()}
)
"""Query name to SQL, with numbered parameters."""
