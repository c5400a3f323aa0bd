"""What reports are made of: ratings, cases and applications of a span of time, nobody named.

What is sealed stays sealed, and no person, reference or word of theirs comes out of here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Row
from storage.times import moment
from storage.unit import View

SCALES = ("effort", "conduct")
"""Further questions of the survey, each from 1 to 5, in columns that may not be there yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One rating that fell due. `scales` are the further questions that were answered."""

    due_at: datetime
    state: str
    programme: str
    department: str
    channel: str
    officer: str
    policy: str
    score: int | None
    reason: str | None
    commented: bool
    unconfirmed: bool
    scales: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Worked:
    """One case. `replied_at`: an officer's first words; `reopened`: how often it came back."""

    kind: str
    reason: str
    state: str
    outcome: str | None
    department: str
    programme: str
    channel: str  # empty: the person did not come by a channel
    opened_at: datetime
    claimed_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None
    reopened: int


@dataclass(frozen=True, slots=True)
class Applied:
    """One application. `verified`: an officer matched its data and found them complete."""

    programme: str
    department: str
    state: str
    channel: str
    submitted_at: datetime
    delivered_at: datetime | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Unsettled:
    """How many questions nothing answered well, by why and whether they were dealt with since."""

    reason: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Records:
    """Everything of one span of time, each in the order it began."""

    asked: tuple[Asked, ...] = ()
    worked: tuple[Worked, ...] = ()
    applied: tuple[Applied, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()


async def records(view: View, since: datetime, until: datetime) -> Records:
    """What fell due, was opened, was submitted or was asked from `since` on and before `until`."""
    span = {"since": since, "until": until}
    return Records(
        tuple(_asked(row) for row in await view.read_all("report_ratings", **span)),
        tuple(_worked(row) for row in await view.read_all("report_cases", **span)),
        tuple(_applied(row) for row in await view.read_all("report_applications", **span)),
        tuple(
            Unsettled(row["reason"], row["state"], row["count"])
            for row in await view.read_all("report_questions", **span)
        ),
    )


def _asked(row: Row) -> Asked:
    there = {name: row[name] for name in SCALES if name in row.keys()}  # noqa: SIM118 -- of a driver's row, `in` looks at values
    return Asked(
        due_at=moment(row["due_at"]),
        state=row["state"],
        programme=row["programme"],
        department=row["department"] or "",
        channel=row["channel"],
        officer=row["officer"] or "",
        policy=row["policy"],
        score=row["score"],
        reason=row["reason"],
        commented=row["comment"] is not None,
        unconfirmed=bool(row["unconfirmed"]),
        scales={name: score for name, score in there.items() if score is not None},
    )


def _worked(row: Row) -> Worked:
    return Worked(
        kind=row["kind"],
        reason=row["reason"],
        state=row["state"],
        outcome=row["outcome"],
        department=row["department"] or "",
        programme=row["programme"] or "",
        channel=row["channel"] or "",
        opened_at=moment(row["opened_at"]),
        claimed_at=moment(row["claimed_at"]),
        replied_at=moment(row["replied_at"]),
        closed_at=moment(row["closed_at"]),
        reopened=row["reopened"],
    )


def _applied(row: Row) -> Applied:
    return Applied(
        programme=row["programme"],
        department=row["department"] or "",
        state=row["state"],
        channel=row["channel"] or "",
        submitted_at=moment(row["submitted_at"]),
        delivered_at=moment(row["delivered_at"]),
        verified=bool(row["verified"]),
    )
