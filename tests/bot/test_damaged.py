"""An SQLite file that cannot be read any more: what is said, and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.process import clean


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder."""
    return clean(tmp_path, monkeypatch)


def test_a_file_that_is_no_database_is_told_in_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "sila.db").write_text("not a database " * 100)
    assert main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("DATABASE_URL: ")
    assert told.endswith("sila.db: file is not a database: move it away and restore a backup\n")


def test_a_file_with_damaged_pages_is_told_in_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    path = folder / "data" / "sila.db"
    connection = sqlite3.connect(path)
    [[page, size]] = connection.execute(
        "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'keys'"
    )
    connection.close()
    whole = path.read_bytes()
    junk = b"\xaa" * size
    path.write_bytes(whole[: (page - 1) * size] + junk + whole[page * size :])
    capsys.readouterr()
    assert main(["migrate"]) == 1
    told = "DATABASE_URL: database disk image is malformed: move it away and restore a backup\n"
    assert capsys.readouterr().err == told
    assert main(["check", "--offline"]) == 1
    assert "it cannot be read any more: move it away" in capsys.readouterr().out
