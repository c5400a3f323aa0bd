"""A simulated year in a database of its own, as a running Sila has it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot import content
from bot.simulation.year import Simulation
from storage.database import Database
from tests.bot.site import Site, site
from tests.clock import SUNDAY_MORNING
from tests.shell import ROOT
from tests.storage.rows import SECRET, reopened

SERVICES = 2000
BOOK = content.load(ROOT / "association")


async def simulate(url: str, services: int = SERVICES, now: datetime = SUNDAY_MORNING) -> Database:
    """Open until the caller closes it."""
    database = await reopened(url)
    await Simulation(database, BOOK, now, services).run()
    return database


@asynccontextmanager
async def reporting(folder: Path, services: int = SERVICES) -> AsyncIterator[Site]:
    """A desk that is open to a network, so that everybody needs a pass."""
    database = await simulate(f"sqlite:///{folder}/sila.db", services)
    await database.close()
    async with site(folder, host="0.0.0.0", secret_key=SECRET) as ours:
        yield ours
