"""Several processes on one database, played by as many `Database` objects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from storage.database import Database
from tests.databases import look
from tests.storage.rows import reopened

Result = TypeVar("Result")

WATCHING = "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
LISTENING = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


@dataclass(slots=True)
class Turnstile:
    """A pause that ends when the test lets it."""

    _let: asyncio.Queue[None] = field(default_factory=asyncio.Queue)

    async def __call__(self, seconds: float) -> None:
        assert seconds == 2
        await self._let.get()

    def let(self, times: int = 1) -> None:
        for _ in range(times):
            self._let.put_nowait(None)


@dataclass(slots=True)
class Process:
    database: Database
    pause: Turnstile


@asynccontextmanager
async def processes(url: str, count: int = 2) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(count):
            pause = Turnstile()
            database = await reopened(url, pause=pause)
            stack.push_async_callback(database.close)
            made.append(Process(database, pause))
        yield made


async def soon(awaited: Awaitable[Result]) -> Result:
    """What comes at once, or the test has failed."""
    async with asyncio.timeout(30):
        return await awaited


def terminate(url: str, pids: str) -> int:
    """End the connections that a query tells, from the server's side; how many."""
    ended = look(
        url,
        f"SELECT pg_terminate_backend(pid, 5000) FROM ({pids}) AS found "
        "WHERE pid <> pg_backend_pid()",
    )
    return len(ended)
