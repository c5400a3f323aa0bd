"""Which of several processes does what only one may do at a time."""

from __future__ import annotations

import asyncio


class Tenure:
    """Whether this process holds a name now. It may come, go and come again.

    `term` tells one time of holding it from the next.
    """

    def __init__(self, *, held: bool = False) -> None:
        self.term = 0
        self._gained = asyncio.Event()
        self._lost = asyncio.Event()
        self.turn(held=held)

    @property
    def held(self) -> bool:
        return self._gained.is_set()

    async def until(self, *, held: bool) -> None:
        """Return as soon as the name is held, or is not."""
        await (self._gained if held else self._lost).wait()

    def turn(self, *, held: bool) -> None:
        """Say how it is now; for who keeps the lock."""
        now, before = (self._gained, self._lost) if held else (self._lost, self._gained)
        if held and not self.held:
            self.term += 1
        before.clear()
        now.set()
