"""Which updates have arrived, so that each is handled once and none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from storage.times import moment
from storage.unit import Unit, View, plain
from storage.vault import UnknownKey, Unsealed

RAW = "inbox.raw"


class Arrival(NamedTuple):
    """One delivery: the channel's own id makes a second one a duplicate.

    subject: whose rows it will change, an address or a case.
    """

    channel: str
    account: str
    id: str
    subject: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An update that waits (received) or could not be handled (failed), with its raw body; None
    where that was changed, and will never open.
    """

    arrival: Arrival
    raw: bytes | None
    failure: str | None
    received_at: datetime


async def receive(unit: Unit, arrival: Arrival, at: datetime, raw: bytes | None = None) -> bool:
    """Note one update; False if it is a duplicate, which must change nothing.

    Without `raw` it is done as soon as this unit commits, together with everything it caused.
    With `raw` it waits, body and all, for `finish` or `fail`.
    """
    row = await unit.read_one(
        "inbox_receive",
        **arrival._asdict(),
        status="done" if raw is None else "received",
        raw=None if raw is None else unit.vault.seal(raw, RAW),
        received_at=at,
    )
    return row is not None


async def receive_many(unit: Unit, arrivals: Sequence[Arrival], at: datetime) -> list[bool]:
    """`receive` without raw bodies for a whole batch, in one statement: for each, is it new?

    Of two equal arrivals in one batch the first is new.
    """
    kept = [[plain(part) for part in arrival] for arrival in arrivals]
    rows = await unit.read_all("inbox_receive_many", arrivals=kept, received_at=at)
    fresh = {(row["channel"], row["account"], row["id"]) for row in rows}
    answers = []
    for channel, account, id_, _ in kept:
        key = (channel, account, id_)
        answers.append(key in fresh)
        fresh.discard(key)
    return answers


def finish(unit: Unit, arrival: Arrival) -> None:
    """An update that waited was handled: its raw body goes."""
    unit.write("inbox_finish", channel=arrival.channel, account=arrival.account, id=arrival.id)


def fail(unit: Unit, arrival: Arrival, raw: bytes, failure: str, at: datetime) -> None:
    """The update cannot be handled: keep it for people to look at.

    It works whether or not the update is in the inbox, for the unit that tried was rolled back.
    `failure` is stored readable and must hold nothing personal.
    """
    unit.write(
        "inbox_fail",
        **arrival._asdict(),
        raw=unit.vault.seal(raw, RAW),
        failure=failure,
        received_at=at,
    )


async def unfinished(
    view: View, status: Literal["received", "failed"], limit: int = 100
) -> list[Unfinished]:
    """Oldest first."""
    return [
        Unfinished(
            arrival=Arrival(row["channel"], row["account"], row["id"], row["subject"]),
            raw=_opened(view, row["raw"]),
            failure=row["failure"],
            received_at=moment(row["received_at"]),
        )
        for row in await view.read_all("inbox_with_status", status=status, limit=limit)
    ]


def _opened(view: View, sealed: bytes) -> bytes | None:
    try:
        return view.vault.open(sealed, RAW)
    except UnknownKey:
        raise
    except Unsealed:
        return None
