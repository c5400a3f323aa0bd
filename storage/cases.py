"""Cases: the work that waits for officers, and the topics it has in staff rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from storage.connection import Row
from storage.shape import Shape
from storage.times import moment
from storage.unit import Parameter, Unit, View
from storage.vault import Json

Lane: TypeAlias = Literal["general", "supervisors", "focal"]


@dataclass(frozen=True, slots=True)
class Case:
    """One row. A case is open as long as it has no `closed_at`."""

    reference: str  # reserved with `references.reserve`
    kind: str
    reason: str
    state: str
    opened_at: datetime
    updated_at: datetime
    address: str | None = None  # None: the person did not come by a channel
    person: str | None = None
    flow: str | None = None
    owner: str | None = None  # an officer's id
    department: str | None = None
    programme: str | None = None
    application: str | None = None
    priority: int = 0  # greater goes first
    details: Json | None = None
    outcome: str | None = None
    summary: str | None = None
    claimed_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    level: int = 0  # of escalation
    lane: Lane = "general"  # who may see it
    concerns: str | None = None  # the officer it is about, who never sees it
    follows: str | None = None  # the case it goes on from, or was merged into
    parked: bool = False  # a reply waits for the person to write
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseRoom:
    """The place of a case in one staff room."""

    case: str
    room: str  # the channel's id of the group
    opened_at: datetime
    thread: str | None = None  # the channel's id of the topic
    card: str | None = None  # the channel's id of the message with the buttons


@dataclass(frozen=True, slots=True)
class Sight:
    """What an officer may be shown: cases of these lanes, and none that concerns `reader`."""

    reader: str  # the officer's id
    lanes: Collection[Lane]
    department: str | None = None  # None: any


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are for somebody to look at, and when the newest was opened."""

    open: int
    mine: int
    unclaimed: int
    late: int
    newest: datetime | None


CASE = Shape(Case, "cases", sealed=("details", "summary"))
ROOM = Shape(CaseRoom, "case_rooms")


def open(unit: Unit, case: Case) -> None:  # noqa: A001 -- read with the module: cases.open
    """Add a case. A reference used twice fails the unit."""
    unit.write("case_open", **CASE.parameters(unit.vault, case))


def move(unit: Unit, case: Case) -> None:
    """Store the case as a move left it: everything but where it came from and when."""
    unit.write("case_move", **CASE.parameters(unit.vault, case))


async def by_reference(view: View, reference: str) -> Case | None:
    row = await view.read_one("case_by_reference", reference=reference)
    return None if row is None else CASE.load(view.vault, row)


async def by_references(view: View, references: Collection[str]) -> dict[str, Case]:
    """By reference; one that there is not is left out."""
    rows = await view.read_all("cases_by_references", references=list(references))
    return {row["reference"]: CASE.load(view.vault, row) for row in rows}


async def before(view: View, reference: str) -> int:
    """How many of those that wait go before this one: as at the desk, of the same lane."""
    row = await view.read_one("cases_before", reference=reference)
    return row["count"] if row else 0


async def by_thread(view: View, room: str, thread: str) -> Case | None:
    """The case whose topic this is."""
    row = await view.read_one("case_by_thread", room=room, thread=thread)
    return None if row is None else CASE.load(view.vault, row)


