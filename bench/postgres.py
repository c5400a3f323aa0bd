"""A PostgreSQL of its own for a run, which keeps its promises: what is committed is on the disk."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.process import PATIENCE, Program, Trouble

DEBIAN = Path("/usr/lib/postgresql")  # <version>/bin, which no PATH has
ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
OWNER, NAME = "sila", "sila"
LOOK = 0.05  # seconds between two looks at whether it takes connections
SETTINGS = {"listen_addresses": "", "shared_buffers": "256MB", "max_connections": "100"}


def lacks() -> str | None:
    """What is missing on this machine."""
    return None if _programs() else "there is no PostgreSQL on this machine (package postgresql)"


@dataclass(slots=True)
class Cluster:
    """One server and one database in it. `program` is the server's process."""

    folder: Path
    program: Program | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@/{NAME}?host={self.folder}"

    async def start(self) -> None:
        """Return once it takes connections."""
        programs = _programs()
        assert programs is not None
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [str(programs / "postgres"), "-D", f"{self.folder}/data", "-k", str(self.folder)]
        self.program = await Program.start(
            [*_unprivileged(), *command, *settings], {}, self.folder, self.folder / "log.txt"
        )
        async with asyncio.timeout(PATIENCE):
            while not await self._answers():
                if self.program.process.returncode is not None:
                    raise Trouble(f"PostgreSQL ended:\n{self.program.told()}")
                await asyncio.sleep(LOOK)

    async def crash(self) -> None:
        """End as in a power cut: nothing is finished, the next start recovers."""
        await self._end(signal.SIGQUIT)

    async def stop(self) -> None:
        await self._end(signal.SIGINT)

    async def size(self) -> int:
        """Bytes of the database, its log of changes left out."""
        connection = await asyncpg.connect(self.url)
        try:
            return int(await connection.fetchval("SELECT pg_database_size(current_database())"))
        finally:
            await connection.close()

    async def _end(self, number: signal.Signals) -> None:
        assert self.program is not None
        process = self.program.process
        if process.returncode is None:
            process.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            await process.wait()

    async def _answers(self) -> bool:
        try:
            connection = await asyncpg.connect(self.url)
        except (OSError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True


@asynccontextmanager
async def running() -> AsyncIterator[Cluster]:
    """A new cluster with an empty database, gone without a trace at the end."""
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="sila-", dir="/tmp"))
    try:
        if account := _account():
            os.chown(folder, account.pw_uid, account.pw_gid)
        await _run(programs / "initdb", "-D", folder / "data", "--auth=trust", "-U", OWNER)
        cluster = Cluster(folder)
        try:
            await _create(programs, folder)
            await cluster.start()
            yield cluster
        finally:
            if cluster.program:
                await cluster.stop()
    finally:
        shutil.rmtree(folder)


async def _create(programs: Path, folder: Path) -> None:
    """The database, before the server runs: `postgres` alone takes one command at a time."""
    await _run(
        programs / "postgres",
        "--single",
        "-D",
        folder / "data",
        "postgres",
        said=f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'\n",
    )


async def _run(*command: str | Path, said: str = "") -> None:
    process = await asyncio.create_subprocess_exec(
        *_unprivileged(),
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate(said.encode())
    if process.returncode:
        raise Trouble(f"{command[0]} ended with {process.returncode}:\n{told.decode()}")


def _programs() -> Path | None:
    """The folder of `initdb` and `postgres`: of the PATH, else Debian's newest."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return installed[-1].parent if installed else None


def _account() -> pwd.struct_passwd | None:
    """Whom the server runs as; None if as ourselves."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ACCOUNTS if name in known)


def _unprivileged() -> list[str]:
    account = _account()
    if account is None:
        return []
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
