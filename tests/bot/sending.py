"""The real sender, room and database, with channels whose answers a test writes."""

from __future__ import annotations

import asyncio
import functools
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from bot import catalog, content
from bot.body import Body
from bot.channels.channel import Capabilities, Channel, Outgoing, Receipt, Sent
from bot.parking import Parking
from bot.rates import UNLIMITED, Rate
from bot.render import Renderer, book_lines
from bot.sender import Limits, Sender
from bot.staff.room import Room
from flows.book import Book
from storage import cases, messages, people, references
from storage.cases import Case
from storage.database import Database
from storage.messages import Message
from storage.tenure import Tenure
from storage.unit import Unit
from tests.clock import SUNDAY_MORNING, FakeClock
from tests.shell import ROOT

ACCOUNT = "bot"
STAFF = -1001
CAPABILITIES = Capabilities(text=4096, buttons=8, label=60, edits=True, deletes=True)
FREE = Limits(UNLIMITED, UNLIMITED, {})
PATIENCE = 20  # seconds until a condition that does not come is a failure

Answer: TypeAlias = Receipt | Exception | asyncio.Future[Receipt]


@functools.cache
def book() -> Book:
    return content.load(ROOT / "association")


@functools.cache
def renderer() -> Renderer:
    return Renderer(catalog.read_all(), book_lines(book()), book().officers)


class RestingClock(FakeClock):
    """It knows whether whoever waits on it has nothing to do."""

    def __init__(self, start: datetime = SUNDAY_MORNING) -> None:
        super().__init__(start)
        self._waiting: tuple[asyncio.Event, datetime | None] | None = None
        self.entered = asyncio.Event()

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        self._waiting = woken, until
        self.entered.set()
        await super().wait(woken, until)
        self._waiting = None
        self.entered.clear()

    @property
    def is_waited_on(self) -> bool:
        """Somebody waits, for a time or an event that has not come."""
        if self._waiting is None:
            return False
        woken, until = self._waiting
        return not woken.is_set() and (until is None or self.now() < until)

    @property
    def until(self) -> datetime | None:
        """What is waited for."""
        assert self._waiting is not None
        return self._waiting[1]


@dataclass
class Post:
    """A channel that notes what it is given. Without a script everything is sent."""

    name: str = "telegram"
    account: str = ACCOUNT
    capabilities: Capabilities = CAPABILITIES
    sent: list[Outgoing] = field(default_factory=list)
    asked: list[Outgoing] = field(default_factory=list)
    known: dict[str, Sent | Exception] = field(default_factory=dict)  # texts that did arrive
    held: set[int] = field(default_factory=set)
    _scripts: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))

    def script(self, to: str, *answers: Answer) -> None:
        """What becomes of the next sends to somebody, or to a room."""
        self._scripts[to].extend(answers)

    def hold(self, to: str) -> asyncio.Future[Receipt]:
        """The next send to somebody ends when this is given its receipt."""
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self.script(to, answer)
        return answer

    async def send(self, outgoing: Outgoing) -> Receipt:
        self.sent.append(outgoing)
        script = self._scripts[outgoing.to]
        answer = script.popleft() if script else Sent(f"m{outgoing.id}")
        if isinstance(answer, asyncio.Future):
            self.held.add(outgoing.id)
            answer = await answer
            self.held.discard(outgoing.id)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def find(self, outgoing: Outgoing) -> Sent | None:
        self.asked.append(outgoing)
        found = self.known.get(outgoing.body.text)
        if isinstance(found, Exception):
            raise found
        return found

    @property
    def texts(self) -> list[str]:
        return [outgoing.body.text for outgoing in self.sent]


