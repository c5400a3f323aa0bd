"""A bundle: lines of one beneficiary that wait for a group, which takes few messages a minute.

They go out as one message, line by line; each keeps its row, and has the fate of them all. (Files
that go out together, to a group or to a person, are an album: one message each.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import msgspec

from bot import album, body
from bot.body import Body
from bot.channels.channel import Outgoing
from storage import outbox
from storage.messages import Message
from storage.outbox import Sendable
from storage.unit import Unit

MOST = 50  # lines


async def gather(unit: Unit, first: Sendable, now: datetime, longest: int) -> Sendable:
    """With the relayed words right behind it; together at most `longest` UTF-16 units."""
    words = _relayed(first.message)
    if words is None:
        return first
    behind = await outbox.behind(unit, first.message.id, now, MOST - 1)
    fitting = [line.id for line in _fitting(behind, longest - _units(words))]
    return replace(first, along=await outbox.take(unit, fitting)) if fitting else first


def outgoing(sendable: Sendable) -> Outgoing:
    """What its channel is given: the files of an album, or else the words of all the lines in one.

    Raises msgspec.ValidationError where another release wrote it.
    """
    line = sendable.message
    first, *more = (body.read(line.body) for line in sendable.lines)
    together = album.is_one(sendable)
    return Outgoing(
        id=line.id,
        act=line.act,
        body=first if together or not more else _joined(first, more),
        to=sendable.recipient,
        room=line.room is not None,
        thread=sendable.thread,
        card=sendable.card,
        target=sendable.target_external,
        window_until=sendable.window_until,
        created_at=line.created_at,
        repeated=line.attempts > 1,  # it may have gone out already
        along=tuple(more) if together else (),
    )


def _joined(first: Body, more: list[Body]) -> Body:
    return msgspec.structs.replace(first, text="\n".join(one.text for one in (first, *more)))


def _fitting(lines: list[Message], room: int) -> Iterator[Message]:
    """As many of the first as there is room for; what is not relayed is not passed by."""
    for line in lines:
        words = _relayed(line)
        if words is None or (room := room - _units(words) - 1) < 0:
            return
        yield line


def _relayed(line: Message) -> str | None:
    """The words of a line that holds nothing else."""
    try:
        said = body.read(line.body)
    except msgspec.ValidationError:  # another release wrote it
        return None
    return said.text if line.act == "post" and said.relayed else None


def _units(text: str) -> int:
    """As Telegram counts at its strictest."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
