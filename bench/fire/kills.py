"""`kill -9` while people register, at moments drawn by lot; the network delivers again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from bench import pacing, work
from bench.fire.scene import Scene
from bench.postgres import Cluster
from bot import sender

IN_FLIGHT = sender.IN_FLIGHT
"""Sends that one process has under way at most: each may go out twice after a kill."""
FORGOTTEN = 0.05  # of the acknowledgements
LOOK = 0.002  # seconds between two looks at how far the load is
WITHIN = 0.05  # seconds after that message, at most, in which the kill falls

Blow: TypeAlias = Callable[[], Awaitable[None]]
"""Something ends without warning, and is started again."""


def on_server(scene: Scene, number: int = 0) -> Blow:
    """On one of the processes."""

    async def fall() -> None:
        await scene.servers.kill(number)
        await scene.servers.restart(number)

    return fall


def on_database(cluster: Cluster) -> Blow:
    """On PostgreSQL, beneath processes that go on."""

    async def fall() -> None:
        await cluster.crash()
        await cluster.start()

    return fall


async def register(
    scene: Scene, people: int, blows: Sequence[Blow], rate: float, seed: int
) -> None:
    """`people` register, writing `rate` messages a second, while one blow after the other falls.

    Some acknowledgements never reach the network: it delivers once more what was taken already.
    """
    chance = random.Random(seed)  # noqa: S311 -- moments that can be repeated
    scene.load.forgets = lambda: chance.random() < FORGOTTEN
    said = people * work.MESSAGES
    moments = sorted(chance.sample(range(said // 50, said * 49 // 50), len(blows)))
    arriving = asyncio.create_task(pacing.register(scene.load, people, rate, seed))
    acknowledged = scene.load.tally.acknowledgements
    for moment, blow in zip(moments, blows, strict=True):
        while len(acknowledged) < moment and not arriving.done():  # noqa: ASYNC110 -- counted, not told
            await asyncio.sleep(LOOK)
        await asyncio.sleep(chance.uniform(0, WITHIN))
        await blow()
    await arriving
