"""Updates that were put aside raw, to be handled later: they are in the inbox as received."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from storage.inbox import RAW, Arrival
from storage.times import moment
from storage.unit import Unit, View

TICK = timedelta(milliseconds=1)  # stored times are no finer


async def put(unit: Unit, updates: Sequence[tuple[Arrival, bytes]], at: datetime) -> None:
    """Put these aside, in this order and behind what lies there of the same subjects.

    One that arrived before changes nothing.
    """
    last = await latest(unit, {arrival.subject for arrival, _ in updates})
    for arrival, raw in updates:
        before = last.get(arrival.subject)
        received_at = at if before is None else max(at, before + TICK)
        last[arrival.subject] = received_at
        unit.write(
            "shelf_put",
            **arrival._asdict(),
            raw=unit.vault.seal(raw, RAW),
            received_at=received_at,
        )


async def latest(view: View, among: Collection[str]) -> dict[str, datetime]:
    """The subjects that have something put aside, and when the last of it came.

    What they send now comes after that.
    """
    rows = await view.read_all("shelf_latest", subjects=list(among))
    return {row["subject"]: moment(row["latest"]) for row in rows}


async def take(unit: Unit, arrival: Arrival) -> bool:
    """Take one down, done when this unit commits; False if another process was faster."""
    row = await unit.read_one(
        "shelf_take", channel=arrival.channel, account=arrival.account, id=arrival.id
    )
    return row is not None
