"""The real servers with people before them and the provider behind them."""

from __future__ import annotations

import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from bench.fire.verdict import Verdict, judge, sent
from bench.load import Load
from bench.servers import Servers
from bench.systems import System

EVERYBODY = 10**9


@dataclass(frozen=True, slots=True)
class Scene:
    load: Load
    servers: Servers

    async def end(self, others: int = 0) -> Verdict:
        """Let everything be sent, stop the servers in order, and judge."""
        await sent(self.servers.database)
        await self.servers.stop()
        return await judge(self.load, self.servers.database, others)


@asynccontextmanager
async def scene(
    system: System,
    folder: Path,
    *,
    database: str | None = None,
    processes: int = 1,
    api_delay: float = 0.0,
) -> AsyncIterator[Scene]:
    """Everybody reads what they get. `api_delay`: seconds that the provider takes for a send."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))  # servers inherit it
    load = Load(system.network(), api_delay=api_delay, reads=EVERYBODY)
    async with (
        load.api() as api,
        servers.running(system, folder, api, database, processes) as started,
        load.delivering(started.ports),
    ):
        yield Scene(load, started)
