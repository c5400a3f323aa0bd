"""What an operator reads off the database: who waits for an officer, what was put aside, times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.times import moment
from storage.unit import View


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Open cases of one kind in which it is an officer's turn; `since` is the oldest's."""

    kind: str
    count: int
    since: datetime


async def unanswered(view: View) -> list[Unanswered]:
    """By kind. A case waits since the first thing that came after the last answer in it."""
    return [
        Unanswered(row["kind"], row["count"], moment(row["since"]))
        for row in await view.read_all("cases_unanswered")
    ]


async def unfinished(view: View) -> dict[str, int]:
    """How many updates of the inbox were put aside (received) or could not be handled (failed)."""
    rows = await view.read_all("inbox_unfinished")
    return {row["status"]: row["count"] for row in rows}


async def newest(view: View) -> datetime | None:
    """When the last line of the message log was written, by the clock that wrote it."""
    row = await view.read_one("message_newest")
    return None if row is None else moment(row["at"])
