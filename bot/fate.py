"""What becomes of a message once its channel has answered: sent, tried again, parked, failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import body
from bot.channels.channel import Failed, Later, Moved, Parked, Receipt, Sent, Unknown
from bot.parking import Parking
from bot.staff.room import Room
from storage import cases, outbox, people
from storage.cases import CaseRoom
from storage.messages import Message
from storage.unit import Unit

FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(minutes=5)
GIVE_UP = 24  # attempts: about an hour and a half of a provider being down


def backoff(attempts: int, chance: float) -> timedelta:
    """Doubling, with jitter (`chance` is from 0 to 1), so that many do not come back at once."""
    longest: timedelta = min(FIRST_RETRY * 2 ** min(attempts - 1, 16), LAST_RETRY)
    return longest * (0.5 + 0.5 * chance)


@dataclass(frozen=True, slots=True)
class Fate:
    """Of one claimed line. `pause` is how long it waits where the provider does not say."""

    unit: Unit
    parking: Parking
    line: Message
    now: datetime
    pause: timedelta

    @property
    def room(self) -> Room:
        return self.parking.room

    async def settle(self, receipt: Receipt) -> None:
        """Write down what the receipt means; an officer sees it beside what they typed."""
        trying = self.line.attempts < GIVE_UP
        match receipt:
            case Sent():
                await self._sent(receipt)
            case Later(reason, after) if trying:
                outbox.retry(self.unit, self.line.id, self.now + (after or self.pause), reason)
            case Moved(room) if trying:
                self._moved(room)
            case Parked(reason):
                outbox.park(self.unit, self.line.id, reason)
                await self._mark("parked", reason)
                await self.parking.ask(self.unit, self.line, self.now)
            case Failed(reason, unreachable):
                await self._failed(reason, unreachable=unreachable)
            case Unknown(reason, answered) if answered and trying:
                outbox.retry(self.unit, self.line.id, self.now + self.pause, reason)
            case Unknown(reason):
                await self._doubt(reason)
            case Later(reason):
                await self._failed(reason)
            case Moved():
                await self._failed("room_moved")

    async def _sent(self, receipt: Sent) -> None:
        line, external = self.line, receipt.external
        outbox.settle(self.unit, line.id, receipt.status, self.now, external=external)
        if line.room and line.case and _is_purge(line):
            cases.leave(self.unit, line.case, line.room)
        elif line.room and line.case:
            card = external if body.read(line.body).card else None
            place = CaseRoom(line.case, line.room, self.now, receipt.thread, card)
            cases.enter(self.unit, place)
        await self._mark("sent")

    def _moved(self, room: str) -> None:
        """The group got another id: everything goes with it, and this goes out there."""
        old = str(self.line.room)
        cases.move_room(self.unit, old, room)
        outbox.move_room(self.unit, old, room)
        outbox.retry(self.unit, self.line.id, self.now, "room_moved")
        self.room.move(int(old), int(room))

    async def _doubt(self, reason: str) -> None:
        """A send of unknown outcome goes out once more; after that it counts as failed."""
        if not await outbox.repeat(self.unit, self.line.id, self.now + self.pause):
            await self._failed(reason)

    async def _failed(self, reason: str, *, unreachable: bool = False) -> None:
        outbox.settle(self.unit, self.line.id, "failed", self.now, reason=reason)
        if unreachable and self.line.address:
            people.set_reachable(self.unit, self.line.address, reachable=False)
        await self._mark("failed", reason)

    async def _mark(self, status: str, reason: str | None = None) -> None:
        await self.room.fate(self.unit, self.line, status, reason, self.now)


def _is_purge(line: Message) -> bool:
    """Whether the case has nothing in that room any more."""
    return line.act == "delete" and body.read(line.body).card
