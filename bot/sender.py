"""The sender: claims queued messages in order, sends to many at once, records what became of each.

Within one lane everything goes one after the other. Nothing is held in memory that a crash could
lose: what was claimed and not settled is looked up at the provider where that is possible, and
repeated once where not.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

import msgspec
import structlog

from bot import album, bundle
from bot.channels.channel import Channel, Failed, Later, Outgoing, Receipt, Unknown
from bot.clock import Clock
from bot.fate import Fate, backoff
from bot.parking import Parking
from bot.rates import UNLIMITED, Bucket, Rate, recalled
from storage import outbox
from storage.database import Database
from storage.outbox import Sendable
from storage.tenure import Tenure
from storage.trouble import PASSING, TROUBLE
from storage.unit import Unit

IN_FLIGHT = 64  # of each channel
PAUSE = timedelta(seconds=5)  # until the database is tried again
LAST_CALL = 4.0  # seconds that sends in hand get when the process is to end

Ended: TypeAlias = list[asyncio.Task[Receipt]]
Board: TypeAlias = Callable[[Unit], Awaitable[None]]
Act: TypeAlias = Callable[[Channel, Outgoing], Coroutine[None, None, Receipt]]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates by what they limit: one person, one staff group, one account of a channel."""

    chat: Rate
    group: Rate
    accounts: Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class Boarded:
    """What one transaction did for the sender: which sends it settled, which lines it claimed."""

    now: datetime
    ended: Ended
    claimed: list[Sendable]


async def _nobody(_: Unit) -> None:
    """Boards a transaction beside one that takes us along already."""


