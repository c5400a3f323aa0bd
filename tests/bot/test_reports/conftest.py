"""One simulated year for all tests of reports, read and never changed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from bot.catalog import read_all
from bot.render import Renderer, book_lines
from bot.reports import archive
from bot.reports.ledger import Ledger
from bot.reports.words import Words
from flows.period import Period
from tests.bot.test_reports.year import BOOK, simulate

YEAR = Period.read("2026")
assert YEAR is not None


class Year(NamedTuple):
    ledger: Ledger
    url: str
    rows: sqlite3.Connection  # past everything that is being tested


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    path = tmp_path_factory.mktemp("year") / "sila.db"
    url = f"sqlite:///{path}"

    async def made() -> Ledger:
        database = await simulate(url)
        try:
            async with database.view() as view:
                assert YEAR is not None
                return await archive.read(view, BOOK, YEAR)
        finally:
            await database.close()

    ledger = asyncio.run(made())
    rows = sqlite3.connect(path)
    yield Year(ledger, url, rows)
    rows.close()


@pytest.fixture(scope="session")
def words() -> Words:
    return Words(Renderer(read_all(), book_lines(BOOK), BOOK.officers), "ar")
