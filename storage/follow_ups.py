"""What was done about what people said: recoveries, improvements, thanks, misconceptions put right.

For reports: nobody is named, and no word of theirs comes out of here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.connection import Row
from storage.times import moment
from storage.unit import View


class Recovered(NamedTuple):
    """One low rating that was to be made good, with both scores where there are two."""

    span: int
    department: str
    programme: str
    opened_at: datetime
    replied_at: datetime | None
    closed: bool
    asked: bool
    score: int | None
    again: int | None


class Improved(NamedTuple):
    """How many improvements of one department and state were opened in the span."""

    span: int
    department: str
    state: str
    n: int


class Thanked(NamedTuple):
    """How often a department was thanked."""

    span: int
    department: str
    n: int


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Everything of some spans of time; `corrected` are misconceptions put right, by span."""

    recovered: Sequence[Recovered] = ()
    improved: Sequence[Improved] = ()
    thanked: Sequence[Thanked] = ()
    corrected: Sequence[int] = ()


async def follow_ups(view: View, spans: Sequence[tuple[datetime, datetime]]) -> FollowUps:
    """What was opened, given or put right from each first moment to before the second."""
    recovered: list[Recovered] = []
    improved: list[Improved] = []
    thanked: list[Thanked] = []
    corrected: list[int] = []
    for n, (since, until) in enumerate(spans):
        span = {"since": since, "until": until}
        rows = await view.read_all("report_recoveries", **span)
        recovered += [_recovered(n, row) for row in rows]
        improved += [
            Improved(n, row["department"], row["state"], row["n"])
            for row in await view.read_all("report_improvements", **span)
        ]
        thanked += [
            Thanked(n, row["department"], row["n"])
            for row in await view.read_all("report_praises", **span)
        ]
        row = await view.read_one("report_corrections", **span)
        corrected.append(row["n"] if row else 0)
    return FollowUps(recovered, improved, thanked, corrected)


def _recovered(span: int, row: Row) -> Recovered:
    return Recovered(
        span,
        row["department"] or "",
        row["programme"] or "",
        moment(row["opened_at"]),
        moment(row["replied_at"]),
        bool(row["closed"]),
        bool(row["asked"]),
        row["score"],
        row["again"],
    )
