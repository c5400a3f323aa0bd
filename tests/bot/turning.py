"""The real turns and sender of one process, on a database of either kind, as `bot.app` has them."""

from __future__ import annotations

import asyncio
import functools
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bot import app as shell
from bot import body
from bot.channels import whatsapp_inbound, whatsapp_webhook
from bot.channels.channel import Outgoing, Receipt
from bot.kit import Kit
from bot.sender import Sender
from bot.turns.loop import Turns
from bot.turns.shelf import Shelf
from bot.turns.waiting import Queue
from bot.update import FromPerson, Update
from flows.cases import Refused
from flows.context import Context, Needs
from flows.conversation import Conversation
from flows.effects import Turn
from flows.engine import Engine
from flows.events import Event, Said
from storage import inbox, messages, people
from storage.database import Database
from storage.inbox import Unfinished
from storage.messages import Message
from storage.outbox import Sendable
from storage.people import Origin
from storage.tenure import Tenure
from tests.bot import sending
from tests.bot.sending import ACCOUNT, FREE, PATIENCE, RestingClock, book
from tests.replacing import replace
from tests.shell import settings
from tests.storage.rows import reopened

SALAM = "السلام عليكم"
POISON = "poison"


@functools.cache
def kit() -> Kit:
    return shell.build_kit(settings(Path()), book())


class Poisoned(Engine):
    """An engine with a fault that one text brings out."""

    __slots__ = ()

    def advance(self, conversation: Conversation, event: Event, ctx: Context) -> Turn | Needs:
        if event == Said(POISON):
            raise ZeroDivisionError
        return super().advance(conversation, event, ctx)


# ------------------------------------------------------------------ what people send
def telegram(who: str, text: str, id_: str) -> Update:
    return Update(
        "telegram", ACCOUNT, id_, FromPerson(who, Said(text), id_), b"raw " + id_.encode()
    )


def whatsapp(who: int, text: str, id_: str) -> Update:
    """As the webhook hands it in: its raw body can be read again."""
    form = {"MessageSid": id_, "From": number(who), "Body": text}
    [update] = whatsapp_inbound.updates(form, ACCOUNT, urlencode(form).encode())
    return update


def number(who: int) -> str:
    return f"whatsapp:+9665000{who:05}"


# ------------------------------------------------------------------ a process
@dataclass
class Pulse:
    """Beats whenever anything happened."""

    _beaten: asyncio.Event = field(default_factory=asyncio.Event)

    def beat(self) -> None:
        self._beaten.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._beaten.clear()
                await self._beaten.wait()


class SendersClock(RestingClock):
    """Knows what the sender waits for; others wait without being watched."""

    def __init__(self, pulse: Pulse) -> None:
        super().__init__()
        self.senders: asyncio.Event | None = None
        self._pulse = pulse

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        self._pulse.beat()
        if woken is self.senders:
            await super().wait(woken, until)
        else:
            await super(RestingClock, self).wait(woken, until)


@dataclass
class Post(sending.Post):
    """A channel that writes into the log of its process."""

    note: Callable[[str], None] = print

    async def send(self, outgoing: Outgoing) -> Receipt:
        self.note(f"send {self.name}")
        return await super().send(outgoing)


