"""When people write: each as soon as they may (closed loop), or at a rate (open loop)."""

from __future__ import annotations

import asyncio
import random
from collections import deque

from bench.load import Load, Person

PATIENCE = 20.0  # seconds without any reply after which no more is expected


async def closed(load: Load, people: int, seconds: float) -> None:
    """`people` at once. Who has finished is followed by somebody new until `seconds` are over;
    then all that was begun is finished.
    """
    loop = asyncio.get_running_loop()
    ends = loop.time() + seconds

    def follow(_: Person) -> None:
        if loop.time() < ends:
            load.begin()

    load.ready, load.finished = load.write, follow
    for _ in range(people):
        load.begin()
    await settled(load)


async def open_(load: Load, people: int, rate: float, seconds: float, seed: int = 0) -> None:
    """`rate` messages a second at random intervals (Poisson), each from whoever waits longest.

    Somebody new writes while there are fewer than `people`, and when everybody waits for a
    reply: the rate is kept whatever happens.
    """
    chance = random.Random(seed)  # noqa: S311 -- a load that can be repeated
    loop = asyncio.get_running_loop()
    idle: deque[Person] = deque()
    load.ready, load.finished = idle.append, lambda _: None
    due = loop.time()
    ends = due + seconds
    while due < ends:
        await asyncio.sleep(due - loop.time())
        while due <= loop.time():
            if idle and len(load.people) >= people:
                load.write(idle.popleft())
            else:
                load.begin()
            due += chance.expovariate(rate)
    await settled(load)


async def settled(load: Load) -> None:
    """Until everybody has their reply and nothing is under way, or nothing comes any more."""
    while load.waiting:
        replies = len(load.tally.replies)
        try:
            await asyncio.wait_for(load.quiet.wait(), PATIENCE)
        except TimeoutError:
            if len(load.tally.replies) == replies:
                return
