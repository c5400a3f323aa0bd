"""What a digest of the work counts: nobody named, nothing that the staff room must not see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Row
from storage.times import moment
from storage.unit import View


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one department: cases opened and closed since then, open now, and late of these."""

    opened: int = 0
    closed: int = 0
    open: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """`departments` by id, empty where a case has none; `oldest` is an open case, since when."""

    departments: Mapping[str, Counts]
    oldest: tuple[str, datetime] | None
    questions: int  # that no answer settled, and nobody dealt with
    documents: int  # of applications whose data are still to be matched
    myths: int  # misconceptions that were put right since then, however often each
    praises: Mapping[str, int]  # thanks since then, by department


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which states are open, which are the end, and of applications which are still matched.

    `late` is the level from which on a case is late.
    """

    open: Collection[str]
    ended: Collection[str]
    matched: Collection[str]
    late: int


async def digest(view: View, since: datetime, wanted: Wanted) -> Digest:
    """As it is now; what was opened or closed, since then."""
    states = list(wanted.open)
    opened = _counted(await view.read_all("digest_opened", since=since))
    ended = list(wanted.ended)
    closed = _counted(await view.read_all("digest_closed", since=since, states=ended))
    rows = await view.read_all("digest_open", states=states, late=wanted.late)
    still, late = _counted(rows), _counted(rows, "late")
    oldest = await view.read_one("digest_oldest", states=states)
    questions = await view.read_one("digest_questions")
    documents = await view.read_one("digest_documents", states=list(wanted.matched))
    myths = await view.read_one("digest_myths", since=since)
    praises = _counted(await view.read_all("digest_praises", since=since))
    assert myths is not None
    assert questions is not None
    assert documents is not None
    return Digest(
        departments={
            name: Counts(
                opened.get(name, 0), closed.get(name, 0), still.get(name, 0), late.get(name, 0)
            )
            for name in sorted(opened.keys() | closed.keys() | still.keys())
        },
        oldest=(oldest["reference"], moment(oldest["opened_at"])) if oldest else None,
        questions=questions["n"],
        documents=documents["n"],
        myths=myths["n"],
        praises=praises,
    )


async def scores(view: View, since: datetime) -> list[int]:
    """Of services, as they were given since then."""
    return [row["score"] for row in await view.read_all("digest_scores", since=since)]


async def recoveries(view: View, since: datetime, states: Collection[str]) -> list[str]:
    """References of the cases of low ratings: what was opened since then, or is in these states."""
    rows = await view.read_all("digest_recoveries", since=since, states=list(states))
    return [row["reference"] for row in rows]


def _counted(rows: Collection[Row], column: str = "n") -> dict[str, int]:
    return {row["department"] or "": int(row[column]) for row in rows}
