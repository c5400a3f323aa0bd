"""`sila copy` as it is typed: from the file of a small start into PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import running
from storage.tables import TABLES
from tests.clock import FakeClock
from tests.postgres import Cluster
from tests.shell import REGISTRATION, ROOT, Visitor, settings
from tests.shell import running as running_shell

pytestmark = pytest.mark.postgresql

SECRET = "one that both have"


@pytest.fixture
def server_url(cluster: Cluster) -> Iterator[str]:
    with cluster.fresh() as url:
        yield url


async def sila(folder: Path, url: str, *arguments: str) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        stdout=PIPE,
        stderr=PIPE,
        env={"PYTHONPATH": str(ROOT), "DATABASE_URL": url, "SECRET_KEY": SECRET, "PATH": ""},
    )
    out, errors = await process.communicate()
    return process.returncode, out.decode(), errors.decode()


async def test_who_wrote_before_goes_on_after_the_copy(tmp_path: Path, server_url: str) -> None:
    async with running_shell(tmp_path, secret_key=SECRET) as app:
        noura = Visitor(app)
        await noura.say(*REGISTRATION[:6])
        heard = await noura.heard()
    source = f"sqlite:///{tmp_path}/sila.db"
    code, out, errors = await sila(tmp_path, server_url, "copy", source)
    with sqlite3.connect(tmp_path / "sila.db") as kept:
        [[messages]] = kept.execute("SELECT count(*) FROM messages")
    kept.close()
    told = f"in {len(TABLES)} tables: as many as in the source\n"
    assert (code, out.split(" rows ")[1]) == (0, told), errors
    assert int(out.split()[0]) > messages
    assert "100%" in errors  # the bar
    there = settings(tmp_path, database_url=server_url, secret_key=SECRET)
    async with running(there, FakeClock()) as app:
        noura.app = app
        assert await noura.heard() == heard
        assert "الاسم" in await noura.say(*REGISTRATION[6:9])


async def test_what_cannot_be_copied_is_said_in_a_line(tmp_path: Path, server_url: str) -> None:
    async with running_shell(tmp_path, secret_key="another"):
        source = f"sqlite:///{tmp_path}/sila.db"
        for given, said in (
            ("sqlite:///nothing.db", "the source must be a file that is there"),
            (server_url, "DATABASE_URL is where the copy goes"),
            (source, "another `sila serve` runs on this file"),
        ):
            code, out, errors = await sila(tmp_path, server_url, "copy", given)
            assert (code, out, len(errors.splitlines())) == (1, "", 1)
            assert said in errors
    code, out, errors = await sila(tmp_path, server_url, "copy", source)
    assert (code, out) == (1, "")
    assert "locked with another SECRET_KEY" in errors
