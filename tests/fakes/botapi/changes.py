"""Something changed: whoever waits looks again."""

from __future__ import annotations

import asyncio


class Changes:
    """Wakes everybody who waits. Between a look and `wait` nothing may be awaited."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def pulse(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        await self._event.wait()
