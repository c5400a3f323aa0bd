"""What one of several processes does at a time: send on an account, poll it, keep the time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from storage.database import Database
from storage.tenure import Tenure
from storage.trouble import PASSING

SERVE = "serve"  # from an SQLite file
TIME = "time"  # what falls due
AGAIN = timedelta(seconds=10)  # what could not be loaded is tried again

log = structlog.get_logger()


@asynccontextmanager
async def held(database: Database, names: Iterable[str]) -> AsyncIterator[Mapping[str, Tenure]]:
    """Inside, try to hold these names; each is held by one process that shares the database."""
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(database.hold(name)) for name in names}


async def while_held(tenure: Tenure, run: Callable[[], Awaitable[None]]) -> None:
    """Run it whenever the name is held, and no longer than that. Raises what it raises."""
    while True:
        await tenure.until(held=True)
        running = asyncio.ensure_future(run())
        losing = asyncio.ensure_future(tenure.until(held=False))
        try:
            await asyncio.wait({running, losing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (running, losing):
                if not task.done():
                    task.cancel()
            outcomes = await asyncio.gather(running, losing, return_exceptions=True)
        if isinstance(outcomes[0], Exception):
            raise outcomes[0]


async def by_steps(
    tenure: Tenure,
    clock: Clock,
    step: Callable[[], Awaitable[datetime]],
    waits: str,
    *,
    woken: asyncio.Event,
    pause: timedelta,
) -> None:
    """Until cancelled: where the name is held do a step, which says when the next one is due.

    Trouble that may pass is logged as `waits`, and waited for.
    """
    while True:
        await tenure.until(held=True)
        try:
            until = await step()
        except PASSING as error:
            log.warning(waits, error=type(error).__name__)
            until = clock.now() + pause
        await clock.wait(woken, until)


async def wake_on_gain(tenure: Tenure, woken: asyncio.Event) -> None:
    """Set `woken` each time the name comes to be held."""
    while True:
        await tenure.until(held=True)
        woken.set()
        await tenure.until(held=False)


async def whenever(
    changed: asyncio.Event, clock: Clock, load: Callable[[], Awaitable[None]], waits: str
) -> None:
    """Until cancelled: load again what was changed. Trouble that may pass is logged as `waits`."""
    until = None
    while True:
        await clock.wait(changed, until)
        try:
            await load()
            until = None
        except PASSING as error:
            log.warning(waits, error=type(error).__name__)
            until = clock.now() + AGAIN
