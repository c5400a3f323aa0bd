"""What reports are made of: ratings, cases and applications by span of time, nobody named.

What is sealed stays sealed, and no person, reference or word of theirs comes out of here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from storage import recommendations
from storage.connection import Row
from storage.follow_ups import FollowUps, follow_ups
from storage.spans import Span, in_spans
from storage.times import moment
from storage.unit import Parameter, View

HAND_OFF = "hand_off"
_JUNE = 6
SCALES = ("effort", "conduct")
"""Further questions of the survey, each from 1 to 5."""


class Asked(NamedTuple):
    """How many ratings that are alike fell due in the span. `scales`: the further questions that
    were answered.

    `fate`: what became of it, each counted once: ``held.<why>`` where it was never asked.
    """

    span: int
    state: str
    programme: str
    department: str
    channel: str
    officer: str
    policy: str
    score: int | None
    reason: str
    commented: bool
    unconfirmed: bool
    scales: Mapping[str, int]
    fate: str
    n: int = 1


class Unnamed(NamedTuple):
    """How many gave an answer without a name in the span, which is of whole months.

    Where few did, programme and department are empty. `value` is None of a comment.
    """

    span: int
    programme: str
    department: str
    question: str
    value: int | None
    n: int


class Opened(NamedTuple):
    """How many cases that are alike were opened in the span."""

    span: int
    kind: str
    reason: str
    department: str
    programme: str
    channel: str  # empty: the person did not come by a channel
    claimed: bool
    closed: bool
    reopened: bool
    n: int


class Waited(NamedTuple):
    """One hand-off: when it was opened, first answered by an officer, and closed."""

    span: int
    department: str
    programme: str
    channel: str
    reason: str
    outcome: str
    opened_at: datetime
    claimed_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None


class Applied(NamedTuple):
    """How many applications that are alike. `verified`: an officer found their data complete."""

    span: int
    programme: str
    department: str
    state: str
    channel: str
    verified: bool
    n: int


class Unsettled(NamedTuple):
    """How many questions nothing answered well, by why, and whether they were dealt with since."""

    span: int
    reason: str
    state: str
    n: int


@dataclass(frozen=True, slots=True)
class Records:
    """Everything of some spans of time; `span` is the number of each in their order."""

    asked: Sequence[Asked] = ()
    opened: Sequence[Opened] = ()
    waited: Sequence[Waited] = ()
    applied: Sequence[Applied] = ()
    unsettled: Sequence[Unsettled] = ()
    followed: FollowUps = field(default_factory=FollowUps)
    enquired: Sequence[Asked] = ()  # as `asked`, of answers to enquiries
    unnamed: Sequence[Unnamed] = ()
    recommended: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """By half-year, how many gave each score from 0 to 10."""


async def records(view: View, spans: Sequence[Span]) -> Records:
    """What fell due, was opened, submitted or asked from each first moment to before the second."""
    halves = dict.fromkeys(_half(since) for since, _ in spans)
    return Records(
        asked=await in_spans(view, "report_ratings", spans, _asked, kind="service"),
        opened=await in_spans(view, "report_cases", spans, _opened),
        waited=await in_spans(view, "report_waits", spans, _waited, kind=HAND_OFF),
        applied=await in_spans(view, "report_applications", spans, _applied),
        unsettled=await in_spans(view, "report_questions", spans, _unsettled),
        followed=await follow_ups(view, spans),
        enquired=await in_spans(view, "report_ratings", spans, _asked, kind="enquiry"),
        unnamed=await _unnamed(view, spans),
        recommended={half: await recommendations.scores(view, half) for half in halves},
    )


def _asked(span: int, row: Row) -> Asked:
    return Asked(
        span,
        row["state"],
        row["programme"],
        row["department"],
        row["channel"],
        row["officer"],
        row["policy"],
        row["score"],
        row["reason"],
        bool(row["commented"]),
        bool(row["unconfirmed"]),
        {name: score for name in SCALES if (score := row[name]) is not None},
        row["fate"],
        row["n"],
    )


async def _unnamed(view: View, spans: Sequence[Span]) -> list[Unnamed]:
    """The pool knows months alone: of any other span nothing can be said."""
    months: dict[int, dict[str, Parameter]] = {
        n: {"since": f"{since:%Y-%m}", "until": f"{until:%Y-%m}"}
        for n, (since, until) in enumerate(spans)
        if since.day == until.day == 1
    }
    found = await view.read_each("report_unnamed", months.values())
    return [
        Unnamed(
            n, row["programme"], row["department"], row["question"], row["value"], int(row["n"])
        )
        for n, rows in zip(months, found, strict=True)
        for row in rows
    ]


def _unsettled(span: int, row: Row) -> Unsettled:
    return Unsettled(span, row["reason"], row["state"], row["n"])


def _half(since: datetime) -> str:
    return f"{since.year}-{1 if since.month <= _JUNE else 2}"


def _opened(span: int, row: Row) -> Opened:
    return Opened(
        span,
        row["kind"],
        row["reason"],
        row["department"] or "",
        row["programme"] or "",
        row["channel"] or "",
        bool(row["claimed"]),
        bool(row["closed"]),
        bool(row["reopened"]),
        row["n"],
    )


def _waited(span: int, row: Row) -> Waited:
    return Waited(
        span,
        row["department"] or "",
        row["programme"] or "",
        row["channel"] or "",
        row["reason"],
        row["outcome"] or "",
        moment(row["opened_at"]),
        moment(row["claimed_at"]),
        moment(row["replied_at"]),
        moment(row["closed_at"]),
    )


def _applied(span: int, row: Row) -> Applied:
    return Applied(
        span,
        row["programme"],
        row["department"] or "",
        row["state"],
        row["channel"] or "",
        bool(row["verified"]),
        row["n"],
    )
