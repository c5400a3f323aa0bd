"""`kill -9` while people register, at moments drawn by lot; the network delivers again."""

from __future__ import annotations

import asyncio
import random

from bench import pacing, work
from bench.fire.scene import Scene

IN_FLIGHT = 32
"""Sends that one process has under way at most: each may go out twice after a kill."""
FORGOTTEN = 0.05  # of the acknowledgements
LOOK = 0.002  # seconds between two looks at how far the load is
WITHIN = 0.05  # seconds after that message, at most, in which the kill falls


async def register(scene: Scene, people: int, kills: int, rate: float, seed: int) -> None:
    """`people` register, writing `rate` messages a second; servers are killed, started again.

    Some acknowledgements never reach the network: it delivers once more what was taken already.
    """
    chance = random.Random(seed)  # noqa: S311 -- moments that can be repeated
    scene.load.forgets = lambda: chance.random() < FORGOTTEN
    said = people * work.MESSAGES
    moments = sorted(chance.sample(range(said // 50, said * 49 // 50), kills))
    arriving = asyncio.create_task(pacing.register(scene.load, people, rate, seed))
    acknowledged = scene.load.tally.acknowledgements
    for moment in moments:
        while len(acknowledged) < moment and not arriving.done():  # noqa: ASYNC110 -- counted, not told
            await asyncio.sleep(LOOK)
        await asyncio.sleep(chance.uniform(0, WITHIN))
        number = chance.randrange(len(scene.servers.ports))
        await scene.servers.kill(number)
        await scene.servers.restart(number)
    await arriving
