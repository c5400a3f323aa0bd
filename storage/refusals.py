"""Why officers' moves were not made, kept as long as the deliveries that asked for them."""

from __future__ import annotations

from datetime import datetime

from storage.inbox import Arrival
from storage.unit import Unit, View
from storage.vault import Json

REASON = "refusals.reason"


def keep(unit: Unit, arrival: Arrival, reason: Json, at: datetime) -> None:
    unit.write(
        "refusal_add",
        channel=arrival.channel,
        account=arrival.account,
        id=arrival.id,
        reason=unit.vault.seal_json(reason, REASON),
        at=at,
    )


async def find(view: View, arrival: Arrival) -> Json | None:
    """Why that delivery was refused, if it was."""
    row = await view.read_one(
        "refusal_of", channel=arrival.channel, account=arrival.account, id=arrival.id
    )
    return None if row is None else view.vault.open_json(row["reason"], REASON)
