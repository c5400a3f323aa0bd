"""The words in which PostgreSQL's schema differs: migrations are written in SQLite's, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WORDS = (
    (re.compile(r"\)\s*STRICT(, WITHOUT ROWID)?"), ")"),
    (
        re.compile(r"\bINTEGER PRIMARY KEY AUTOINCREMENT\b"),
        "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    ),
    (re.compile(r"\bINTEGER\b"), "BIGINT"),  # 64 bits in SQLite, and Telegram's ids have 52
    (re.compile(r"\bBLOB\b"), "BYTEA"),
    # Bytes in their order, as in SQLite, whatever language the server was set up in.
    (re.compile(r"\bTEXT\b"), 'TEXT COLLATE "C"'),
)
TABLE = re.compile(r"\bCREATE TABLE (\w+)")
REFERRED = re.compile(r"\bREFERENCES (\w+)")


def postgresql(statements: Iterable[str]) -> Iterator[str]:
    """The statements of a migration in PostgreSQL's words.

    A table that another one refers to is made before it, which SQLite does not ask for.
    """
    waiting = list(statements)
    tables = {made[1]: text for text in waiting if (made := TABLE.search(text))}
    begun: set[str] = set()

    def first_what_it_refers_to(text: str) -> Iterator[str]:
        if text in begun:
            return
        begun.add(text)
        if TABLE.search(text):
            for name in REFERRED.findall(text):
                if name in tables:
                    yield from first_what_it_refers_to(tables[name])
        yield text

    for text in waiting:
        for each in first_what_it_refers_to(text):
            yield _worded(each)


def _worded(text: str) -> str:
    for word, instead in WORDS:
        text = word.sub(instead, text)
    return text
