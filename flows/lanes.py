"""Lanes: who may see a case. Whoever lists, opens, counts, moves or prints one asks here.

A case in the general lane is seen by officers and supervisors, one of the supervisors' lane by
supervisors alone, a sensitive one by the focal points alone; whom it concerns never sees it. An
administrator sees none by that role.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

from flows.book import Officer, Role
from flows.text import Text

Lane: TypeAlias = Literal["general", "supervisors", "focal"]

ROLES: Mapping[Lane, frozenset[Role]] = {
    "general": frozenset({"officer", "supervisor"}),
    "supervisors": frozenset({"supervisor"}),
    "focal": frozenset({"focal"}),
}
"""The roles that open a lane."""
CASE_ROLES: frozenset[Role] = frozenset[Role]().union(*ROLES.values())
"""The roles of whoever takes cases of some lane."""


MOVES = frozenset({"sensitive", "not_sensitive"})
"""Moves that lead from one lane to another."""


class Kept(Protocol):
    """What is looked at of a case: its lane, and the officer it is about."""

    @property
    def lane(self) -> Lane: ...
    @property
    def concerns(self) -> str | None: ...


class Placed(Kept, Protocol):
    """`home` is the lane of its kind."""

    @property
    def home(self) -> Lane: ...


def lanes_of(officer: Officer) -> tuple[Lane, ...]:
    return tuple(lane for lane, roles in ROLES.items() if officer.roles & roles)


def sees(officer: Officer, case: Kept) -> bool:
    """Whether the officer may see the case, and all that belongs to it."""
    return case.lane in lanes_of(officer) and case.concerns != officer.id


def is_kept_from(officer: Officer, case: Kept) -> bool:
    """Whether the officer must not learn that there is such a case.

    Of the general ones everybody of the association knows that there are some.
    """
    is_apart = case.lane != "general" or case.concerns == officer.id
    return is_apart and not sees(officer, case)


def after(move: str, case: Placed) -> Lane:
    """The lane a move leaves the case in."""
    kept: Mapping[str, Lane] = {"sensitive": "focal", "not_sensitive": case.home}
    return kept.get(move, case.lane)


def lacking(move: str, case: Placed) -> Text | None:
    """Why the case does not leave its lane by this move, if so.

    What is about an officer stays where that one has no part.
    """
    if move == "not_sensitive" and case.concerns is not None:
        return Text("case.refused.stays_apart")
    is_there = (case.lane == "focal") == (move == "sensitive")
    return Text("case.refused.there_already") if is_there else None


def has_a_room(case: Kept, officers: Mapping[str, Officer]) -> bool:
    """Whether the group chat of its lane may hear of it: not where the one it concerns sits."""
    about = officers.get(case.concerns or "")
    return about is None or case.lane not in lanes_of(about)


def lane_about(officer: str, officers: Mapping[str, Officer]) -> Lane:
    """Who takes on a complaint about this officer: another supervisor, else the focal points."""
    others = (other for other in officers.values() if other.id != officer)
    return "supervisors" if any("supervisor" in o.roles for o in others) else "focal"
