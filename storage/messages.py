"""The message log: every line in and out, in order. `outbox` moves what is queued in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.connection import Row
from storage.shape import Shape
from storage.times import moment
from storage.unit import Unit, View
from storage.vault import Json

BODY = "messages.body"
SUPERSEDED = "superseded"

Act = Literal[
    "post", "edit", "delete", "react", "open_topic", "rename_topic", "close_topic", "reopen_topic"
]
Status = Literal[
    "received", "queued", "sending", "sent", "delivered", "read", "failed", "parked", "expired"
]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A line that reached us: from a person at an address, or from an officer in a room."""

    channel: str
    account: str
    body: Json
    author: str  # beneficiary | officer:<id>
    external: str | None = None  # the channel's id of it
    address: str | None = None
    room: str | None = None
    case: str | None = None
    act: Act = "post"
    target: int | None = None
    dedupe: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A line to send: to the person at `address`, or into `room`, a staff group's chat.

    target: the message it is about, by its id or by the dedupe key it was queued with.
    rank: smaller goes first inside one room: 0 words, 1 a new card or topic, 2 an edit, 3 a fate
    mark; always 0 for people. slot: this row replaces unsent ones of the same slot.
    dedupe: a second row with the same key is not stored. not_before: neither it nor what follows it
    in its lane is sent earlier.
    """

    channel: str
    account: str
    body: Json
    address: str | None = None
    room: str | None = None
    case: str | None = None
    act: Act = "post"
    target: int | str | None = None
    author: str = "bot"  # bot | officer:<id>
    rank: int = 0
    slot: str | None = None
    dedupe: str | None = None
    not_before: datetime | None = None

    @property
    def lane(self) -> str | None:
        """What is sent in order: everything to one address, or of one case in one room."""
        return self.address if self.room is None else f"room:{self.room}:{self.case or ''}"


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the log."""

    id: int
    direction: Literal["in", "out"]
    channel: str
    account: str
    room: str | None
    address: str | None
    case: str | None
    act: Act
    target: int | None
    author: str
    body: Json
    rank: int
    slot: str | None
    status: Status
    external: str | None
    attempts: int  # how often it was claimed
    repeated: bool  # it went out again because the first outcome was unknown
    reason: str | None
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much of one channel is queued, being sent or parked, and since when the oldest is."""

    channel: str
    status: Status
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of one channel have a status."""

    channel: str
    direction: Literal["in", "out"]
    status: Status
    count: int


MESSAGE = Shape(Message, "messages", sealed=("body",))


def record(unit: Unit, incoming: Incoming, at: datetime) -> None:
    """Log a line that reached us."""
    unit.write(
        "message_add",
        direction="in",
        channel=incoming.channel,
        account=incoming.account,
        lane=None,
        room=incoming.room,
        address=incoming.address,
        case=incoming.case,
        act=incoming.act,
        target=incoming.target,
        target_dedupe=None,
        author=incoming.author,
        body=unit.vault.seal_json(incoming.body, BODY),
        rank=0,
        slot=None,
        status="received",
        external=incoming.external,
        retry_at=None,
        created_at=at,
        dedupe=incoming.dedupe,
    )


def queue(unit: Unit, outgoing: Outgoing, at: datetime) -> None:
    """Log a line and have it sent after all that precedes it in its lane, once committed."""
    target = outgoing.target
    unit.write(
        "message_add",
        direction="out",
        channel=outgoing.channel,
        account=outgoing.account,
        lane=outgoing.lane,
        room=outgoing.room,
        address=outgoing.address,
        case=outgoing.case,
        act=outgoing.act,
        target=None if isinstance(target, str) else target,
        target_dedupe=target if isinstance(target, str) else None,
        author=outgoing.author,
        body=unit.vault.seal_json(outgoing.body, BODY),
        rank=outgoing.rank,
        slot=outgoing.slot,
        status="queued",
        external=None,
        retry_at=outgoing.not_before,
        created_at=at,
        dedupe=outgoing.dedupe,
    )
    if outgoing.slot is not None:
        unit.write("messages_supersede", slot=outgoing.slot, reason=SUPERSEDED, at=at)


