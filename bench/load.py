"""People who write and wait: the generator of load, with the network's API in the same process.

One process, one clock: what is written and what is answered are timed by the same hands.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

from bench import wire, work
from bench.network import Heard, Network
from bench.wire import BROKEN, Answer, Courier, Delivery

CONNECTIONS = 100
"""Of Telegram to a webhook at most: `max_connections` of core.telegram.org/bots/api#setwebhook."""
REDELIVERY = 0.05  # seconds after a delivery failed; Telegram waits longer


@dataclass(slots=True, eq=False)
class Person:
    """One conversation. `step` is the message that was written last, `written` is when."""

    number: int
    texts: tuple[str, ...]
    step: int = -1
    written: float = 0.0
    acknowledged: bool = True
    answered: bool = True


@dataclass(slots=True)
class Tally:
    """What came of the messages; latencies in seconds since each was written.

    A delivery that was refused or broke off is made again until it is acknowledged.
    """

    replies: list[float] = field(default_factory=list)
    acknowledgements: list[float] = field(default_factory=list)
    finished: int = 0
    refusals: list[tuple[int, float]] = field(default_factory=list)  # status, Retry-After
    broken: int = 0  # deliveries whose connection was lost
    duplicates: int = 0  # replies that had come before
    wrong: list[str] = field(default_factory=list)  # replies that belong to no message written


class Load:
    """Everybody who writes. `reads` people look at what they get; the others count it.

    `ready` is called with each person who has both the reply and the 200, `finished` after the
    last message.
    """

    def __init__(
        self, network: Network, *, api_delay: float = 0.0, reads: int = 50, first: int = 0
    ) -> None:
        self.tally = Tally()
        self.people: dict[int, Person] = {}
        self.ready: Callable[[Person], None] = self.write
        self.finished: Callable[[Person], None] = lambda _: None
        self._network = network
        self._api_delay = api_delay
        self._reads = reads
        self._numbers = count(first)
        self.waiting = 0  # people who have not got both, the reply and the 200
        self.quiet = asyncio.Event()  # while nobody waits
        self._courier: Courier | None = None

    @asynccontextmanager
    async def api(self) -> AsyncIterator[str]:
        """Serve the network's API; its address."""
        server, port = await wire.listen(self._serve)
        try:
            yield f"http://{wire.HERE}:{port}"
        finally:
            server.close()

    @asynccontextmanager
    async def delivering(
        self, ports: Sequence[int], connections: int = CONNECTIONS
    ) -> AsyncIterator[None]:
        """Deliver to the webhooks on these ports."""
        self._courier = Courier(ports, connections)
        try:
            yield
        finally:
            await self._courier.close()

    # ------------------------------------------------------------------ what people write
    def begin(self) -> Person:
        """Somebody new writes for the first time."""
        number = next(self._numbers)
        person = Person(number, work.texts(number))
        self.people[number] = person
        self.write(person)
        return person

    def write(self, person: Person) -> None:
        """The next message of a conversation."""
        self.waiting += 1
        self.quiet.clear()
        person.step += 1
        person.acknowledged = person.answered = False
        request = self._network.request(person.number, person.step, person.texts[person.step])
        person.written = perf_counter()
        self._deliver(person, request)

    def _deliver(self, person: Person, request: bytes) -> None:
        assert self._courier is not None

        def ended(status: int, retry_after: float) -> None:
            if 200 <= status < 300:
                self.tally.acknowledgements.append(perf_counter() - person.written)
                person.acknowledged = True
                self._go_on(person)
                return
            if status == BROKEN:
                self.tally.broken += 1
            else:
                self.tally.refusals.append((status, retry_after))
            asyncio.get_running_loop().call_later(REDELIVERY, self._deliver, person, request)

        self._courier.deliver(Delivery(request, ended))

    # ------------------------------------------------------------------ what they read
    def _serve(self, target: bytes, body: bytes, answer: Answer) -> None:
        heard, response = self._network.receive(target, body)
        if heard is not None:
            self._hear(heard)
        if self._api_delay:
            asyncio.get_running_loop().call_later(self._api_delay, answer, response)
        else:
            answer(response)

    def _hear(self, heard: Heard) -> None:
        person = self.people.get(heard.person)
        if person is None:
            return  # finished long ago
        step: int | None = person.step
        if person.number < self._reads:
            words = self._network.words(heard)
            step = work.step_of(words)
            if step is None or step > person.step:
                self.tally.wrong.append(f"person {person.number}, message {person.step}: {words}")
                return
        if person.answered or step != person.step:
            self.tally.duplicates += 1
            return
        person.answered = True
        self.tally.replies.append(perf_counter() - person.written)
        self._go_on(person)

    def _go_on(self, person: Person) -> None:
        if not (person.acknowledged and person.answered):
            return
        self.waiting -= 1
        if person.step + 1 < work.MESSAGES:
            self.ready(person)
        else:
            self.tally.finished += 1
            del self.people[person.number]
            self.finished(person)
        if not self.waiting:
            self.quiet.set()
