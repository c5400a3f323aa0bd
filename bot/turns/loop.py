"""The turn loop: updates wait together, share a transaction, and are acknowledged after its commit.

One failing turn never fails its neighbours: a batch that fails is rolled back and its turns run
one by one; the one that cannot be handled is kept with its raw body, and the person hears of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog

from bot.clock import Clock
from bot.kit import Kit
from bot.turns import officer, person, report
from bot.turns.effects import apply
from bot.turns.outcome import Outcome
from bot.turns.scene import Scene
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

TOGETHER = 64  # turns in one transaction
WAITING = 2000  # updates that may wait; more is refused, and the provider tries again

Answer: TypeAlias = asyncio.Future[Refused | None]
Waiting: TypeAlias = tuple[Update, Answer]

log = structlog.get_logger()


class Overloaded(Exception):  # noqa: N818 -- a state, told to the provider
    """Too many updates wait: nothing was kept, send it again."""


@dataclass(slots=True)
class Turns:
    """`take` hands an update in and returns once it is committed. `committed` hears of it."""

    database: Database
    clock: Clock
    kit: Kit
    committed: Callable[[Update, str | None], None]  # with the address that changed, if one did
    _waiting: asyncio.Queue[Waiting] = field(default_factory=lambda: asyncio.Queue(WAITING))

    async def take(self, update: Update) -> Refused | None:
        """Commit one update: what a refused officer should read, else None.

        Raises Overloaded when nothing was kept, and what the database raises when it cannot write.
        """
        answer: Answer = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((update, answer))
        except asyncio.QueueFull:
            raise Overloaded from None
        return await answer

    async def run(self) -> None:
        """Until cancelled: take what waits, together."""
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await self._commit(batch)

    async def drain(self) -> None:
        """Commit what still waits, before the process ends."""
        while not self._waiting.empty():
            await self._commit([self._waiting.get_nowait()])

    async def _commit(self, batch: list[Waiting]) -> None:
        try:
            async with self.database.unit() as unit:
                outcomes = [await self.turn(unit, update) for update, _ in batch]
        except Exception as error:  # noqa: BLE001 -- told apart turn by turn
            if len(batch) > 1:
                for one in batch:
                    await self._commit([one])
            else:
                await self._fail(*batch[0], error)
            return
        for (update, answer), outcome in zip(batch, outcomes, strict=True):
            _resolve(answer, outcome.refused)
            self.committed(update, outcome.address)

    async def turn(self, unit: Unit, update: Update) -> Outcome:
        """Everything one update causes, inside the transaction."""
        now = self.clock.now()
        origin = _origin(update)
        arrival = _arrival(unit, update, origin)
        if not await inbox.receive(unit, arrival, now):
            return Outcome()
        if origin:
            address = await people.resolve(unit, *origin, now)
            if isinstance(update.what, FromPerson):
                await person.hear(unit, self.kit, now, address, update.what)
            elif isinstance(update.what, Reach):
                people.set_reachable(unit, address.id, reachable=update.what.reachable)
            return Outcome(address=address.id)
        match update.what:
            case FromOfficer():
                return await officer.move(unit, self.kit, now, update.what)
            case Due():
                await person.remind(unit, self.kit, now, update.what)
                return Outcome(address=update.what.address)
            case Report():
                return Outcome(address=await report.note(unit, self.kit, now, update, update.what))
            case RoomMoved(old, new):
                cases.move_room(unit, old, new)
                outbox.move_room(unit, old, new)
            case Refusal(_, who):
                self.kit.room.report(unit, Text("staff.stranger", {"who": who}), now)
        return Outcome()

    async def _fail(self, update: Update, answer: Answer, error: Exception) -> None:
        """Keep the update that raised, apologise, alert. Trouble of the database is passed on."""
        log.error("turn_failed", channel=update.channel, error=type(error).__name__)
        now = self.clock.now()
        origin = _origin(update)
        address = None
        try:
            async with self.database.unit() as unit:
                arrival = _arrival(unit, update, origin)
                inbox.fail(unit, arrival, update.raw, type(error).__name__, now)
                self.kit.room.report(unit, Text("staff.failed"), now)
                if origin and isinstance(update.what, FromPerson):
                    address = await people.resolve(unit, *origin, now)
                    await self._apologise(unit, address)
        except Exception as trouble:  # noqa: BLE001 -- the database itself: let the provider retry
            if not answer.done():
                answer.set_exception(trouble)
            return
        _resolve(answer, None)
        self.committed(update, address.id if address else None)

    async def _apologise(self, unit: Unit, address: Address) -> None:
        scene = await Scene.enter(unit, self.kit, self.clock.now(), address, apply)
        phone = self.kit.book.association.contact.phone
        scene.says.append(Say(Text("common.failed", {"phone": phone})))
        scene.speak()


def _origin(update: Update) -> Origin | None:
    """The address of whoever did something themselves."""
    if isinstance(update.what, FromPerson | Reach):
        return Origin(update.channel, update.account, update.what.external)
    return None


def _arrival(unit: Unit, update: Update, origin: Origin | None) -> Arrival:
    subject = people.identify(unit.vault, origin) if origin else _subject(update)
    return Arrival(update.channel, update.account, update.id, subject)


def _subject(update: Update) -> str:
    match update.what:
        case FromOfficer(_, case):
            return f"case:{case}"
        case Due(_, address):
            return address
        case _:
            return update.channel


def _resolve(answer: Answer, refused: Refused | None) -> None:
    if not answer.done():  # whoever waited may have gone
        answer.set_result(refused)