def assign(unit: Unit, message: int, case: str | None, body: Json) -> None:
    """A line belongs to this case, and says this."""
    unit.write("message_assign", id=message, case=case, body=unit.vault.seal_json(body, BODY))


async def by_id(view: View, message: int) -> Message | None:
    return _optional(view, await view.read_one("message_by_id", id=message))


async def by_dedupe(view: View, dedupe: str) -> Message | None:
    return _optional(view, await view.read_one("message_by_dedupe", dedupe=dedupe))


async def in_address(view: View, address: str, external: str) -> Message | None:
    """The line to or from a person that the channel knows by this id."""
    return _optional(
        view, await view.read_one("message_in_address", address=address, external=external)
    )


async def posted_last(view: View, address: str) -> Message | None:
    """The newest message to a person."""
    return _optional(view, await view.read_one("message_posted_last", address=address))


async def in_room(
    view: View, channel: str, account: str, room: str, external: str
) -> Message | None:
    """The line of a staff room that the channel knows by this id."""
    row = await view.read_one(
        "message_in_room", channel=channel, account=account, room=room, external=external
    )
    return _optional(view, row)


async def transcript(view: View, address: str, after: int = 0, limit: int = 200) -> list[Message]:
    """What was said with the person at an address since the message `after`, oldest first.

    Never what was said about them in a staff room; so this is also what a website shows.
    """
    rows = await view.read_all("messages_of_address", address=address, after=after, limit=limit)
    return [_line(view, row) for row in rows]


async def there(view: View, case: str, room: str) -> list[str]:
    """The channel's ids of all that was said of a case in a room, by us and by officers."""
    rows = await view.read_all("messages_there", case=case, room=room)
    return [row["external"] for row in rows]


async def latest(view: View, address: str, limit: int) -> list[Message]:
    """The end of that transcript, oldest first."""
    rows = await view.read_all("messages_latest", address=address, limit=limit)
    return [_line(view, row) for row in reversed(rows)]


async def ends(view: View, addresses: Iterable[str], limit: int) -> dict[str, list[Message]]:
    """The same of many addresses together; one at which nothing was said is left out."""
    found: defaultdict[str, list[Message]] = defaultdict(list)
    for row in await view.read_all("messages_ends", addresses=list(addresses), limit=limit):
        found[row["address"]].append(_line(view, row))
    return dict(found)


async def inside(view: View, case: str, after: int, limit: int = 500) -> list[Message]:
    """What officers wrote about a case that stays inside, here or in a room; the last of it."""
    rows = await view.read_all("messages_inside", case=case, after=after, limit=limit)
    return [_line(view, row) for row in reversed(rows)]


async def transcript_of_case(
    view: View, case: str, after: int = 0, limit: int = 200
) -> list[Message]:
    """What was said with the person while the case was in hand, oldest first."""
    rows = await view.read_all("messages_of_case", case=case, after=after, limit=limit)
    return [_line(view, row) for row in rows]


async def backlog(view: View) -> list[Backlog]:
    """What has not been sent, by channel and status. Cheap, however long the log."""
    return [
        Backlog(row["channel"], row["status"], row["count"], moment(row["oldest"]))
        for row in await view.read_all("messages_backlog")
    ]


async def counts(view: View, after: int = 0) -> list[Count]:
    """How many messages there are since the message `after`. It reads every one of them."""
    return [
        Count(row["channel"], row["direction"], row["status"], row["count"])
        for row in await view.read_all("messages_counts", after=after)
    ]


def _line(view: View, row: Row) -> Message:
    """What people read; empty where its body was changed, so that it hides no other."""
    return MESSAGE.load(view.vault, row, body={})


def _optional(view: View, row: Row | None) -> Message | None:
    return None if row is None else MESSAGE.load(view.vault, row)
