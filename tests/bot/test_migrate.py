"""`sila migrate` and `sila rotate`, on either kind of database."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from storage import schema
from storage.schema import Migration
from tests.databases import is_sqlite, look
from tests.postgres import Cluster

POST = Migration(9999, "9999_post_newest", "CREATE TABLE newest (id INTEGER) STRICT;\n")
LAST = "SELECT max(number) FROM migrations"


@pytest.fixture
def url(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests")
    return database_url


def test_what_must_wait_for_old_releases_waits_until_it_is_asked_for(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = schema.load()
    assert main(["migrate"]) == 0
    assert look(url, LAST) == [(ours[-1].number,)]
    monkeypatch.setattr(schema, "load", lambda: (*ours, POST))
    assert main(["migrate"]) == 0
    assert look(url, LAST) == [(9999 if is_sqlite(url) else ours[-1].number,)]
    assert main(["migrate", "--post"]) == 0
    assert look(url, LAST) == [(9999,)]
    told = capsys.readouterr()
    assert (told.out.splitlines(), told.err) == (["the database is up to date"] * 3, "")


def test_rotation(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rotate"]) == 0
    assert look(url, "SELECT id, purpose FROM keys ORDER BY id") == [
        (1, "lookup"),
        (2, "data"),
        (3, "data"),
    ]
    assert capsys.readouterr().err == ""


@pytest.mark.postgresql
def test_a_server_that_is_not_there_is_told_in_a_line(
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", cluster.url("nothing"))
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests")
    assert main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert told == 'DATABASE_URL: PostgreSQL: database "nothing" does not exist\n'
