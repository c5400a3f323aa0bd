"""The fate of queued messages: claimed in a fair order, settled forward only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from storage.connection import Row
from storage.messages import MESSAGE, Message, by_id
from storage.people import EXTERNAL
from storage.times import moment
from storage.unit import Unit, View
from storage.vault import UnknownKey, Unsealed

Settled = Literal["sent", "delivered", "read", "failed", "expired"]
UNREADABLE = "unreadable"
LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sendable:
    """A claimed message with what the channel needs to send it."""

    message: Message
    recipient: str  # the room, or the external id of the person's address
    target_external: str | None  # the channel's id of the target; None: it never left
    thread: str | None  # the case's topic in this room; None: it has none
    card: str | None  # the channel's id of the case's card there
    window_until: datetime | None  # until when free text may go to the person
    along: tuple[Message, ...] = ()  # later lines of its lane that go out with it

    @property
    def lines(self) -> tuple[Message, ...]:
        """All that goes out as one, in order."""
        return self.message, *self.along


async def claim(
    unit: Unit,
    now: datetime,
    limit: int,
    *,
    busy_lanes: Iterable[str] = (),
    busy_rooms: Iterable[str] = (),
    busy_channels: Iterable[str] = (),
) -> list[Sendable]:
    """Take up to `limit` messages to send now: one of each address, one of each room.

    A message waits while an earlier one of its lane is queued or being sent and has the same or
    a smaller rank, or opens the topic; and while its target has not left. In a room the smallest
    rank goes first, then the oldest; over all, the oldest. Busy lanes, rooms and channels, those
    the sender may not send to just now, are left alone.
    """
    claimed = await unit.read_all(
        "messages_claim",
        now=now,
        limit=limit,
        busy_lanes=list(busy_lanes),
        busy_rooms=list(busy_rooms),
        busy_channels=list(busy_channels),
    )
    found = await _to_send(unit, claimed)
    for spoilt in {row["id"] for row in claimed} - {sendable.message.id for sendable in found}:
        settle(unit, spoilt, "failed", now, reason=UNREADABLE)
    return found


async def behind(view: View, message: int, now: datetime, limit: int) -> list[Message]:
    """The posts that wait right behind a claimed one in its lane and might go now, in order."""
    rows = await view.read_all("messages_behind", id=message, now=now, limit=limit)
    due = takewhile(lambda row: row["due"], rows)
    return [MESSAGE.load(view.vault, row, body={}) for row in due]


async def take(unit: Unit, lines: Iterable[int]) -> tuple[Message, ...]:
    """Claim these lines too; as they are now, in order."""
    rows = await unit.read_all("messages_take", ids=list(lines))
    return tuple(MESSAGE.load(unit.vault, row) for row in sorted(rows, key=lambda row: row["id"]))


async def sending(view: View) -> list[Sendable]:
    """What was claimed and not settled: after a crash, the sends whose outcome is unknown.

    Look each up at the provider where that is possible, and `settle`, `repeat` or fail it.
    """
    return await _to_send(view, await view.read_all("messages_sending"))


async def gone(view: View, since: datetime, now: datetime) -> list[tuple[str, datetime]]:
    """Each message and act that went to a room since then: to which, and when, in that order.

    What is being sent counts as of now: nobody can tell. Lines that went out as one are one. What
    waited for longer than `LATELY` until it went is not found.
    """
    rows = await view.read_all("messages_gone", since=since, now=now, queued=now - LATELY)
    return [(row["room"], moment(row["at"])) for row in rows]


async def next_retry(view: View, after: datetime | None = None) -> datetime | None:
    """When the next message that waits for its retry may be tried, later than `after`.

    Ask with the time of the claim just made: what is due and still queued waits for another
    reason, a busy lane for instance.
    """
    row = await view.read_one("messages_next_retry", after=after)
    return None if row is None else moment(row["at"])


async def find(view: View, channel: str, account: str, external: str) -> Message | None:
    """The message we sent that the provider knows by this id."""
    row = await view.read_one(
        "message_reported", channel=channel, account=account, external=external
    )
    return None if row is None else MESSAGE.load(view.vault, row)


def withdraw(unit: Unit, case: str, room: str, at: datetime) -> None:
    """What waits to be said of a case in this room is not said any more.

    What was said there once may be said again, should the case come back.
    """
    unit.write("messages_withdraw", case=case, room=room, at=at)
    unit.write("messages_let_go", case=case, room=room)


def move_room(unit: Unit, old: str, new: str) -> None:
    """The group got another id: what was said and what waits there goes with it."""
    unit.write("messages_move_room", old=old, new=new)


async def repeat(unit: Unit, message: int, retry_at: datetime) -> bool:
    """Queue a send of unknown outcome again; False if that was done once already."""
    row = await unit.read_one("message_repeat", id=message, retry_at=retry_at)
    return row is not None


def retry(unit: Unit, message: int, retry_at: datetime, reason: str) -> None:
    """Queue a send that certainly failed (refused, throttled, never connected) for later.

    Its lane waits with it.
    """
    unit.write("message_retry", id=message, retry_at=retry_at, reason=reason)


def settle(
    unit: Unit,
    message: int,
    status: Settled,
    at: datetime,
    *,
    external: str | None = None,
    reason: str | None = None,
) -> None:
    """Move a message forward; what would be a step back changes nothing."""
    unit.write(
        "message_settle",
        id=message,
        status=status,
        external=external,
        reason=reason,
        at=at,
    )


async def report(
    unit: Unit,
    channel: str,
    account: str,
    external: str,
    *,
    status: Settled,
    at: datetime,
    reason: str | None = None,
) -> Message | None:
    """Apply a delivery report. The message as it is now, or None if nobody knows `external`.

    None may also mean that the report was faster than our own `settle` of the send.
    """
    row = await unit.read_one(
        "message_reported", channel=channel, account=account, external=external
    )
    if row is None:
        return None
    settle(unit, row["id"], status, at, reason=reason)
    return await by_id(unit, row["id"])


def park(unit: Unit, message: int, reason: str) -> None:
    """Keep a message until the person writes again; later ones of its lane may pass.

    One that counted as sent too: a provider may accept it first and refuse it afterwards.
    """
    unit.write("message_park", id=message, reason=reason)


async def parked(view: View, address: str) -> bool:
    """Whether anything waits for this person to write."""
    return await view.read_one("message_parked", address=address) is not None


async def parked_before(view: View, before: datetime, limit: int) -> list[Message]:
    """What waits since before then, of one person after the other."""
    rows = await view.read_all("messages_parked_before", before=before, limit=limit)
    return [MESSAGE.load(view.vault, row) for row in rows]


def unpark(unit: Unit, address: str) -> None:
    """Queue what was parked for an address; it keeps its place before all that came later."""
    unit.write("messages_unpark", address=address)


async def _to_send(view: View, chosen: list[Row]) -> list[Sendable]:
    """Without those whose sealed values were changed, and will never open."""
    if not chosen:
        return []
    rows = await view.read_all("messages_to_send", ids=[row["id"] for row in chosen])
    sendables = []
    for row in rows:
        try:
            sendables.append(_sendable(view, row))
        except UnknownKey:
            raise
        except Unsealed:
            continue
    return sendables


def _sendable(view: View, row: Row) -> Sendable:
    line = MESSAGE.load(view.vault, row)
    return Sendable(
        message=line,
        recipient=line.room or view.vault.open(row["recipient"], EXTERNAL).decode(),
        target_external=row["target_external"],
        thread=row["thread"],
        card=row["card"],
        window_until=moment(row["window_until"]),
    )
