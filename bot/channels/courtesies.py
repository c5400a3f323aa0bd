"""Courtesies: what politeness asks for beside what is sent, a sign that somebody writes for one.

Best effort, in the background: nothing waits for one, and none is tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

log = structlog.get_logger()


@dataclass(slots=True)
class Courtesies:
    """Of one channel, by its name."""

    channel: str
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def do(self, courtesy: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(self._tried(courtesy))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Let what has begun end."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _tried(self, courtesy: Coroutine[Any, Any, object]) -> None:
        try:
            await courtesy
        except Exception as error:  # noqa: BLE001 -- the provider or the database: whatever it was
            log.info("courtesy_failed", channel=self.channel, error=type(error).__name__)