@dataclass(slots=True)
class Sender:
    """`woken` is set whenever something may have been queued; `told` hears of every change.

    `expecting` is whether somebody else's transaction is about to board us. `tenures` are by
    channel: nothing is sent on an account that another process sends on.
    """

    database: Database
    clock: Clock
    channels: Mapping[str, Channel]
    limits: Limits
    parking: Callable[[], Parking]  # of the moment
    told: Callable[[Sendable], None]
    tenures: Mapping[str, Tenure]
    expecting: Callable[[], bool] = lambda: False
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    chance: Callable[[], float] = random.random
    _places: dict[str, Bucket] = field(default_factory=dict)  # by address or room, unless fresh
    _accounts: dict[str, Bucket] = field(init=False)  # by channel
    _flying: dict[asyncio.Task[Receipt], Sendable] = field(default_factory=dict)
    _recovered: dict[str, int] = field(default_factory=dict)  # channels, and in which term
    _boarding: bool = False
    _until: datetime | None = None  # when something may go that may not go now

    def __post_init__(self) -> None:
        rates = self.limits.accounts
        self._accounts = {n: rates.get(n, UNLIMITED).bucket() for n in self.channels}

    async def run(self) -> None:
        """Until cancelled. Trouble with the database is waited for, not died of."""
        while True:
            until: datetime | None = self.clock.now() + PAUSE
            try:
                await self._recover()
                if not self.expecting():  # whoever is about to board us; should it fail, we go
                    until = await self._step()
            except PASSING as error:
                log.warning("sender_waits", error=type(error).__name__)
            await self.clock.wait(self.woken, until)

    async def stop(self) -> None:
        """Let the sends in hand end, and record them. A slow one is asked about after the start."""
        if self._flying:
            _, slow = await asyncio.wait(self._flying, timeout=LAST_CALL)
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
        try:
            async with self.database.unit() as unit:
                await self._settle(unit, self._ended(), self.clock.now())
        except TROUBLE as error:
            log.warning("sender_stops", error=type(error).__name__)

    async def _recover(self) -> None:
        """Before the first send on an account: what was being sent by whoever sent there before.

        They may have died in it, so the provider is asked first. What they wrote to a staff group a
        moment ago counts for its limit.
        """
        gained = {
            name: self.tenures[name].term
            for name in self.channels
            if self.tenures[name].held and not self._is_ours(name)
        }
        if gained:
            now = self.clock.now()
            async with self.database.view() as view:
                doubtful = await outbox.sending(view)
                gone = await outbox.gone(view, now - self.limits.group.span, now)
            self._places |= recalled(self.limits.group, gone)
            ours = {line.id for sendable in self._flying.values() for line in sendable.lines}
            for sendable in doubtful:
                if sendable.message.channel in gained and sendable.message.id not in ours:
                    self._fly(sendable, self._ask)
        self._recovered |= gained

    def _is_ours(self, channel: str) -> bool:
        """Whether we hold it, and have seen to what was being sent when that began."""
        tenure, term = self.tenures.get(channel), self._recovered.get(channel)
        return tenure is not None and tenure.held and tenure.term == term

    async def _step(self) -> datetime | None:
        """A transaction of our own; when to look again if nothing happens."""
        async with self.boarding() as board, self.database.unit() as unit:
            await board(unit)
        return self._until

    @asynccontextmanager
    async def boarding(self) -> AsyncIterator[Board]:
        """Enter it before a transaction, and call what it yields inside: after the commit the
        messages claimed there are sent. Only one transaction at a time takes any along.
        """
        if self._boarding:
            yield _nobody
            return
        self._boarding = True
        boarded: list[Boarded] = []
        try:
            yield partial(self._board, boarded)
        finally:
            self._boarding = False
        for passengers in boarded:
            self._depart(passengers)

    async def _board(self, boarded: list[Boarded], unit: Unit) -> None:
        """Settle what has ended, claim what may go."""
        now = self.clock.now()
        ended = self._ended()
        self._heed(ended, now)
        self._places = {name: b for name, b in self._places.items() if not b.is_fresh(now)}
        places, accounts = _waits(self._places, now), _waits(self._accounts, now)
        free = self._free(ended, accounts)
        await self._settle(unit, ended, now)
        claimed = await outbox.claim(
            unit,
            now,
            min(free.values(), default=IN_FLIGHT),
            busy_lanes=places,
            busy_rooms=places,
            busy_channels=self._accounts.keys() - free.keys(),
        )
        claimed = [await self._gather(unit, sendable, now) for sendable in claimed]
        retry_at = await outbox.next_retry(unit, now)
        times = [now + wait for wait in (*places.values(), *accounts.values())]
        self._until = min([*times, retry_at] if retry_at else times, default=None)
        boarded.append(Boarded(now, ended, claimed))

    async def _gather(self, unit: Unit, sendable: Sendable, now: datetime) -> Sendable:
        """With the rest of its album; or with the lines that may go out in the same message, where
        a group is written to. A group's limit is kept to: an album may have to go in two.
        """
        channel, line = self.channels.get(sendable.message.channel), sendable.message
        if channel is None:
            return sendable
        if album.name(line):
            most = channel.capabilities.album
            most = min(most, self._place(sendable).ready) if line.room else most
            return await album.gather(unit, sendable, now, most)
        if line.room:
            return await bundle.gather(unit, sendable, now, channel.capabilities.text)
        return sendable

    def _depart(self, boarded: Boarded) -> None:
        """It is committed: forget what was settled, send what was claimed."""
        for task in boarded.ended:
            self.told(self._flying.pop(task))
        for sendable in boarded.claimed:
            self._take(sendable, boarded.now)
            self._fly(sendable, self._send)
        if boarded.claimed:
            self.woken.set()  # there may be more

    def _free(self, ended: Ended, waiting: Collection[str]) -> dict[str, int]:
        """How many sends each channel may begin now; one that hangs holds up no other."""
        flying = Counter(s.message.channel for t, s in self._flying.items() if t not in ended)
        free = {
            name: min(IN_FLIGHT - flying[name], bucket.ready)
            for name, bucket in self._accounts.items()
            if self._is_ours(name) and name not in waiting
        }
        return {name: count for name, count in free.items() if count > 0}

    def _take(self, sendable: Sendable, now: datetime) -> None:
        """Of every limit that this send counts for, as many times as it is messages."""
        for bucket in (self._place(sendable), self._account(sendable)):
            bucket.wait(now)
            for _ in range(album.size(sendable)):
                bucket.take()

    def _place(self, sendable: Sendable) -> Bucket:
        line = sendable.message
        rate = self.limits.group if line.room else self.limits.chat
        if line.channel == "website":
            rate = UNLIMITED  # nothing is sent: browsers read the log
        return self._places.setdefault(str(line.room or line.address), rate.bucket())

    def _account(self, sendable: Sendable) -> Bucket:
        return self._accounts.setdefault(sendable.message.channel, UNLIMITED.bucket())

    # ------------------------------------------------------------- in flight
    def _fly(self, sendable: Sendable, act: Act) -> None:
        task = asyncio.create_task(self._receipt(sendable, act))
        self._flying[task] = sendable
        task.add_done_callback(lambda _: self.woken.set())

    async def _receipt(self, sendable: Sendable, act: Act) -> Receipt:
        channel = self.channels.get(sendable.message.channel)
        if channel is None:
            return Later("channel_off")
        try:
            return await act(channel, bundle.outgoing(sendable))
        except msgspec.ValidationError:
            return Failed("unreadable")  # by this release
        except Exception as error:  # noqa: BLE001 -- a fault of the channel: it may have gone out
            log.warning("send_raised", channel=channel.name, error=type(error).__name__)
            return Unknown(type(error).__name__)

    async def _send(self, channel: Channel, outgoing: Outgoing) -> Receipt:
        """A send goes out again only if the provider does not know of the first time."""
        if outgoing.repeated and (found := await channel.find(outgoing)):
            return found
        receipt = await channel.send(outgoing)
        if outgoing.repeated and isinstance(receipt, Unknown):
            return await channel.find(outgoing) or receipt
        return receipt

    async def _ask(self, channel: Channel, outgoing: Outgoing) -> Receipt:
        """About a send that was cut off by our own end. It goes out again, however often we end."""
        return await channel.find(outgoing) or Later("interrupted")

    # ------------------------------------------------------------- what became of them
    def _ended(self) -> Ended:
        return [task for task in self._flying if task.done() and not task.cancelled()]

    def _heed(self, ended: Ended, now: datetime) -> None:
        """What a provider asks for is kept to by all that its limit is on."""
        for task in ended:
            receipt, sendable = task.result(), self._flying[task]
            if isinstance(receipt, Later) and receipt.after:
                limited = self._account(sendable) if receipt.everyone else self._place(sendable)
                limited.pause(now + receipt.after)

    async def _settle(self, unit: Unit, ended: Ended, now: datetime) -> None:
        """Write down what became of the sends that ended."""
        for task in ended:
            sendable, receipt = self._flying[task], task.result()
            pause = backoff(sendable.message.attempts, self.chance())
            for line, own in album.fates(sendable, receipt):
                await Fate(unit, self.parking(), line, now, pause).settle(own)


def _waits(buckets: Mapping[str, Bucket], now: datetime) -> dict[str, timedelta]:
    """Which of them must wait, and how long."""
    return {name: wait for name, bucket in buckets.items() if (wait := bucket.wait(now))}
