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
from storage.times import moment
from storage.unit import View

HAND_OFF = "hand_off"
_JUNE = 6
SCALES = ("effort", "conduct")
"""Further questions of the survey, each from 1 to 5."""


class Asked(NamedTuple):
    """One rating that fell due in the span. `scales`: the further questions that were answered.

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


async def records(view: View, spans: Sequence[tuple[datetime, datetime]]) -> Records:
    """What fell due, was opened, submitted or asked from each first moment to before the second."""
    asked: list[Asked] = []
    enquired: list[Asked] = []
    unnamed: list[Unnamed] = []
    opened: list[Opened] = []
    waited: list[Waited] = []
    applied: list[Applied] = []
    unsettled: list[Unsettled] = []
    for n, (since, until) in enumerate(spans):
        span = {"since": since, "until": until}
        for kind, found in (("service", asked), ("enquiry", enquired)):
            rows = await view.read_all("report_ratings", kind=kind, **span)
            found += [_asked(n, row) for row in rows]
        unnamed += await _unnamed(view, n, since, until)
        opened += [_opened(n, row) for row in await view.read_all("report_cases", **span)]
        rows = await view.read_all("report_waits", kind=HAND_OFF, **span)
        waited += [_waited(n, row) for row in rows]
        rows = await view.read_all("report_applications", **span)
        applied += [_applied(n, row) for row in rows]
        unsettled += [
            Unsettled(n, row["reason"], row["state"], row["n"])
            for row in await view.read_all("report_questions", **span)
        ]
    followed = await follow_ups(view, spans)
    halves = dict.fromkeys(_half(since) for since, _ in spans)
    return Records(
        asked,
        opened,
        waited,
        applied,
        unsettled,
        followed,
        enquired,
        unnamed,
        {half: await recommendations.scores(view, half) for half in halves},
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
    )


async def _unnamed(view: View, n: int, since: datetime, until: datetime) -> list[Unnamed]:
    """The pool knows months alone: of any other span nothing can be said."""
    if since.day != 1 or until.day != 1:
        return []
    months = {"since": f"{since:%Y-%m}", "until": f"{until:%Y-%m}"}
    return [
        Unnamed(
            n, row["programme"], row["department"], row["question"], row["value"], int(row["n"])
        )
        for row in await view.read_all("report_unnamed", **months)
    ]


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
