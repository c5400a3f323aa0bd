"""What goes wrong in a process, and how whoever handed updates in hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from flows.cases import Refused
from tests.bot.sending import PATIENCE


def raising(error: BaseException, *names: str, times: int = 1) -> Callable[[str], None]:
    """Trouble with the first few statements of these names."""
    left = times

    def look(statement: str) -> None:
        nonlocal left
        if statement in names and left:
            left -= 1
            raise error

    return look


async def outcomes(tasks: Iterable[asyncio.Task[Refused | None] | asyncio.Task[None]]) -> list[str]:
    """`taken`, or the name of what was raised."""
    async with asyncio.timeout(PATIENCE):
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    return [type(end).__name__ if isinstance(end, BaseException) else "taken" for end in ended]
