"""`sila backup` and `sila restore`, as they are typed."""

from __future__ import annotations

import asyncio
import os
import re
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot import postgresql_dump
from bot.__main__ import main
from bot.backup import back_up, restore
from bot.config import Settings
from storage.backup import CannotCopy
from storage.keys import WrongSecret
from tests.bot.process import PATIENCE, begin, clean, names, serving
from tests.postgres import Cluster
from tests.shell import settings
from tests.storage.rows import SECRET, reopened

COPIED = re.compile(
    r"(?P<path>\S+): (?P<rows>\d+) rows in \d+ tables, [\d.]+ MiB; whole, every reference holds, "
    r"SECRET_KEY opens it"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder."""
    return clean(tmp_path, monkeypatch)


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    ended = main(list(arguments))
    told = capsys.readouterr()
    return ended, told.out, told.err


async def sila(*arguments: str) -> tuple[int | None, str, str]:
    """Another process."""
    process = await begin(*arguments)
    out, errors = await process.communicate()
    return process.returncode, out.decode(), errors.decode()


async def test_a_running_server_is_copied_and_put_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"id": "1", "text": "السلام عليكم"}
    async with (
        asyncio.timeout(PATIENCE),
        serving(monkeypatch) as served,
        ClientSession(served.url) as session,
    ):
        async with session.post("/chat/sessions") as made:
            bearing = {"Authorization": f"Bearer {(await made.json())['token']}"}
        async with session.post("/chat/messages", json=said, headers=bearing) as taken:
            assert taken.status == 202
        ended, out, errors = await sila("backup", "copy.db")
        assert (ended, errors) == (0, "")
        copied, needed = out.splitlines()
        assert COPIED.fullmatch(copied)
        assert needed == (
            "not in it, and needed as well: data/secret.key, "
            f"{Path(__file__).parents[2]}/association, .env"
        )
        assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600
        served.process.terminate()
        await served.process.wait()
    (folder / "data").rename(folder / "lost")
    ended, _, errors = await sila("restore", "copy.db")
    assert (ended, errors) == (1, "SECRET_KEY: not set, and there is no data/secret.key\n")
    (folder / "data").mkdir(mode=0o700)
    (folder / "lost" / "secret.key").rename(folder / "data" / "secret.key")
    ended, out, errors = await sila("restore", "copy.db")
    assert (ended, errors) == (0, "")
    found = COPIED.fullmatch(out.strip())
    assert found is not None
    assert found["path"] == "data/sila.db"
    async with (
        asyncio.timeout(PATIENCE),
        serving(monkeypatch) as served,
        ClientSession(served.url) as session,
        session.get("/chat/events", headers=bearing) as stream,
    ):
        heard = b""
        while "السلام عليكم".encode() not in heard:
            heard += await stream.content.readuntil(b"\n\n")


def test_nothing_is_overwritten_and_nothing_half_done_is_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(capsys, "migrate")[0] == 0
    assert ran(capsys, "backup", "copy.db")[0] == 0
    again = ran(capsys, "backup", "copy.db")
    assert again == (1, "", "copy.db is there already: it is not overwritten\n")
    over = ran(capsys, "restore", "copy.db")
    assert over == (1, "", "data/sila.db is there already: it is not overwritten\n")
    assert ran(capsys, "backup", "nowhere/copy.db")[0] == 1
    assert names(folder) == ["copy.db", "data"]


def test_without_a_database_or_its_secret_nothing_is_made(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = "SECRET_KEY: not set, and there is no data/secret.key\n"
    assert ran(capsys, "backup", "copy.db") == (1, "", missing)
    monkeypatch.setenv("SECRET_KEY", "given")
    told = "data/sila.db: there is no database\n"
    assert ran(capsys, "backup", "copy.db") == (1, "", told)
    assert names(folder) == []
    assert ran(capsys, "migrate")[0] == 0
    monkeypatch.setenv("SECRET_KEY", "another")
    told = "this database was locked with another SECRET_KEY\n"
    assert ran(capsys, "backup", "copy.db") == (1, "", told)
    assert names(folder) == ["data"]


# ------------------------------------------------------------------ PostgreSQL
@pytest.fixture
async def served(cluster: Cluster) -> AsyncIterator[Settings]:
    """Settings with a database that a server keeps."""
    with cluster.fresh() as url:
        await (await reopened(url)).close()
        yield of(url)


def of(url: str, secret: str = SECRET) -> Settings:
    return settings(Path(), secret_key=secret, database_url=url)


@pytest.mark.postgresql
async def test_a_server_is_dumped_and_the_dump_is_read(folder: Path, served: Settings) -> None:
    told, needed = await back_up(served, folder / "copy.dump")
    assert re.search(r"copy\.dump: \d+ tables, [\d.]+ MiB; pg_restore reads it, SECRET_KEY", told)
    assert needed.startswith("not in it, and needed as well: SECRET_KEY, ")
    assert stat.S_IMODE((folder / "copy.dump").stat().st_mode) == 0o600
    with pytest.raises(CannotCopy, match="pg_restore --exit-on-error --no-owner --dbname=<URL"):
        await restore(served, folder / "copy.dump")
    with pytest.raises(WrongSecret):
        await back_up(of(served.database_url, "another"), folder / "next.dump")
    with pytest.raises(FileExistsError):
        await back_up(served, folder / "copy.dump")
    assert names(folder) == ["copy.dump"]


@pytest.mark.postgresql
async def test_a_dump_is_put_back_as_the_guide_says(folder: Path, cluster: Cluster) -> None:
    with cluster.fresh() as url, cluster.fresh() as empty:
        await (await reopened(url)).close()
        await postgresql_dump.dump(url, folder / "copy.dump", SECRET)
        await postgresql_dump._run(
            *("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={empty}", "copy.dump")
        )
        await (await reopened(empty)).close()
        assert (await postgresql_dump.dump(empty, folder / "next.dump", SECRET)).tables


@pytest.mark.postgresql
async def test_a_dump_that_lacks_a_table_is_none(
    folder: Path, served: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = postgresql_dump.NEEDED | {"dossiers"}
    monkeypatch.setattr(postgresql_dump, "NEEDED", needed)
    with pytest.raises(CannotCopy, match=r"copy\.dump: the dump lacks dossiers$"):
        await back_up(served, folder / "copy.dump")
    assert names(folder) == []


@pytest.mark.postgresql
async def test_without_its_programs_it_says_what_to_install(
    folder: Path, served: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(CannotCopy, match="pg_dump is not installed: apt-get install postgresql-"):
        await back_up(served, folder / "copy.dump")
    program = folder / "pg_dump"
    program.write_text("#!/bin/sh\necho one >&2; echo no space left >&2; exit 1\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:{path}")
    with pytest.raises(CannotCopy, match=r"^no space left$"):
        await back_up(served, folder / "copy.dump")
    assert names(folder) == ["pg_dump"]


@pytest.mark.parametrize(
    ("url", "place", "password"),
    [
        ("postgresql://u@h/d?host=/run", "--dbname=postgresql://u@h/d?host=/run", None),
        ("postgresql://u:p%40%3A@h:5/d?a=b", "--dbname=postgresql://u@h:5/d?a=b", "p@:"),
        ("postgresql://u:a@b@h/d", "--dbname=postgresql://u@h/d", "a@b"),
    ],
)
def test_a_password_never_stands_in_the_list_of_processes(
    url: str, place: str, password: str | None
) -> None:
    environment = {} if password is None else {"PGPASSWORD": password}
    assert postgresql_dump._connection(url) == (place, environment)
