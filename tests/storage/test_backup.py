"""A copy made while the database is in use is whole, of one moment, and opens."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage import backup, messages
from storage.backup import CannotCopy, Copy, back_up, restore, verify
from storage.database import Database
from storage.keys import WrongSecret
from storage.schema import MigrationError
from tests.disk import disk, may_mount
from tests.storage.rows import NOW, SECRET, applied, reopened, said, somebody


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
async def data(tmp_path: Path) -> AsyncIterator[Path]:
    """The folder of a database that is in use, with something in most of its tables."""
    folder = tmp_path / "data"
    database: Database = await reopened(f"sqlite:///{folder}/sila.db")
    try:
        async with database.unit() as unit:
            address = await somebody(unit)
            await applied(unit, "26000001", address)
            for n in range(20):
                messages.queue(unit, said(address.id, f"رسالة {n}"), NOW)
        yield folder
    finally:
        await database.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where copies go."""
    made = tmp_path / "backup"
    made.mkdir()
    return made


@pytest.fixture
def copied(data: Path, place: Path) -> Path:
    back_up(data / "sila.db", place / "sila.db", SECRET)
    return place / "sila.db"


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as spoilt:
        for statement in statements:
            spoilt.execute(statement)


# ------------------------------------------------------------------ a copy
def test_it_is_one_file_for_the_owner_alone_and_tells_what_is_in_it(
    data: Path, place: Path
) -> None:
    assert (data / "sila.db-wal").stat().st_size > 0, "the last changes are in a journal"
    made = back_up(data / "sila.db", place / "sila.db", SECRET)
    assert names(place) == ["sila.db"]
    path = place / "sila.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert made == Copy(made.rows, path.stat().st_size) == verify(path, SECRET)
    wanted = {"messages": 20, "applications": 1, "addresses": 1, "keys": 2, "cases": 0}
    assert wanted.items() <= made.rows.items()
    assert path.read_bytes()[18:20] == b"\x01\x01", "it needs no journal to be read"


