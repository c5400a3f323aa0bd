"""The turn loop: updates wait together, share a transaction, and are acknowledged after its commit.

One failing turn never fails its neighbours: a batch that fails is rolled back and its turns run
one by one; the one that cannot be handled is kept with its raw body, and the person hears of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import structlog

from bot.clock import Clock
from bot.kit import Kit
from bot.turns import dossier, officer, person, report
from bot.turns.dossier import Dossier
from bot.turns.effects import apply
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene
from bot.turns.waiting import Answer, Overloaded, Queue, Waiting
from bot.update import (
    Due,
    FromOfficer,
    FromPerson,
    Reach,
    Refusal,
    Report,
    RoomMoved,
    Update,
)
from flows.cases import Refused
from flows.effects import Say
from flows.text import Text
from storage import cases, inbox, outbox, people
from storage.database import Database
from storage.inbox import Arrival
from storage.people import Address, Origin
from storage.unit import Unit

__all__ = ["Overloaded", "Turns"]

TOGETHER = 64  # turns in one transaction
WAITING = 2000  # updates that may wait; more is refused, and the provider tries again
WAITING_EACH = 100  # of one person: a flood is theirs alone

log = structlog.get_logger()


@dataclass(slots=True)
class Turns:
    """`take` hands an update in and returns once it is committed. `committed` hears of it.

    `boarding` is the sender's: what a batch says is claimed for sending by the same transaction.
    """

    database: Database
    clock: Clock
    kit: Kit
    committed: Callable[[Update, str | None], None]  # with the address that changed, if one did
    boarding: Callable[[], AbstractAsyncContextManager[Callable[[Unit], Awaitable[None]]]]
    _queue: Queue = field(default_factory=lambda: Queue(WAITING, WAITING_EACH))
    _in_hand: asyncio.Future[None] | None = None

    async def take(self, update: Update) -> Refused | None:
        """Commit one update: what a refused officer should read, else None.

        Raises Overloaded when nothing was kept, and what the database raises when it cannot write.
        """
        waiting = await self.waiting(update)
        self._queue.put(waiting)
        return await waiting.answer

    async def waiting(self, update: Update) -> Waiting:
        """The update with its subject, as it stands in the queue."""
        answer: Answer = asyncio.get_running_loop().create_future()
        return Waiting(update, await self._subject(update), answer)

    @property
    def is_busy(self) -> bool:
        """Whether a transaction is in hand, or will be."""
        return bool(self._queue) or (self._in_hand is not None and not self._in_hand.done())

    async def run(self) -> None:
        """Until cancelled: take what waits, together. What is in hand is finished by `drain`."""
        while True:
            await self._queue.filled()
            self._in_hand = asyncio.ensure_future(self._next())
            await asyncio.shield(self._in_hand)

    async def drain(self) -> None:
        """Commit what still waits, before the process ends."""
        if self._in_hand:
            await self._in_hand
        while self._queue:
            await self._next()

    async def _next(self) -> None:
        batch = self._queue.take(TOGETHER)
        await self._commit(batch)
        self._queue.done(batch)

    async def _commit(self, batch: list[Waiting]) -> None:
        try:
            async with self.boarding() as board, self.database.unit() as unit:
                outcomes = await self.turn(unit, batch)
                await board(unit)
        except Exception as error:  # noqa: BLE001 -- told apart turn by turn
            if len(batch) > 1:
                for one in batch:
                    await self._commit([one])
            else:
                await self._fail(batch[0], error)
            return
        for waiting, outcome in zip(batch, outcomes, strict=True):
            _resolve(waiting.answer, outcome.refused)
            self.committed(waiting.update, outcome.address)

    async def turn(self, unit: Unit, batch: list[Waiting]) -> list[Outcome]:
        """One turn each, on what is read for all of them at once."""
        now = self.clock.now()
        arrivals = [_arrival(waiting) for waiting in batch]
        fresh = await inbox.receive_many(unit, arrivals, now)
        new = [waiting for waiting, is_new in zip(batch, fresh, strict=True) if is_new]
        known = await people.load_many(unit, {waiting.subject for waiting in new})
        for waiting in new:
            if waiting.subject not in known and (origin := _origin(waiting.update)):
                known[waiting.subject] = people.add(unit, waiting.subject, origin, now)
        files = await dossier.load(unit, self.kit, known.values())
        return [
            await self._one(unit, waiting.update, files.get(waiting.subject))
            if is_new
            else Outcome()
            for waiting, is_new in zip(batch, fresh, strict=True)
        ]

    async def _one(self, unit: Unit, update: Update, kept: Dossier | None) -> Outcome:
        """Everything one update causes, inside the transaction."""
        now, kit = self.clock.now(), self.kit
        address = kept.address.id if kept else None
        match update.what:
            case FromPerson() as what:
                assert kept is not None
                await person.hear(unit, kit, now, kept, what)
            case Reach(_, reachable):
                people.set_reachable(unit, str(address), reachable=reachable)
            case FromOfficer() as what:
                return await officer.move(unit, kit, now, kept, what)
            case Due() as what:
                await person.remind(unit, kit, now, kept, what)
            case Report() as what:
                return Outcome(address=await report.note(unit, kit, now, update, what))
            case RoomMoved(old, new):
                cases.move_room(unit, old, new)
                outbox.move_room(unit, old, new)
            case Refusal(_, who):
                kit.room.report(unit, Text("staff.stranger", {"who": who}), now)
        return Outcome(address=address)

    async def _fail(self, waiting: Waiting, error: Exception) -> None:
        """Keep the update that raised, apologise, alert. Trouble of the database is passed on."""
        update = waiting.update
        log.error("turn_failed", channel=update.channel, error=type(error).__name__)
        now = self.clock.now()
        origin = _origin(update)
        address = None
        try:
            async with self.database.unit() as unit:
                inbox.fail(unit, _arrival(waiting), update.raw, type(error).__name__, now)
                self.kit.room.report(unit, Text("staff.failed"), now)
                if origin and isinstance(update.what, FromPerson):
                    address = await people.resolve(unit, *origin, now)
                    await self._apologise(unit, address)
        except Exception as trouble:  # noqa: BLE001 -- the database itself: let the provider retry
            if not waiting.answer.done():
                waiting.answer.set_exception(trouble)
            return
        _resolve(waiting.answer, None)
        self.committed(update, address.id if address else None)

    async def _apologise(self, unit: Unit, address: Address) -> None:
        kept = await dossier.load(unit, self.kit, [address])
        scene = Scene.enter(unit, self.kit, self.clock.now(), kept[address.id], apply)
        phone = self.kit.book.association.contact.phone
        scene.says.append(Say(Text("common.failed", {"phone": phone})))
        scene.speak()

    async def _subject(self, update: Update) -> str:
        """Whose rows the update will change: an address wherever there is one.

        A delivery report moves one message, forward only, whatever else happens: it is its own.
        """
        match update.what:
            case FromPerson(external) | Reach(external):
                origin = Origin(update.channel, update.account, external)
                return people.identify(self.database.vault, origin)
            case FromOfficer(_, reference):
                async with self.database.view() as view:
                    case = await cases.by_reference(view, reference)
                return case.address if case and case.address else f"case:{reference}"
            case Due(_, address):
                return address
            case Report():
                return f"{update.channel}:{update.id}"
            case _:
                return update.channel


def _origin(update: Update) -> Origin | None:
    """The address of whoever did something themselves."""
    if isinstance(update.what, FromPerson | Reach):
        return Origin(update.channel, update.account, update.what.external)
    return None


def _arrival(waiting: Waiting) -> Arrival:
    update = waiting.update
    return Arrival(update.channel, update.account, update.id, waiting.subject)


def _resolve(answer: Answer, refused: Refused | None) -> None:
    if not answer.done():  # whoever waited may have gone
        answer.set_result(refused)
