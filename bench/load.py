"""People who write and read: the generator of load, with the network's API in the same process.

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
from bench.network import Heard, Network, Trouble, failed
from bench.wire import BROKEN, Answer, Courier, Delivery

CONNECTIONS = 100
"""Of Telegram to a webhook at most: `max_connections` of core.telegram.org/bots/api#setwebhook."""
REDELIVERY = 0.05  # seconds after a delivery failed; real networks wait longer
PATIENT = 0.1  # of what a Retry-After asks for
OK = range(200, 300)


@dataclass(slots=True, eq=False)
class Person:
    """One conversation. `step` is the message that was written last, `written` is when.

    `heard` are the replies by the message each belongs to, of people whose replies are read.
    """

    number: int
    texts: tuple[str, ...]
    step: int = -1
    written: float = 0.0
    acknowledged: bool = True
    answered: bool = True
    heard: dict[int, str] = field(default_factory=dict)


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
    duplicates: int = 0  # replies that had come before, word for word
    wrong: list[str] = field(default_factory=list)  # replies that belong to no message written
    overtaking: int = 0  # sends to somebody whose last one had not been answered yet


class Load:
    """Everybody who writes. The first `reads` people read what they get, the others count it.

    `ready` is called with each person who has both the reply and the 200, `finished` after the
    last message. `trouble` may have the API fail a send.
    """

    def __init__(self, network: Network, *, api_delay: float = 0.0, reads: int = 50) -> None:
        self.network = network
        self.tally = Tally()
        self.people: dict[int, Person] = {}
        self.waiting = 0  # people who lack the reply or the 200
        self.quiet = asyncio.Event()  # while nobody waits
        self.ready: Callable[[Person], None] = self.write
        self.finished: Callable[[Person], None] = lambda _: None
        self.trouble: Callable[[Person], Trouble | None] = lambda _: None
        self.forgets: Callable[[], bool] = lambda: False  # an acknowledgement, and delivers again
        self.others: dict[int, Callable[[str], None]] = {}  # who reads for numbers not of `people`
        self._api_delay = api_delay
        self._reads = reads
        self._numbers = count()
        self._courier: Courier | None = None
        self._sending: set[int] = set()  # to whom a send is not answered yet

    @property
    def active(self) -> int:
        """People in the middle of their conversation."""
        return len(self.people) - self.tally.finished

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
    def begin(self, over: Courier | None = None) -> Person:
        """Somebody new writes for the first time."""
        number = next(self._numbers)
        person = self.people[number] = Person(number, work.texts(number))
        self.write(person, over)
        return person

    def write(self, person: Person, over: Courier | None = None) -> None:
        """The next message of a conversation."""
        self.waiting += 1
        self.quiet.clear()
        person.step += 1
        person.acknowledged = person.answered = False
        request = self.network.request(person.number, person.step, person.texts[person.step])
        person.written = perf_counter()

        def acknowledged() -> None:
            self.tally.acknowledgements.append(perf_counter() - person.written)
            person.acknowledged = True
            self._go_on(person)

        self.deliver(request, acknowledged, over)

    def deliver(
        self, request: bytes, acknowledged: Callable[[], None], over: Courier | None = None
    ) -> None:
        """Again and again until the server says that it has it; only at first `over` that one."""
        courier = over or self._courier
        assert courier is not None

        def ended(status: int, retry_after: float) -> None:
            if status in OK and not self.forgets():
                acknowledged()
                return
            if status == BROKEN:
                self.tally.broken += 1
            elif status not in OK:
                self.tally.refusals.append((status, retry_after))
            loop = asyncio.get_running_loop()
            loop.call_later(REDELIVERY + PATIENT * retry_after, self.deliver, request, acknowledged)

        courier.deliver(Delivery(request, ended))

    # ------------------------------------------------------------------ what they read
    def _serve(self, target: bytes, body: bytes, answer: Answer) -> None:
        response: bytes | None
        heard, response = self.network.receive(target, body)
        if heard is None:
            answer(response)
            return
        number, delay = heard.person, self._api_delay
        self.tally.overtaking += number in self._sending
        if person := self.people.get(number):
            trouble = self.trouble(person)
            if trouble is None or trouble.read:
                self._hear(person, heard)
            if trouble is not None:
                response = failed(self.network, trouble, response)
                delay += trouble.seconds
        elif number in self.others:
            self.others[number](self.network.words(heard))
        if response is not None:
            self._answer(number, delay, answer, response)

    def _answer(self, number: int, delay: float, answer: Answer, response: bytes) -> None:
        if not delay:
            answer(response)
            return
        self._sending.add(number)
        asyncio.get_running_loop().call_later(delay, self._sent, number, answer, response)

    def _sent(self, number: int, answer: Answer, response: bytes) -> None:
        self._sending.discard(number)
        answer(response)

    def _hear(self, person: Person, heard: Heard) -> None:
        if person.number < self._reads:
            fits = self._read(person, self.network.words(heard))
        else:
            fits = not person.answered
            self.tally.duplicates += not fits
        if fits:
            person.answered = True
            self.tally.replies.append(perf_counter() - person.written)
            self._go_on(person)

    def _read(self, person: Person, words: str) -> bool:
        """Whether this is the reply to the last message."""
        step = work.step_of(words)
        if step is not None and person.heard.get(step) == words:
            self.tally.duplicates += 1
            return False
        if step != person.step or step in person.heard:
            self.tally.wrong.append(f"person {person.number}, message {person.step}: {words}")
            return False
        person.heard[step] = words
        return True

    def _go_on(self, person: Person) -> None:
        if not (person.acknowledged and person.answered):
            return
        self.waiting -= 1
        if person.step + 1 < work.MESSAGES:
            self.ready(person)
        else:
            self.tally.finished += 1
            self.finished(person)
        if not self.waiting:
            self.quiet.set()
