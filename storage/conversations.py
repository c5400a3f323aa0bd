"""The kept state of each conversation: bytes in, bytes out, sealed in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.times import moment
from storage.unit import Unit, View

STATE = "conversations.state"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state at one address. `revision` grows by one with every save."""

    address: str
    state: bytes
    format: int  # of the encoding that wrote the state
    revision: int
    updated_at: datetime


async def load_many(view: View, addresses: Iterable[str]) -> dict[str, Snapshot]:
    """What is kept, by address; an address without a conversation is left out."""
    rows = await view.read_all("conversations_load", addresses=list(addresses))
    return {
        row["address"]: Snapshot(
            address=row["address"],
            state=view.vault.open(row["state"], STATE),
            format=row["format"],
            revision=row["revision"],
            updated_at=moment(row["updated_at"]),
        )
        for row in rows
    }


def save(
    unit: Unit,
    address: str,
    state: bytes,
    format: int,  # noqa: A002 -- the column's name
    at: datetime,
) -> None:
    """Keep this state; the last save of a unit wins."""
    unit.write(
        "conversation_save",
        address=address,
        state=unit.vault.seal(state, STATE),
        format=format,
        updated_at=at,
    )
