"""When people write: each as soon as they may (closed loop), or at a rate (open loop)."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable

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
            if idle and load.active >= people:
                load.write(idle.popleft())
            else:
                load.begin()
            due += chance.expovariate(rate)
    await settled(load)


async def register(load: Load, people: int, rate: float, seed: int = 0) -> None:
    """`people` register, whatever happens meanwhile: `rate` messages a second (Poisson), each by
    somebody drawn by lot, until all have finished or nothing comes any more.
    """
    chance = random.Random(seed)  # noqa: S311 -- a load that can be repeated
    idle: list[Person] = []
    done = asyncio.Event()

    def finished(_: Person) -> None:
        if load.tally.finished == people:
            done.set()

    async def write() -> None:
        while True:
            await asyncio.sleep(chance.expovariate(rate))
            place = chance.randrange(people)
            if place < len(idle):
                load.write(idle.pop(place))
            elif len(load.people) < people:
                load.begin()

    load.ready, load.finished = idle.append, finished
    writing = asyncio.create_task(write())
    try:
        await patiently(done, lambda: len(load.tally.replies))
    finally:
        writing.cancel()


async def settled(load: Load) -> None:
    """Until everybody has what they wait for, or nothing comes any more."""
    await patiently(load.quiet, lambda: len(load.tally.replies))


async def patiently(done: asyncio.Event, progress: Callable[[], int]) -> None:
    """Wait for an event for as long as there is progress."""
    while not done.is_set():
        before = progress()
        try:
            await asyncio.wait_for(done.wait(), PATIENCE)
        except TimeoutError:
            if progress() == before:
                return