async def open_of(view: View, addresses: Iterable[str]) -> dict[str, list[Case]]:
    """The open cases by address, oldest first; an address without any is left out."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for row in await view.read_all("cases_open", addresses=list(addresses)):
        found[row["address"]].append(CASE.load(view.vault, row))
    return dict(found)


async def answered(view: View, person: str, reason: str, again: str, since: datetime) -> list[Case]:
    """Those of a person opened for this reason and resolved since then, oldest first; not those
    that a case follows which was opened for the reason `again`.
    """
    rows = await view.read_all(
        "cases_answered", person=person, reason=reason, again=again, since=since
    )
    return [CASE.load(view.vault, row) for row in rows]


async def last_ended(
    view: View, person: str, kind: str, lane: Lane, since: datetime
) -> Case | None:
    """The case of this kind and lane that ended last, if one has since then."""
    row = await view.read_one("case_last_ended", person=person, kind=kind, lane=lane, since=since)
    return None if row is None else CASE.load(view.vault, row)


def park(unit: Unit, reference: str) -> None:
    """A reply waits for the person to write."""
    unit.write("case_park", reference=reference)


def unpark(unit: Unit, address: str) -> None:
    """The person wrote: what waited goes out."""
    unit.write("cases_unpark", address=address)


async def of_reason(view: View, reason: str, since: datetime, limit: int = 50) -> list[Case]:
    """Those opened for this reason since then, newest first."""
    rows = await view.read_all("cases_of_reason", reason=reason, since=since, limit=limit)
    return [CASE.load(view.vault, row) for row in rows]


async def desk(
    view: View,
    states: Collection[str],
    sight: Sight,
    *,
    owner: str | None = None,
    due_before: datetime | None = None,
    limit: int = 50,
) -> list[Case]:
    """The first of the cases in any of these states: by priority, those that wait for an officer
    first, then by when they are due. None for an owner or a due time means any.
    """
    rows = await view.read_all(
        "cases_desk",
        **_seen_by(sight, states),
        owner=owner,
        due_before=due_before,
        limit=limit,
    )
    return [_listed(view, row) for row in rows]


async def latest(view: View, states: Collection[str], sight: Sight, limit: int = 50) -> list[Case]:
    """Those of `desk` that changed last, for states in which nothing is due."""
    rows = await view.read_all("cases_latest", **_seen_by(sight, states), limit=limit)
    return [_listed(view, row) for row in rows]


async def counts(
    view: View,
    states: Collection[str],
    ours: Collection[str],
    sight: Sight,
    now: datetime,
) -> Counts:
    """Of the cases in these states; late are only those in `ours`."""
    row = await view.read_one("cases_counts", **_seen_by(sight, states), ours=list(ours), now=now)
    assert row is not None
    newest = moment(row["newest"]) if row["newest"] else None
    return Counts(row["every"], row["mine"], row["unclaimed"], row["late"], newest)


def _listed(view: View, row: Row) -> Case:
    """One of many: what was changed in it hides no other."""
    return CASE.load(view.vault, row, details=None, summary=None)


def _seen_by(sight: Sight, states: Collection[str]) -> dict[str, Parameter]:
    return {
        "states": list(states),
        "lanes": list(sight.lanes),
        "reader": sight.reader,
        "department": sight.department,
    }


def enter(unit: Unit, place: CaseRoom) -> None:
    """The case is in this room; what is None stays as it was known before."""
    unit.write("case_room_enter", **ROOM.parameters(unit.vault, place))


def leave(unit: Unit, case: str, room: str) -> None:
    """The case is not in this room any more: its topic is gone, or none of the room's business."""
    unit.write("case_room_leave", case=case, room=room)


async def to_clear(
    view: View, before: datetime, rooms: Collection[str], after: str, limit: int
) -> list[tuple[str, str]]:
    """Cases closed before then that stand in one of these rooms still, each with the room: in the
    order of their references, those that come after `after`.
    """
    rows = await view.read_all(
        "cases_to_clear", before=before, rooms=list(rooms), after=after, limit=limit
    )
    return [(row["case"], row["room"]) for row in rows]


def move_room(unit: Unit, old: str, new: str) -> None:
    """The group got another id: every case there goes with it."""
    unit.write("case_rooms_move", old=old, new=new)


async def rooms(view: View, case: str) -> list[CaseRoom]:
    """Where the case is, oldest first."""
    rows = await view.read_all("case_rooms_of", case=case)
    return [ROOM.load(view.vault, row) for row in rows]
