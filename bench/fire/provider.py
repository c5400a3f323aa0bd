"""A provider that refuses, breaks, hangs up, says nothing or is slow, once for each person."""

from __future__ import annotations

import random
from collections import Counter

from bench import pacing, work
from bench.fire.scene import Scene
from bench.load import Person
from bench.network import Trouble


async def register(scene: Scene, people: int, seed: int) -> Counter[Trouble]:
    """`people` register at once; one send to each of them meets trouble. What trouble there was.

    Never the last send, because nobody would wait for what becomes of it.
    """
    chance = random.Random(seed)  # noqa: S311 -- trouble that can be repeated
    kinds = list(Trouble)
    met: Counter[Trouble] = Counter()
    coming = {
        number: (chance.randrange(work.MESSAGES - 1), kinds[number % len(kinds)])
        for number in range(people)
    }

    def trouble(person: Person) -> Trouble | None:
        step, kind = coming.get(person.number, (None, None))
        if step != person.step or kind is None:
            return None
        del coming[person.number]
        met[kind] += 1
        return kind

    scene.load.trouble = trouble
    await pacing.closed(scene.load, people, 0)
    return met
