"""Whether a database takes writes, told by a write on a real disk, a real lock, a real server."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.probe import Found, disk_of, probe
from tests.disk import Disk, disk, make_read_only, make_writable, may_mount
from tests.postgres import Cluster
from tests.shell import ROOT
from tests.storage.rows import reopened


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """Of a database that nobody has open."""
    url = f"sqlite:///{tmp_path}/sila.db"
    await (await reopened(url)).close()
    return url


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def written(folder: Path) -> int:
    return (folder / "sila.db-wal").stat().st_size


async def test_it_really_writes_and_changes_nothing(tmp_path: Path, url: str) -> None:
    with closing(sqlite3.connect(tmp_path / "sila.db")) as beside:
        [before] = beside.execute("SELECT count(*) FROM keys")
        size = written(tmp_path)
        assert (await probe(url)).state == "writable"
        assert written(tmp_path) > size
        assert beside.execute("SELECT count(*) FROM keys").fetchone() == before
        assert beside.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_it_tells_how_much_space_there_is(tmp_path: Path, url: str) -> None:
    found = (await probe(url)).disk
    assert found is not None
    assert 0 < found.free <= found.total
    assert disk_of(tmp_path / "nowhere" / "sila.db") is None


async def test_a_lock_of_another_process_is_told(tmp_path: Path, url: str) -> None:
    with closing(sqlite3.connect(tmp_path / "sila.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await probe(url)).state == "locked"
    assert (await probe(url)).state == "writable"


async def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert (await probe(f"sqlite:///{tmp_path}/sila.db")).state == "missing"
    assert (await probe(f"sqlite:///{tmp_path}/nowhere/sila.db")).state == "missing"
    assert names(tmp_path) == []


async def test_what_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "sila.db").write_text("not a database " * 100)
    assert (await probe(f"sqlite:///{tmp_path}/sila.db")).state == "damaged"


async def test_a_name_that_a_url_would_read_otherwise(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a?b%41#c.db"
    await (await reopened(url)).close()
    assert (await probe(url)).state == "writable"
    assert names(tmp_path) == ["a?b%41#c.db"]


# ------------------------------------------------------------------ a disk of its own
@pytest.fixture(params=["file system", "limit"] if may_mount() else ["limit"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    with disk(request.param, place) as small:
        yield small


async def test_a_full_disk_is_told_and_its_end(small: Disk) -> None:
    url = f"sqlite:///{small.folder}/sila.db"
    served: Database = await reopened(url)  # holds its connections meanwhile
    try:
        assert (await probe(url)).state == "writable"
        small.fill(os.getpid())
        found = await probe(url)
        small.free(os.getpid())
        assert found.state == small.state
        assert found.disk is not None
        assert (found.disk.free == 0) == (small.state == "full")
        assert (await probe(url)).state == "writable"
    finally:
        await served.close()


ASKS = (
    "import asyncio, sys; from storage.probe import probe; print(asyncio.run(probe(sys.argv[1])))"
)
BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]  # or root may do anything


def test_a_file_that_may_not_be_written_is_told(tmp_path: Path, url: str) -> None:
    (tmp_path / "sila.db").chmod(0o400)
    tmp_path.chmod(0o500)
    command = [*(BOUND if os.geteuid() == 0 else []), sys.executable, "-c", ASKS, url]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    tmp_path.chmod(0o700)
    assert told.startswith("Found(state='read_only'")


if may_mount():  # elsewhere the test above says as much

    @pytest.mark.parametrize("small", ["file system"], indirect=True)
    async def test_a_file_system_that_became_read_only_is_told(small: Disk) -> None:
        url = f"sqlite:///{small.folder}/sila.db"
        await (await reopened(url)).close()
        make_read_only(small.folder)
        assert (await probe(url)).state == "read_only"
        make_writable(small.folder)
        assert (await probe(url)).state == "writable"


# ------------------------------------------------------------------ a server
@pytest.mark.postgresql
async def test_a_server_is_written_to_and_its_refusals_are_told(cluster: Cluster) -> None:
    with cluster.fresh() as url:
        name = url.partition("@/")[2].partition("?")[0]
        assert await probe(url) == Found("writable", None)
        assert (await probe(f"{url}&default_transaction_read_only=on")).state == "read_only"
        assert (await probe(url.replace(name, "nowhere"))).state == "missing"
        assert (await probe(url.replace("sila@", "nobody@"))).state == "missing"


async def test_a_server_that_is_away_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert (await probe(f"postgresql://sila@127.0.0.1:{port}/sila")).state == "unreachable"