@dataclass(repr=False)  # asyncio shows what a fixture gives, at 50 ms each
class Process:
    """`log` has every statement and every send, `committed` every update, in their order."""

    database: Database
    pulse: Pulse = field(default_factory=Pulse)
    log: list[str] = field(default_factory=list)
    committed: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    trouble: Callable[[str], None] | None = None  # looks at every statement, and may raise
    clock: SendersClock = field(init=False)
    posts: dict[str, Post] = field(init=False)
    tenures: dict[str, Tenure] = field(init=False)
    sender: Sender = field(init=False)
    turns: Turns = field(init=False)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=itertools.count)
    _rested: asyncio.Future[None] | None = None  # the round after which that was told

    def start(self, queue: Queue, *, held: bool) -> None:
        self.clock = SendersClock(self.pulse)
        self.posts = {name: Post(name, note=self._note) for name in ("telegram", "whatsapp")}
        self.tenures = {name: Tenure(held=held) for name in self.posts}
        self.sender = Sender(
            self.database,
            self.clock,
            dict(self.posts),
            FREE,
            lambda: kit().parking,
            self._tell,
            self.tenures,
            lambda: self.turns.is_busy,
            chance=lambda: 1.0,
        )
        self.clock.senders = self.sender.woken
        self.turns = Turns(
            self.database,
            self.clock,
            replace(kit(), engine=Poisoned(kit().engine.flows)),
            self._commit,
            self.sender.boarding,
            self._rest,
            Shelf({"whatsapp": whatsapp_webhook.read}, kit().book.words),
            queue,
        )
        self.database.trace = self._note
        self.tasks = [asyncio.create_task(self.turns.run()), asyncio.create_task(self.sender.run())]

    async def stop(self) -> None:
        """As a process does that is told to end."""
        if self.tasks:
            await self._cancel(*self.tasks)
            self.tasks = []
            await self.turns.drain()
            await self.sender.stop()

    async def died(self) -> None:
        """Until a statement has killed the turns; then all else dies with them."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait(self.tasks[:1])
        await self.die()

    async def die(self) -> None:
        """As a process does that is killed: nothing in hand is finished."""
        in_hand = self.turns._in_hand
        await self._cancel(*self.tasks, *([in_hand] if in_hand else []), *self.sender._flying)
        self.tasks = []

    async def _cancel(self, *tasks: asyncio.Future[Any]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # ------------------------------------------------------------- what is handed in
    def take(self, *updates: Update) -> list[asyncio.Task[Refused | None]]:
        return [asyncio.create_task(self.turns.take(update)) for update in updates]

    def take_or_keep(self, *updates: Update) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.turns.take_or_keep(update)) for update in updates]

    async def says(self, who: str, *texts: str) -> None:
        """One after the other, on Telegram."""
        for text in texts:
            await self.turns.take(telegram(who, text, f"{who}:{next(self._ids)}"))

    @asynccontextmanager
    async def held_up(self, *addresses: str) -> AsyncIterator[None]:
        """Inside, another unit has these in hand; on SQLite it has everything."""
        self.database.trace = None
        async with self.database.unit() as unit:
            for address in sorted(addresses):
                await unit.lock_one(address)
            self.database.trace = self._note
            yield

    # ------------------------------------------------------------- what is seen
    def address(self, who: str | int) -> str:
        """Of a person on Telegram by name, on WhatsApp by number."""
        if isinstance(who, int):
            origin = Origin("whatsapp", ACCOUNT, number(who))
        else:
            origin = Origin("telegram", ACCOUNT, who)
        return people.identify(self.database.vault, origin)

    async def lines(self, who: str | int) -> list[Message]:
        async with self.database.view() as view:
            return await messages.transcript(view, self.address(who), limit=1000)

    async def said(self, who: str | int) -> list[str]:
        """What they said, as it was handled."""
        return [body.read(m.body).text for m in await self.lines(who) if m.direction == "in"]

    async def heard(self, who: str | int) -> list[str]:
        return [body.read(m.body).text for m in await self.lines(who) if m.direction == "out"]

    async def failed(self) -> list[Unfinished]:
        async with self.database.view() as view:
            return await inbox.unfinished(view, "failed")

    async def aside(self) -> list[str]:
        """The ids of what lies on the shelf."""
        async with self.database.view() as view:
            return [row.arrival.id for row in await inbox.unfinished(view, "received", 1000)]

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.pulse.until(condition)

    async def in_hand(self) -> None:
        """Until all that was handed in has been looked at."""
        async with asyncio.timeout(PATIENCE):
            while not self.turns.is_busy or self.turns.queue:  # noqa: ASYNC110 -- nobody tells
                await asyncio.sleep(0)

    async def rest(self) -> None:
        """Until no turn is in hand, and nothing may lie on the shelf."""
        turns = self.turns
        await self.until(
            lambda: (
                self._rested is not None
                and self._rested is turns._in_hand
                and not (turns.is_busy or turns.shelf.holds)
            )
        )

    async def sent(self) -> None:
        """Until the sender has nothing to do but wait."""
        await self.rest()
        await self.until(lambda: self._all_held() and self.clock.is_waited_on)

    def _all_held(self) -> bool:
        held = set().union(*(post.held for post in self.posts.values()))
        return all(flying.message.id in held for flying in self.sender._flying.values())

    def _note(self, what: str) -> None:
        self.log.append(what)
        self.pulse.beat()
        if self.trouble is not None:
            self.trouble(what)

    def _commit(self, update: Update, address: str | None) -> None:
        self.committed.append(update.id)
        self.pulse.beat()

    def _tell(self, sendable: Sendable) -> None:
        self.told.append(sendable.message.id)

    def _rest(self) -> None:
        self._rested = self.turns._in_hand
        self.sender.woken.set()
        self.pulse.beat()


@asynccontextmanager
async def process(
    url: str, *, limit: int = 2000, each: int = 100, held: bool = True
) -> AsyncIterator[Process]:
    """Running and at rest; at the end it stops in order, unless it has died."""
    database = await reopened(url)
    made = Process(database)
    try:
        made.start(Queue(limit, each), held=held)
        await made.sent()
        made.log.clear()
        yield made
    finally:
        made.trouble = None
        try:
            await made.stop()
        finally:
            await database.close()
