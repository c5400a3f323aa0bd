"""The sender: claims queued messages in order, sends to many at once, records what became of each.

Within one lane everything goes one after the other. Nothing is held in memory that a crash could
lose: what was claimed and not settled is looked up at the provider where that is possible, and
repeated once where not.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot import body
from bot.channels.channel import Channel, Failed, Later, Moved, Outgoing, Parked, Receipt, Sent
from bot.clock import Clock
from bot.rates import Bucket, Rate
from bot.staff.room import Room
from storage import cases, outbox, people
from storage.cases import CaseRoom
from storage.database import Database
from storage.outbox import Sendable
from storage.unit import Unit

IN_FLIGHT = 32
FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(minutes=5)
GIVE_UP = 24  # attempts: about an hour and a half of a provider being down
TROUBLE = timedelta(seconds=5)  # until the database is tried again
TRACKED = 10_000  # buckets kept; full ones are forgotten first

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates by what they limit: one person, one staff group, one account of a channel."""

    chat: Rate
    group: Rate
    accounts: Mapping[str, Rate]


@dataclass(slots=True)
class Sender:
    """`woken` is set whenever something may have been queued; `told` hears of every change."""

    database: Database
    clock: Clock
    channels: Mapping[str, Channel]
    limits: Limits
    room: Room
    told: Callable[[Sendable], None]
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    chance: Callable[[], float] = random.random
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    _flying: dict[asyncio.Task[Receipt], Sendable] = field(default_factory=dict)

    async def run(self) -> None:
        """Until cancelled. Trouble with the database is waited for, not died of."""
        recovered = False
        while True:
            try:
                if not recovered:
                    await self._recover()
                    recovered = True
                until = await self._step()
            except sqlite3.Error as error:
                log.warning("sender_waits", error=type(error).__name__)
                until = self.clock.now() + TROUBLE
            await self.clock.wait(self.woken, until)

    async def stop(self) -> None:
        """Let the sends in hand end, and record them."""
        if self._flying:
            await asyncio.wait(self._flying)
        await self._settle_ended()

    async def _step(self) -> datetime | None:
        """Settle what has ended, start what may go; when to look again if nothing happens."""
        await self._settle_ended()
        free = IN_FLIGHT - len(self._flying)
        if free <= 0:
            return None
        now = self.clock.now()
        waits = {key: wait for key, b in self._buckets.items() if (wait := b.wait(now))}
        busy: dict[str, list[str]] = {"lane": [], "room": [], "account": []}
        for key in waits:
            kind, _, name = key.partition(" ")
            busy[kind].append(name)
        async with self.database.unit() as unit:
            claimed = await outbox.claim(
                unit,
                now,
                free,
                busy_lanes=busy["lane"],
                busy_rooms=busy["room"],
                busy_channels=busy["account"],
            )
            retry_at = await outbox.next_retry(unit, now)
        for sendable in claimed:
            self._start(sendable, now)
        if claimed:
            self.woken.set()  # there may be more
        times = [now + wait for wait in waits.values()] + ([retry_at] if retry_at else [])
        return min(times, default=None)

    def _start(self, sendable: Sendable, now: datetime) -> None:
        line = sendable.message
        for key, rate in self._keys(sendable):
            bucket = self._buckets.setdefault(key, Bucket(rate))
            bucket.wait(now)
            bucket.take()
        if len(self._buckets) > TRACKED:
            self._buckets = {k: b for k, b in self._buckets.items() if b.tokens < b.rate.burst}
        task = asyncio.create_task(self._send(self.channels[line.channel], _outgoing(sendable)))
        self._flying[task] = sendable
        task.add_done_callback(lambda _: self.woken.set())

    def _keys(self, sendable: Sendable) -> list[tuple[str, Rate]]:
        line = sendable.message
        account = f"account {line.channel}", self.limits.accounts.get(line.channel, Rate(0, 0))
        if line.room:
            return [(f"room {line.room}", self.limits.group), account]
        chat = Rate(0, 0) if line.channel == "website" else self.limits.chat
        return [(f"lane {line.address}", chat), account]

    async def _send(self, channel: Channel, outgoing: Outgoing) -> Receipt:
        try:
            return await channel.send(outgoing)
        except Exception as error:
            log.exception("send_failed", channel=channel.name, act=outgoing.act)
            return Failed(type(error).__name__)

    # ------------------------------------------------------------- what became of them
    async def _settle_ended(self) -> None:
        ended = [task for task in self._flying if task.done()]
        if not ended:
            return
        receipts = [(self._flying[task], task.result()) for task in ended]
        async with self.database.unit() as unit:
            for sendable, receipt in receipts:
                await self._settle(unit, sendable, receipt)
        for task in ended:
            self.told(self._flying.pop(task))

    async def _settle(self, unit: Unit, sendable: Sendable, receipt: Receipt) -> None:
        line, now = sendable.message, self.clock.now()
        match receipt:
            case Sent(external, status, thread):
                outbox.settle(unit, line.id, status, now, external=external)
                if line.room and line.case:
                    card = external if body.read(line.body).card else None
                    cases.enter(unit, CaseRoom(line.case, line.room, now, thread, card))
                self.room.fate(unit, line, "sent", None, now)
            case Later(reason, after, everyone) if line.attempts < GIVE_UP:
                until = now + (after or self._backoff(line.attempts))
                outbox.retry(unit, line.id, until, reason)
                if after:
                    limited = self._keys(sendable)[1 if everyone else 0][0]
                    self._buckets[limited].pause(until)
            case Parked(reason):
                outbox.park(unit, line.id, reason)
                self.room.fate(unit, line, "parked", reason, now)
            case Moved(room):
                cases.move_room(unit, str(line.room), room)
                outbox.move_room(unit, str(line.room), room)
                outbox.retry(unit, line.id, now, "room_moved")
                self.room.chat = int(room)
            case Failed(reason, unreachable):
                outbox.settle(unit, line.id, "failed", now, reason=reason)
                if unreachable and line.address:
                    people.set_reachable(unit, line.address, reachable=False)
                self.room.fate(unit, line, "failed", reason, now)
            case Later(reason):
                outbox.settle(unit, line.id, "failed", now, reason=reason)
                self.room.fate(unit, line, "failed", reason, now)
            case _:
                await self._doubt(unit, sendable, receipt.reason)

    async def _doubt(self, unit: Unit, sendable: Sendable, reason: str) -> None:
        """A send of unknown outcome goes out once more; after that it counts as failed."""
        line, now = sendable.message, self.clock.now()
        if not await outbox.repeat(unit, line.id, now + self._backoff(line.attempts)):
            outbox.settle(unit, line.id, "failed", now, reason=reason)
            self.room.fate(unit, line, "failed", reason, now)

    async def _recover(self) -> None:
        """After a start: what was being sent when the process died, provider asked first."""
        async with self.database.view() as view:
            doubtful = await outbox.sending(view)
        for sendable in doubtful:
            channel = self.channels.get(sendable.message.channel)
            found = await channel.find(_outgoing(sendable)) if channel else None
            async with self.database.unit() as unit:
                if found:
                    await self._settle(unit, sendable, found)
                else:
                    await self._doubt(unit, sendable, "interrupted")

    def _backoff(self, attempts: int) -> timedelta:
        """Doubling, with jitter, so that many do not come back at once."""
        longest: timedelta = min(FIRST_RETRY * 2 ** min(attempts - 1, 16), LAST_RETRY)
        return longest * (0.5 + 0.5 * self.chance())


def _outgoing(sendable: Sendable) -> Outgoing:
    line = sendable.message
    return Outgoing(
        id=line.id,
        act=line.act,
        body=body.read(line.body),
        to=sendable.recipient,
        room=line.room is not None,
        thread=sendable.thread,
        card=sendable.card,
        target=sendable.target_external,
        window_until=sendable.window_until,
        created_at=line.created_at,
        repeated=line.repeated,
    )
