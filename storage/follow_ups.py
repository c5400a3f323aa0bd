"""What was done about what people said: recoveries, improvements, thanks, misconceptions put right.

For reports: nobody is named, and no word of theirs comes out of here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from storage.connection import Row
from storage.spans import Span, in_spans
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


async def follow_ups(view: View, spans: Sequence[Span]) -> FollowUps:
    """What was opened, given or put right from each first moment to before the second."""
    return FollowUps(
        recovered=await in_spans(view, "report_recoveries", spans, _recovered),
        improved=await in_spans(view, "report_improvements", spans, _improved),
        thanked=await in_spans(view, "report_praises", spans, _thanked),
        corrected=await in_spans(view, "report_corrections", spans, lambda _, row: int(row["n"])),
    )


def _improved(span: int, row: Row) -> Improved:
    return Improved(span, row["department"], row["state"], row["n"])


def _thanked(span: int, row: Row) -> Thanked:
    return Thanked(span, row["department"], row["n"])


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
