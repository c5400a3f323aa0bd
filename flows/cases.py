"""A case: work for an officer, from the moment nobody has it to its outcome (procedure 3).

`MOVES` says what may happen; `make` says what a move comes to for the beneficiary. The state
always tells whose turn it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from flows import applications
from flows.book import Officer, Role
from flows.events import HandedBack, Opened, Spoke
from flows.lifecycle import Lifecycle
from flows.text import Shown, Text

TALKING = ("claimed", "waiting_officer", "waiting_beneficiary")
OPEN = ("queued", *TALKING)
CASE_ROLES: frozenset[Role] = frozenset({"officer", "supervisor"})
OUTCOMES = ("solved", "explained", "referred", "not_possible", "no_reply")

MOVES = Lifecycle(
    {
        "claim": ("officer", {"queued": "claimed"}),
        "take_over": ("supervisor", dict.fromkeys(TALKING, "claimed")),
        "say": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "hear": (
            "beneficiary",
            {"queued": "queued", **dict.fromkeys(TALKING, "waiting_officer")},
        ),
        "deliver": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "receive": ("beneficiary", dict.fromkeys(OPEN, "closed")),
        "dispute": (
            "beneficiary",
            {"queued": "queued", "closed": "queued", **dict.fromkeys(TALKING, "waiting_officer")},
        ),
        "hand_back": ("owner", dict.fromkeys(TALKING, "claimed")),
        "release": ("owner", dict.fromkeys(TALKING, "queued")),
        "close": ("owner", dict.fromkeys(TALKING, "closed")),
        "leave": ("beneficiary", dict.fromkeys(OPEN, "withdrawn")),
    }
)


OFFICERS_MOVES = frozenset(m for m in MOVES.moves if MOVES.who(m) != "beneficiary")


@dataclass(frozen=True, slots=True)
class Case:
    """What a move needs to know. `kind` is hand_off or application."""

    reference: str
    kind: Literal["hand_off", "application"]
    state: str
    owner: str | None = None
    application: str | None = None
    application_state: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """Words of ours for the beneficiary, about this case."""

    text: Text


@dataclass(frozen=True, slots=True)
class Words:
    """The officer's own words, to go out as they are."""

    text: str


CaseEffect: TypeAlias = Tell | Words | Spoke | HandedBack


@dataclass(frozen=True, slots=True)
class Moved:
    case: Case
    effects: tuple[CaseEffect, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a move is not made; `reason` is what the officer reads."""

    reason: Text


def make(
    case: Case, move: str, officer: Officer, *, text: str = "", outcome: str = ""
) -> Moved | Refused:
    """An officer's move on a case. Moves of the beneficiary's are not theirs to make.

    A supervisor who claims what somebody else has takes it over.
    """
    if not officer.roles & CASE_ROLES:
        return Refused(Text("case.refused.role"))
    if move == "claim" and "take_over" in available(case, officer):
        move = "take_over"
    state = MOVES.after(case.state, move) if move in OFFICERS_MOVES else None
    if state is None:
        return Refused(_closed_to(case, move, officer))
    if MOVES.who(move) == "owner" and case.owner != officer.id:
        return Refused(Text("case.refused.not_owner"))
    if lacking := _lacking(case, move, text, outcome):
        return Refused(lacking)
    owners = {"claim": officer.id, "take_over": officer.id, "release": None}
    owner = owners.get(move, case.owner)
    after = replace(case, state=state, owner=owner, outcome=outcome or case.outcome)
    return Moved(after, tuple(_effects(after, move, officer, text.strip(), outcome)))


def _closed_to(case: Case, move: str, officer: Officer) -> Text:
    """Why the state does not allow the move."""
    if move != "claim" or case.state not in TALKING or case.owner is None:
        return Text("case.refused.state", {"state": Text(f"case.state.{case.state}")})
    if case.owner == officer.id:
        return Text("case.refused.yours")
    return Text("case.refused.taken", {"owner": Text(f"book.officer.{case.owner}")})


def _lacking(case: Case, move: str, text: str, outcome: str) -> Text | None:
    """What else the move needs."""
    if move in {"say", "close"} and not text.strip():
        return Text("case.refused.no_text")
    if move == "close" and outcome not in OUTCOMES:
        return Text("case.refused.no_outcome")
    if move == "deliver" and not case.application:
        return Text("case.refused.no_application")
    if move == "deliver" and not deliverable(case):
        return Text("case.refused.delivered")
    return None


def _effects(
    case: Case, move: str, officer: Officer, text: str, outcome: str
) -> Iterator[CaseEffect]:
    alias: dict[str, Shown] = {
        "officer": Text(f"book.officer.{officer.id}"),
        "reference": case.reference,
    }
    match move:
        case "claim" | "take_over" if case.kind == "hand_off":
            yield Tell(Text("case.claimed", alias))
        case "say":
            yield Words(text)
            yield Spoke(case.reference)
        case "deliver":
            asked = Opened("delivery", {"application": str(case.application)})
            yield HandedBack(case.reference, asked)
        case "hand_back":
            yield HandedBack(case.reference)
        case "release" if case.kind == "hand_off":
            yield Tell(Text("case.released", {"reference": case.reference}))
        case "close":
            result: dict[str, Shown] = {"outcome": Text(f"case.outcome.{outcome}"), "text": text}
            yield Tell(Text("case.closed", {"reference": case.reference} | result))
            yield HandedBack(case.reference)


def follow(case: Case, move: str) -> Case | None:
    """What the beneficiary's own move makes of a case; None where it changes nothing."""
    state = MOVES.after(case.state, move)
    return replace(case, state=state) if state else None


def deliverable(case: Case) -> bool:
    return bool(applications.MOVES.after(str(case.application_state), "deliver"))


def available(case: Case, officer: Officer) -> tuple[str, ...]:
    """The moves this officer may make now, for buttons."""
    is_owner = case.owner == officer.id
    may = {
        "officer": bool(officer.roles & CASE_ROLES),
        "owner": is_owner,
        "supervisor": "supervisor" in officer.roles and not is_owner,
    }
    return tuple(
        move
        for move in MOVES.open_to(case.state)
        if may.get(MOVES.who(move)) and (move != "deliver" or deliverable(case))
    )
