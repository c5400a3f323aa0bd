"""More at once than may wait: the servers are held still until everybody has written."""

from __future__ import annotations

import asyncio
import signal

from bench import pacing
from bench.fire.scene import Scene
from bench.wire import Courier, Delivery

HELLO = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
LOOK = 0.01  # seconds between two looks at whether all is written


async def greet(scene: Scene, people: int) -> None:
    """`people` write for the first time in the same moment, each over a connection of its own.

    What is refused comes again as networks do it, over few connections.
    """
    courier = Courier(scene.servers.ports, people)
    try:
        await _connect(courier, people)
        scene.servers.signal(signal.SIGSTOP)
        try:
            scene.load.ready = lambda _: None
            for _ in range(people):
                scene.load.begin(courier)
            while courier.is_writing:  # noqa: ASYNC110 -- a transport tells nobody
                await asyncio.sleep(LOOK)
        finally:
            scene.servers.signal(signal.SIGCONT)
        await pacing.settled(scene.load)
    finally:
        await courier.close()


async def _connect(courier: Courier, connections: int) -> None:
    """Have all connections open; what does not open now will when it is needed."""
    answered = asyncio.Semaphore(0)
    for _ in range(connections):
        courier.deliver(Delivery(HELLO, lambda *_: answered.release()))
    for _ in range(connections):
        await answered.acquire()
