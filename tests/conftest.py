"""Both kinds of database, for any test that takes one."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

from bot import catalog, content
from flows.book import Book
from flows.matching import Matcher
from storage.vault import Wrapping
from tests import postgres
from tests.postgres import Cluster

Fresh: TypeAlias = Callable[[], AbstractContextManager[str]]
"""Makes the URL of a database that nobody has used, as often as it is called."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "postgresql: needs a PostgreSQL on this machine")


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Most of a start of the program goes into what follows from the content, the words and the
    secret alone.
    """
    of_book, made = Matcher.of_book, dict[object, Matcher]()

    def known(book: Book) -> Matcher:
        entries = repr((book.answers, book.misconceptions, book.referrals))
        said = (entries, frozenset(book.words.items()))
        if said not in made:
            made[said] = of_book(book)
        return made[said]

    load, books = content.load, dict[object, Book]()

    def read(folder: Path) -> Book:
        written = tuple((file, file.read_bytes()) for file in sorted(folder.rglob("*.toml")))
        if written not in books:
            books[written] = load(folder)
        return books[written]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "load", read)
        patch.setattr(Matcher, "of_book", known)
        patch.setattr(catalog, "read_all", functools.cache(catalog.read_all))
        patch.setattr(Wrapping, "derive", functools.cache(Wrapping.derive))
        patch.setattr(Wrapping, "make", functools.cache(Wrapping.make))
        yield


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for the whole run."""
    with postgres.running() as cluster:
        yield cluster


@pytest.fixture(
    scope="session",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Of the database: the test runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def fresh(database_kind: str, request: pytest.FixtureRequest) -> Fresh:
    """Databases in which nothing is; those of PostgreSQL have their tables."""
    if database_kind == "sqlite":
        return _fresh_file
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.migrated


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without a table."""
    made = _fresh_file if database_kind == "sqlite" else request.getfixturevalue("cluster").fresh
    with made() as url:
        yield url


@pytest.fixture
def database_url(fresh: Fresh) -> Iterator[str]:
    """The URL of a database in which nothing is."""
    with fresh() as url:
        yield url


@contextmanager
def _fresh_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="sila-") as folder:
        yield f"sqlite:///{folder}/sila.db"