def test_it_holds_one_moment_though_others_write_meanwhile(
    data: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = backup._count

    def slowly(database: sqlite3.Connection) -> object:
        counted = count(database)
        spoil(data / "sila.db", "INSERT INTO contents VALUES ('late', 'HX1', 'now')")
        monkeypatch.setattr(backup, "_count", count)
        return counted

    monkeypatch.setattr(backup, "_count", slowly)
    made = back_up(data / "sila.db", place / "sila.db", SECRET)
    assert made.rows["contents"] == 0
    assert back_up(data / "sila.db", place / "next.db", SECRET).rows["contents"] == 1


async def test_everything_in_it_can_be_read_again(copied: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "data" / "sila.db"
    assert restore(copied, target, SECRET) == verify(copied, SECRET)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    database: Database = await reopened(f"sqlite:///{target}")
    try:
        async with database.unit() as unit:
            address = await somebody(unit)
            lines = await messages.transcript(unit, address.id)
        assert [line.body["text"] for line in lines] == [f"رسالة {n}" for n in range(20)]
    finally:
        await database.close()


@pytest.mark.parametrize("act", [back_up, restore])
def test_what_is_there_is_never_overwritten(
    act: Callable[[Path, Path, str], Copy], copied: Path, place: Path
) -> None:
    other = place / "mine.db"
    other.write_text("mine")
    with pytest.raises(FileExistsError, match=r"mine\.db is there already"):
        act(copied, other, SECRET)
    assert (other.read_text(), names(place)) == ("mine", ["mine.db", "sila.db"])


@pytest.mark.parametrize("left", ["sila.db-wal", "sila.db-shm", "sila.db-journal"])
def test_nothing_is_put_beside_what_is_left_of_another_database(
    copied: Path, tmp_path: Path, left: str
) -> None:
    (tmp_path / left).write_text("left")
    with pytest.raises(FileExistsError, match=left):
        restore(copied, tmp_path / "sila.db", SECRET)


@pytest.mark.parametrize("act", [back_up, restore])
def test_what_is_not_there_is_told(
    act: Callable[[Path, Path, str], Copy], tmp_path: Path, place: Path
) -> None:
    with pytest.raises(CannotCopy, match=r"nowhere\.db: there is no"):
        act(tmp_path / "nowhere.db", place / "sila.db", SECRET)
    assert names(place) == []


# ------------------------------------------------------------------ what is found in a copy
def test_it_must_open_with_the_secret(data: Path, copied: Path, place: Path) -> None:
    assert verify(copied, f"a newer one, {SECRET}").rows["messages"] == 20
    with pytest.raises(WrongSecret):
        verify(copied, "another")
    with pytest.raises(WrongSecret):
        back_up(data / "sila.db", place / "next.db", "another")
    assert names(place) == ["sila.db"]


DAMAGED = {
    "UPDATE messages SET body = x'0100'": r"damaged: messages\.body: not a sealed value",
    "UPDATE applications SET answers = (SELECT body FROM messages)": r"damaged: .*another column",
    "UPDATE keys SET wrapped = zeroblob(60)": "damaged: a wrapped .* key does not open",
    "DELETE FROM addresses": "damaged: .* has rows that refer to nothing",
    "DROP TABLE keys": "no such table: keys",
}


@pytest.mark.parametrize(("statement", "words"), list(DAMAGED.items()))
def test_what_was_damaged_is_told(copied: Path, statement: str, words: str) -> None:
    spoil(copied, statement)
    with pytest.raises(CannotCopy, match=words):
        verify(copied, SECRET)


def test_pages_that_were_damaged_are_told(copied: Path, tmp_path: Path) -> None:
    whole = copied.read_bytes()
    copied.write_bytes(whole[: len(whole) // 2] + bytes(4096) + whole[len(whole) // 2 + 4096 :])
    with pytest.raises(CannotCopy, match=r"sila\.db: "):
        restore(copied, tmp_path / "sila.db", SECRET)
    assert "sila.db" not in names(tmp_path)


def test_a_file_that_is_no_database_is_told(place: Path) -> None:
    (place / "sila.db").write_text("not a database " * 100)
    with pytest.raises(CannotCopy, match="file is not a database"):
        verify(place / "sila.db", SECRET)


def test_the_file_of_a_running_database_is_no_copy(data: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotCopy, match="it is in use, and not a copy"):
        restore(data / "sila.db", tmp_path / "sila.db", SECRET)


def test_a_copy_of_a_newer_release_is_not_put_back(copied: Path, tmp_path: Path) -> None:
    spoil(copied, "INSERT INTO migrations (number, name, digest) VALUES (999, '0999_post_x', 'x')")
    with pytest.raises(MigrationError, match="newer"):
        restore(copied, tmp_path / "sila.db", SECRET)


def test_a_copy_that_lost_rows_is_none(
    data: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = backup.verify

    def losing(path: Path, secret: str) -> Copy:
        spoil(path, "DELETE FROM messages WHERE id = 1")
        return verified(path, secret)

    monkeypatch.setattr(backup, "verify", losing)
    with pytest.raises(CannotCopy, match="other rows"):
        back_up(data / "sila.db", place / "sila.db", SECRET)
    assert names(place) == []


# ------------------------------------------------------------------ a full disk
@pytest.mark.parametrize("kind", ["file system", "limit"] if may_mount() else ["limit"])
def test_on_a_full_disk_nothing_is_left(
    data: Path, place: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with disk("file system" if kind == "file system" else "limit", place) as small:
        small.fill(os.getpid())
        with pytest.raises(CannotCopy) as caught:
            back_up(data / "sila.db", place / "sila.db", SECRET)
        small.free(os.getpid())
        told = str(caught.value)
        assert told.endswith("its disk is full" if kind == "file system" else "disk I/O error")
        assert names(place) == []
        back_up(data / "sila.db", place / "sila.db", SECRET)
        assert names(place) == ["sila.db"]


def test_a_copy_can_be_copied(copied: Path, tmp_path: Path) -> None:
    """As one does with backups: to another disk, and back from there."""
    shutil.copyfile(copied, tmp_path / "moved.db")
    assert verify(tmp_path / "moved.db", SECRET) == verify(copied, SECRET)
