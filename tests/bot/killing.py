"""kill -9 in the middle of a turn: its transaction is cut off at one statement after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.app import App
from bot.turns import batch
from bot.update import Update


class Killed(BaseException):
    """Not an error anybody may handle: the process is gone."""


async def killed_at_every_statement(app: App, last: Update, seen: Callable[[], Any]) -> int:
    """Let it die at the first statement, at the second and so on, until it comes to its end.

    Each time it leaves what is `seen` as it was. How often it died.
    """
    before, at = seen(), 0
    while True:
        try:
            await traced(app, last, dying_at(at))
        except Killed:
            assert seen() == before
            at += 1
        else:
            return at


def dying_at(at: int) -> Callable[[str], None]:
    left = at

    def trace(_: str) -> None:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1

    return trace


async def traced(app: App, last: Update, trace: Callable[[str], None]) -> None:
    """One turn in its own transaction, as the loop runs it, with every statement seen."""
    ours = asyncio.current_task()
    app.database.trace = lambda name: trace(name) if asyncio.current_task() is ours else None
    try:
        async with app.database.unit() as unit:
            waiting = await app.turns.waiting(last)
            await batch.play(unit, app.turns.kit, app.turns.clock.now(), [waiting])
    finally:
        app.database.trace = None