@dataclass
class Sending:
    """A running sender, and what tests do around it."""

    path: Path
    database: Database
    clock: RestingClock
    posts: Mapping[str, Post]
    room: Room
    limits: Limits
    told: list[int] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    sender: Sender = field(init=False)
    task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.sender = Sender(
            self.database,
            self.clock,
            _channels(self.posts),
            self.limits,
            lambda: Parking(book(), self.room),
            lambda sendable: self.told.append(sendable.message.id),
            {name: Tenure(held=True) for name in self.posts},
            chance=lambda: 1.0,
        )
        self.task = asyncio.create_task(self.sender.run())

    async def die(self) -> None:
        """As a process does that is killed: nothing in hand is recorded."""
        if self.task is None:
            return
        tasks = [self.task, *self.sender._flying]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.task = None

    async def stop(self) -> None:
        """As a process does that is told to end."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
            await self.sender.stop()
            self.task = None

    @property
    def post(self) -> Post:
        return self.posts["telegram"]

    # ------------------------------------------------------------- what is queued
    async def write(self, to: str, *texts: str, channel: str = "telegram") -> list[int]:
        """Lines of the bot to a person; their numbers."""
        async with self.database.unit() as unit:
            address = await people.resolve(unit, channel, ACCOUNT, to, self.clock.now())
            for text in texts:
                self.queue(unit, address.id, text, channel)
        return await self._last(len(texts))

    def queue(self, unit: Unit, address: str, text: str, channel: str = "telegram") -> None:
        plain = Body(text=text).plain()
        row = messages.Outgoing(channel, ACCOUNT, plain, address=address)
        messages.queue(unit, row, self.clock.now())
        self.sender.woken.set()

    async def answer(self, to: str, text: str, case: str, channel: str = "telegram") -> int:
        """A line that an officer typed in the room, to a person."""
        plain = Body(text=text, line=(str(STAFF), "77")).plain()
        async with self.database.unit() as unit:
            address = await people.resolve(unit, channel, ACCOUNT, to, self.clock.now())
            row = messages.Outgoing(
                channel, ACCOUNT, plain, address=address.id, case=case, author="officer:sara"
            )
            messages.queue(unit, row, self.clock.now())
        self.sender.woken.set()
        return (await self._last(1))[0]

    async def act(self, do: Callable[[Unit], Awaitable[None] | None]) -> None:
        """Something done in one transaction, and the sender told of it."""
        async with self.database.unit() as unit:
            made = do(unit)
            if made is not None:
                await made
        self.sender.woken.set()

    async def case(self, reference: str, *, open_: bool = True) -> Case:
        """A case; with a topic and a card, unless it is not opened in the room."""
        case = self.asked(reference)
        async with self.database.unit() as unit:
            now = self.clock.now()
            references.reserve(unit, reference, "case", now)
            cases.open(unit, case)
            if open_:
                self.room.open(unit, case, now)
        self.sender.woken.set()
        return case

    def asked(self, reference: str) -> Case:
        """A case as the room is given it."""
        now = self.clock.now()
        return Case(reference, "hand_off", "asked", "queued", now, now)

    # ------------------------------------------------------------- what is seen
    async def _last(self, count: int) -> list[int]:
        async with self.database.view() as view:
            rows = await view.read_all("messages_counts", after=0)
            total = sum(row["count"] for row in rows)
        return list(range(total - count + 1, total + 1))

    async def row(self, number: int) -> Message:
        async with self.database.view() as view:
            row = await messages.by_id(view, number)
        assert row is not None
        return row

    async def rest(self) -> None:
        """Until the sender has nothing to do but wait for the clock, or for sends that are held."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await self._entered()
                await asyncio.sleep(0)  # sends that were just begun reach their channel
                assert self.task is not None
                if self.task.done():
                    await self.task
                held = set().union(*(post.held for post in self.posts.values()))
                flying = {
                    task
                    for task, sendable in self.sender._flying.items()
                    if not task.done() and sendable.message.id not in held
                }
                if flying:
                    await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
                elif self.clock.is_waited_on:
                    return

    async def _entered(self) -> None:
        """Until the sender waits, or has died."""
        assert self.task is not None
        entered = asyncio.ensure_future(self.clock.entered.wait())
        await asyncio.wait({entered, self.task}, return_when=asyncio.FIRST_COMPLETED)
        entered.cancel()

    async def advance(self, **span: float) -> None:
        """Move the clock, and let the sender do what that allows."""
        self.clock.advance(timedelta(**span))
        await self.rest()


def _channels(posts: Mapping[str, Post]) -> dict[str, Channel]:
    return dict(posts)


@asynccontextmanager
async def sending(
    folder: Path,
    *,
    limits: Limits = FREE,
    chat: int | None = STAFF,
    posts: tuple[Post, ...] = (),
) -> AsyncIterator[Sending]:
    database = await Database.open(f"sqlite:///{folder}/sila.db")
    clock = RestingClock()
    room = Room({} if chat is None else {"general": chat}, ACCOUNT, renderer())
    given = {post.name: post for post in posts or (Post(),)}
    made = Sending(folder / "sila.db", database, clock, given, room, limits)
    try:
        await database.migrate()
        await database.unlock("a secret of the tests", clock.now())
        made.start()
        yield made
    finally:
        await made.die()  # sends that are held would be waited for
        await database.close()


def rate(text: str) -> Rate:
    return Rate.read(text)
