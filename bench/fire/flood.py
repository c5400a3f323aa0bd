"""People who write without end, one message after the other or all at once, beside the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

from bench import pacing
from bench.fire.scene import Scene
from bench.load import CONNECTIONS
from bench.wire import Courier

ASKED = ("القائمة", "مساعدة", "طلباتي")
"""Words that may be said at any time; each has its own reply, always the same."""
FIRST = 5_000_000  # their numbers, which nobody else has


@dataclass(slots=True)
class Flooder:
    """One of them, and everything they got to read."""

    number: int
    texts: Sequence[str]
    heard: list[str] = field(default_factory=list)
    served: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, words: str) -> None:
        self.heard.append(words)
        if len(self.heard) == len(self.texts):
            self.served.set()

    @property
    def in_order(self) -> bool:
        """Whether every reply is the one to the message in its place, as far as they differ."""
        period = len(ASKED)
        later = self.heard[period:]  # the first message is greeted
        return all(words == later[n % period] for n, words in enumerate(later)) and (
            len(set(later)) == period
        )


async def beside(scene: Scene, people: int, messages: int) -> tuple[Flooder, Flooder]:
    """`people` register while two flood: who waits for each 200, and who waits for nothing."""
    texts = list(islice(cycle(ASKED), messages))
    patient, rash = (Flooder(FIRST + n, texts) for n in range(2))
    for flooder in (patient, rash):
        scene.load.others[flooder.number] = flooder.hear
    courier = Courier(scene.servers.ports, CONNECTIONS)
    try:
        await asyncio.gather(
            pacing.closed(scene.load, people, 0),
            _one_by_one(scene, patient, courier),
            _at_once(scene, rash, courier),
        )
        for flooder in (patient, rash):
            await pacing.patiently(flooder.served, lambda: len(patient.heard) + len(rash.heard))
    finally:
        await courier.close()
    return patient, rash


async def _one_by_one(scene: Scene, flooder: Flooder, courier: Courier) -> None:
    for step in range(len(flooder.texts)):
        acknowledged = asyncio.Event()
        scene.load.deliver(_request(scene, flooder, step), acknowledged.set, courier)
        await acknowledged.wait()


async def _at_once(scene: Scene, flooder: Flooder, courier: Courier) -> None:
    acknowledged = asyncio.Semaphore(0)
    for step in range(len(flooder.texts)):
        scene.load.deliver(_request(scene, flooder, step), acknowledged.release, courier)
    for _ in flooder.texts:
        await acknowledged.acquire()


def _request(scene: Scene, flooder: Flooder, step: int) -> bytes:
    return scene.load.network.request(flooder.number, step, flooder.texts[step])
