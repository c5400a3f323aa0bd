"""Every query by its name, read once from ``queries/*.sql``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import aiosql


def _load() -> Mapping[str, str]:
    # aiosql splits the files, checks the declared parameters and refuses a name used twice.
    # Its own calls are not used: they cost three thread hops for a read that needs one.
    queries = aiosql.from_path(Path(__file__).parent / "queries", "aiosqlite")
    names = (name for name in queries.available_queries if not name.endswith("_cursor"))
    return MappingProxyType({name: getattr(queries, name).sql for name in names})


STATEMENTS = _load()
"""Query name to SQL, with ``:name`` parameters."""
