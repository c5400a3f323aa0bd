"""A throw-away PostgreSQL for one run of the tests: this machine's own, on a socket of its own."""

from __future__ import annotations

import asyncio
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections import deque
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, TypeAlias, TypeVar

import asyncpg

from storage.database import Database

DEBIAN = Path("/usr/lib/postgresql")  # <version>/bin, which no PATH has
ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
OWNER = "sila"
# Arabic order, which the schema must not depend on.
LOCALE = ("--locale=C.UTF-8", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=ar-SA")
INITDB = ("--no-sync", "--no-instructions", "--auth=trust", f"--username={OWNER}", *LOCALE)
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # nothing here has to outlive the machine
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}
HANG_UP = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
EMPTY = {
    "nobody": HANG_UP,
    "nothing": "DROP SCHEMA public CASCADE",
    "again": "CREATE SCHEMA public",
}
CLEAR = """
DO $$ DECLARE one text; BEGIN
  SET LOCAL session_replication_role = replica; -- in any order
  FOR one IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'migrations'
  LOOP EXECUTE format('DELETE FROM %I', one); END LOOP;
  FOR one IN SELECT sequencename FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL
  LOOP PERFORM setval(quote_ident(one), 1, false); END LOOP;
END $$"""
SHAPE = {
    "columns": "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attrelid IN "
    "(SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1, 2",
    "migrations": "SELECT number, name, digest FROM migrations ORDER BY number",
}
READY = "ready to accept connections"

Result = TypeVar("Result")
Rows: TypeAlias = list[tuple[Any, ...]]


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`: of the PATH, else Debian's newest; None without."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = DEBIAN.glob("*/bin/initdb")
    newest = max(installed, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


def apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to its end on an event loop of its own, whether or not one runs here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@dataclass(slots=True)
class Cluster:
    """A server with its data in `folder`. It dies with the process that started it."""

    folder: Path
    programs: Path
    _server: subprocess.Popen[str] | None = None
    _reading: Thread | None = None
    _free: list[str] = field(default_factory=list)
    _migrated: list[str] = field(default_factory=list)
    _shape: dict[str, Rows] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def start(self) -> None:
        """Return once it takes connections."""
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [f"{self.programs}/postgres", "-D", f"{self.folder}/data", "-k", f"{self.folder}"]
        self._server = subprocess.Popen(
            [*_unprivileged("--pdeathsig=QUIT"), *command, *settings],
            stderr=subprocess.PIPE,
            text=True,
        )
        log = self._server.stderr
        assert log is not None
        lines: deque[str] = deque(maxlen=20)
        while READY not in (line := log.readline()):
            assert line, "PostgreSQL did not start:\n" + "".join(lines)
            lines.append(line)
        self._reading = Thread(target=deque, args=(log, 0))  # to its end, keeping nothing
        self._reading.start()

    def stop(self) -> None:
        """As a power cut would."""
        assert self._server is not None
        assert self._reading is not None
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait()
        self._reading.join()
        assert self._server.stderr is not None
        self._server.stderr.close()

    def url(self, name: str) -> str:
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of an empty database; whoever still uses it at the end is thrown out."""
        name = self._free.pop() if self._free else self._made()
        try:
            yield self.url(name)
        finally:
            look_at(self.url(name), EMPTY)  # a third of what another database would cost
            self._free.append(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The URL of a database with today's tables and nothing in them: a tenth of the cost of
        making them. It is not used again where a test has changed the tables.
        """
        name = self._migrated.pop() if self._migrated else self._with_tables()
        try:
            yield self.url(name)
        finally:
            found = look_at(self.url(name), {"nobody": HANG_UP, "nothing": CLEAR, **SHAPE})
            if {question: found[question] for question in SHAPE} == self._shape:
                self._migrated.append(name)

    def _made(self) -> str:
        name = f"sila_{next(self._numbers)}"
        look_at(self.url("postgres"), {"": f"CREATE DATABASE {name}"})
        return name

    def _with_tables(self) -> str:
        name = self._made()
        apart(_migrate(self.url(name)))
        self._shape = look_at(self.url(name), SHAPE)
        return name


def look_at(url: str, questions: Mapping[str, str]) -> dict[str, Rows]:
    """What the driver alone reads, past everything that is being tested."""

    async def read() -> dict[str, Rows]:
        connection = await asyncpg.connect(url)
        try:
            return {
                name: [tuple(row) for row in await connection.fetch(sql)]
                for name, sql in questions.items()
            }
        finally:
            await connection.close()

    return apart(read())


async def _migrate(url: str) -> None:
    database = await Database.open(url)
    try:
        await database.migrate()
    finally:
        await database.close()


@contextmanager
def running() -> Iterator[Cluster]:
    """A new cluster, gone without a trace at the end."""
    found = programs()
    assert found is not None, "no PostgreSQL on this machine: scripts/prepare-tests"
    folder = Path(tempfile.mkdtemp(prefix="sila-", dir="/tmp"))  # a socket's path must be short
    try:
        if account := _account():
            os.chown(folder, account.pw_uid, account.pw_gid)
        initdb = [f"{found}/initdb", "-D", f"{folder}/data", *INITDB]
        subprocess.run([*_unprivileged(), *initdb], check=True, capture_output=True)
        cluster = Cluster(folder, found)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


def _account() -> pwd.struct_passwd | None:
    """Whom the server runs as; None if as whoever runs the tests."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ACCOUNTS if name in known)


def _unprivileged(*options: str) -> list[str]:
    account = _account()
    become = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"] if account else []
    return ["setpriv", *become, *(["--clear-groups"] if account else []), *options]
