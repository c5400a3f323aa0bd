"""The turn loop: updates wait together, share a transaction, and are acknowledged after its commit.

One failing turn never fails its neighbours: a batch that fails is rolled back and its turns run
one by one; the one that cannot be handled is kept with its raw body, and the person hears of it.
Trouble with the database is nobody's fault: the batch is tried once more, then whoever handed the
updates in is told, and hands them in again later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot import logs
from bot.clock import Clock
from bot.kit import Kit
from bot.meter import End
from bot.turns.batch import fail, play
from bot.turns.outcome import Outcome
from bot.turns.shelf import Shelf
from bot.turns.waiting import Answer, Overloaded, Queue, Waiting
from bot.update import (
    Correction,
    Due,
    FromOfficer,
    ReadOut,
    Report,
    Returned,
    Ring,
    Telling,
    Update,
)
from flows.cases import Refused
from storage import cases, people
from storage.database import Database
from storage.times import stamp
from storage.trouble import PASSING, TROUBLE
from storage.unit import Unit
from storage.vault import UnknownKey

__all__ = ["Overloaded", "Turns"]

TOGETHER = 64  # turns in one transaction
WAITING = 2000  # updates that may wait; more is refused, and the provider tries again
WAITING_EACH = 100  # of one person: a flood is theirs alone
PAUSE = timedelta(seconds=10)  # until what trouble left on the shelf is looked at again
CHANGED = "changed"  # what is told to every process beside the addresses

log = structlog.get_logger()


@dataclass(slots=True)
class Turns:
    """`take` hands an update in and returns once it is committed. `committed` hears of it.

    `boarding` is the sender's: what a batch says is claimed for sending by the same transaction.
    `rested` is called after each batch, whatever became of it.
    """

    database: Database
    clock: Clock
    kit: Kit
    committed: Callable[[Update, str | None], None]  # with the address that changed, if one did
    boarding: Callable[[], AbstractAsyncContextManager[Callable[[Unit], Awaitable[None]]]]
    rested: Callable[[], None]
    shelf: Shelf = field(default_factory=Shelf)
    queue: Queue = field(default_factory=lambda: Queue(WAITING, WAITING_EACH))
    _in_hand: asyncio.Future[None] | None = None

    async def take(self, update: Update) -> Refused | None:
        """Commit one update: what a refused officer should read, else None.

        Raises Overloaded when nothing was kept, and what the database raises when it cannot write.
        """
        waiting = await self.waiting(update)
        try:
            self.queue.put(waiting)
        except Overloaded:
            self._count(waiting, "overloaded", self.clock.now())
            raise
        return await waiting.answer

    async def take_or_keep(self, update: Update) -> None:
        """`take`, for a provider that does not send again: what finds no room is put aside."""
        waiting = await self.waiting(update)
        try:
            self.queue.put(waiting)
        except Overloaded:
            self.shelf.bring(waiting)
        await waiting.answer

    async def waiting(self, update: Update) -> Waiting:
        """The update with its subject, as it stands in the queue."""
        answer: Answer = asyncio.get_running_loop().create_future()
        subject, arrived, trace = await self._subject(update), self.clock.now(), logs.trace()
        return Waiting(update, subject, answer, arrived=arrived, trace=trace)

    @property
    def is_busy(self) -> bool:
        """Whether a transaction is in hand, or will be."""
        return bool(self.queue) or (self._in_hand is not None and not self._in_hand.done())

    async def run(self) -> None:
        """Until cancelled: take what waits, together. What is in hand is finished by `drain`."""
        while True:
            if not self.shelf.holds:
                await self._something()
            self._in_hand = asyncio.ensure_future(self._round())
            await asyncio.shield(self._in_hand)
            self.rested()

    async def drain(self) -> None:
        """Commit what still waits, before the process ends."""
        if self._in_hand:
            await self._in_hand
        while self.queue:
            await self._next()

    async def _something(self) -> None:
        """Until something waits, or what trouble left on the shelf may be tried again."""
        if not self.shelf.left:
            await self.queue.filled()
            return
        woken = asyncio.Event()
        filled = asyncio.ensure_future(self.queue.filled())
        filled.add_done_callback(lambda _: woken.set())
        try:
            await self.clock.wait(woken, self.clock.now() + PAUSE)
        finally:
            filled.cancel()
        if not self.queue:
            self.shelf.look()

    async def _round(self) -> None:
        """What was put aside, where there is room for it, and what waits."""
        if self.shelf.holds and len(self.queue) < TOGETHER:
            await self._unshelve()
        if self.queue:
            await self._next()

    async def _next(self) -> None:
        batch = self.queue.take(TOGETHER)
        await self._commit(batch)
        self.queue.done(batch)
        if brought := self.shelf.collect():
            before = self.queue.withdraw({w.subject for w in brought}, self.shelf.fits)
            await self._put_aside([*before, *brought])

    async def _unshelve(self) -> None:
        """Take up what was put aside, now that there is room."""
        try:
            async with self.database.unit() as unit:
                batch = await self.shelf.first(unit, TOGETHER)
        except PASSING as trouble:
            log.warning("shelf_waits", error=type(trouble).__name__)
            self.shelf.leave()
            return
        if batch:
            await self._commit(batch)
            if not any(waiting.answer.done() for waiting in batch):
                self.shelf.leave()

    async def _put_aside(self, updates: list[Waiting], *, again: bool = False) -> None:
        """Keep raw what found no room, behind what waited of the same people."""
        try:
            async with self.database.unit() as unit:
                await self.shelf.store(unit, updates, self.clock.now())
        except TROUBLE as trouble:
            if again:
                self._refuse(updates, trouble)
            else:
                await self._put_aside(updates, again=True)
        else:
            self._kept(updates)

    async def _commit(self, batch: list[Waiting], *, again: bool = False) -> None:
        now = self.clock.now()
        try:
            async with self.boarding() as board, self.database.unit() as unit:
                owned = await _own(unit, batch)
                late = await self.shelf.late(unit, batch)
                await self.shelf.store(unit, late, now)
                ours = [w for w in batch if w.subject in owned and w not in late]
                outcomes = await play(unit, self.kit, now, ours)
                await board(unit)
                _tell(unit, outcomes)
        except TROUBLE as trouble:
            if again:
                self._refuse(batch, trouble)
            else:
                await self._commit(batch, again=True)
        except Exception as error:  # noqa: BLE001 -- told apart turn by turn
            if len(batch) > 1:
                for one in batch:
                    await self._commit([one])
            elif isinstance(error, UnknownKey) and not again:  # it is known by now
                await self._commit(batch, again=True)
            else:
                await self._fail(batch[0], error)
        else:
            self.kit.meter.batch(len(ours))
            self._kept(late)
            self._committed(ours, outcomes, now)
            for waiting in batch:
                if not (waiting.subject in owned or waiting in late or waiting.shelved):
                    self.queue.give_back(waiting)

    def _kept(self, aside: list[Waiting]) -> None:
        """These lie on the shelf. The database takes things: what trouble left there is tried."""
        if aside or self.shelf.left:
            self.shelf.look()
        kept = [Outcome(end="put_aside")] * len(aside)
        self._committed(aside, kept, self.clock.now())

    def _committed(self, batch: list[Waiting], outcomes: list[Outcome], at: datetime) -> None:
        for waiting, outcome in zip(batch, outcomes, strict=True):
            self._count(waiting, outcome.counted, at)
            if not waiting.answer.done():  # whoever waited may have gone
                waiting.answer.set_result(outcome.refused)
            self.committed(waiting.update, outcome.address)

    async def _fail(self, waiting: Waiting, error: Exception) -> None:
        """Keep the update that raised. Trouble of the database itself is passed on."""
        logs.follow(trace=waiting.trace)
        log.error("turn_failed", channel=waiting.update.channel, error=type(error).__name__)
        try:
            async with self.database.unit() as unit:
                now, reason = self.clock.now(), type(error).__name__
                address = await fail(unit, self.kit, now, waiting, reason)
        except Exception as trouble:  # noqa: BLE001 -- the database itself: let the provider retry
            self._refuse([waiting], trouble)
        else:
            self._committed([waiting], [Outcome(address=address, end="failed")], now)

    def _refuse(self, batch: Collection[Waiting], trouble: Exception) -> None:
        """Whoever handed these in hands them in again; what was put aside lies there still."""
        for waiting in batch:
            if not waiting.answer.done() and not waiting.shelved:
                waiting.answer.set_exception(trouble)
                self._count(waiting, "not_kept", self.clock.now())

    def _count(self, waiting: Waiting, end: End, at: datetime) -> None:
        """How it ended. `at` is also when what it said was queued: the log tells both."""
        now, channel = self.clock.now(), waiting.update.channel
        self.kit.meter.turn(waiting.update, end, waiting.arrived or now, now)
        log.debug("turn", trace=waiting.trace, channel=channel, outcome=end, at=stamp(at))

    async def _subject(self, update: Update) -> str:
        """Whose rows the update will change: an address wherever there is one.

        A delivery report moves one message, forward only, whatever else happens: it is its own.
        """
        if update.origin:
            return people.identify(self.database.vault, update.origin)
        match update.what:
            case FromOfficer(_, reference):
                async with self.database.view() as view:
                    case = await cases.by_reference(view, reference)
                return case.address if case and case.address else f"case:{reference}"
            case Due() | Telling() | Correction():
                return update.what.address
            case Returned(_, subject) | ReadOut(_, subject) | Ring(_, subject):
                return subject
            case Report():
                return f"{update.channel}:{update.id}"
            case _:
                return update.channel


async def _own(unit: Unit, batch: list[Waiting]) -> set[str]:
    """The subjects that no other process has in hand; at least one of them."""
    owned = await unit.lock({waiting.subject for waiting in batch})
    if owned or not batch:
        return owned
    await unit.lock_one(batch[0].subject)
    return {batch[0].subject}


def _tell(unit: Unit, outcomes: list[Outcome]) -> None:
    """Other processes hear whose conversations changed, and that there may be more to send."""
    unit.tell(CHANGED)
    for outcome in outcomes:
        if outcome.address:
            unit.tell(outcome.address)
