"""All that a database holds, decrypted: what must not be there is looked for in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from flows import secrets
from storage.database import Database
from storage.press import UnknownDictionary
from storage.tables import SEALED, TABLES
from tests.databases import is_sqlite, look

COLUMNS = "SELECT name FROM pragma_table_info('{}')"
COLUMNS_THERE = "SELECT column_name FROM information_schema.columns WHERE table_name = '{}'"


def everything(database: Database, url: str) -> Iterator[tuple[str, str]]:
    """Table and column, and every value in it as text."""
    sealed = {(table.name, column) for table in SEALED for column in table.sealed}
    for table in TABLES:
        names = look(url, (COLUMNS if is_sqlite(url) else COLUMNS_THERE).format(table.name))
        for (column,) in names:
            for (value,) in look(url, f'SELECT "{column}" FROM {table.name}'):
                if (table.name, column) in sealed and value is not None:
                    yield f"{table.name}.{column}", _opened(database, value, table.name, column)
                elif isinstance(value, str):
                    yield f"{table.name}.{column}", value


def _opened(database: Database, blob: bytes, table: str, column: str) -> str:
    opened = database.vault.open(bytes(blob), f"{table}.{column}")
    with suppress(UnknownDictionary):  # of what was not pressed: a raw body begins with any byte
        opened = database.vault.press.unpress(opened)
    return opened.decode("utf-8", "replace")


def digits(text: str) -> str:
    """Nothing but the digits of a text, of whatever script, the escapes of JSON read first."""
    read = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub("[^0-9]", "", secrets._plain(read)[0])
