"""Updates that were put aside raw, to be handled later: they are in the inbox as received."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from storage.inbox import RAW, Arrival
from storage.unit import Unit, View

TICK = timedelta(milliseconds=1)  # stored times are no finer


def put(unit: Unit, updates: Sequence[tuple[Arrival, bytes]], at: datetime) -> None:
    """Put these aside, in this order. One that arrived before changes nothing."""
    for place, (arrival, raw) in enumerate(updates):
        unit.write(
            "shelf_put",
            channel=arrival.channel,
            account=arrival.account,
            id=arrival.id,
            subject=arrival.subject,
            raw=unit.vault.seal(raw, RAW),
            received_at=at + place * TICK,
        )


async def subjects(view: View, among: Collection[str]) -> set[str]:
    """Those of the subjects that have something put aside: what they send now comes after it."""
    rows = await view.read_all("shelf_subjects", subjects=list(among))
    return {row["subject"] for row in rows}


async def take(unit: Unit, arrival: Arrival) -> bool:
    """Take one down, done when this unit commits; False if another process was faster."""
    row = await unit.read_one(
        "shelf_take", channel=arrival.channel, account=arrival.account, id=arrival.id
    )
    return row is not None
