"""An album: files that were sent as one go out as one, where the channel can.

Each has a row of its own, and the channel's own id of it. They come one by one and nothing says
which is the last, so the first waits a moment for the rest; what comes later goes by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.body import Body
from bot.channels.channel import Failed, Later, Receipt, Sent
from storage import outbox
from storage.messages import Message
from storage.outbox import Sendable
from storage.unit import Unit

A_MOMENT = timedelta(seconds=1)
SINGLY = "not_together"  # why a row waits that was refused as a part of an album


def until(body: Body, now: datetime) -> datetime | None:
    """How long a row waits for the rest of its album; None if it is of none."""
    return now + A_MOMENT if body.album else None


def is_one(sendable: Sendable) -> bool:
    """Whether several files go out, each as a message."""
    return bool(sendable.along) and name(sendable.message) is not None


def size(sendable: Sendable) -> int:
    """How many messages it is."""
    return len(sendable.lines) if is_one(sendable) else 1


def name(line: Message) -> str | None:
    """Of the album that a row may go out with."""
    found = line.body.get("album") if isinstance(line.body, dict) else None
    return str(found) if found and line.act == "post" and line.reason != SINGLY else None


async def gather(unit: Unit, first: Sendable, now: datetime, most: int) -> Sendable:
    """With the files of its album that lie right behind it, at most `most` together."""
    if most < 2:
        return first
    album = name(first.message)
    behind = await outbox.behind(unit, first.message.id, now + A_MOMENT, most - 1)
    others = [line.id for line in takewhile(lambda line: name(line) == album, behind)]
    return replace(first, along=await outbox.take(unit, others)) if others else first


def fates(sendable: Sendable, receipt: Receipt) -> Iterator[tuple[Message, Receipt]]:
    """What the receipt of a send means for each of its rows.

    A refusal of an album says nothing of each file: nothing went out, and they are tried singly.
    """
    if isinstance(receipt, Failed) and not receipt.unreachable and is_one(sendable):
        receipt = Later(SINGLY)
    receipts = [receipt] * len(sendable.lines)
    if isinstance(receipt, Sent) and receipt.along:
        receipts[1:] = [replace(receipt, external=own) for own in receipt.along]
    yield from zip(sendable.lines, receipts, strict=True)


def captions(files: Sequence[Body], words: Callable[[Body], str]) -> Iterator[str | None]:
    """What stands below each: its words, and where none has any, the first what it has singly.

    An app shows the words below the whole album where there are no others.
    """
    spoken = any(not file.wordless for file in files)
    for number, file in enumerate(files):
        is_said = not file.wordless if spoken else number == 0
        yield words(file) if is_said else None
