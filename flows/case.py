"""What a case is to the rules that move it, and what a move of it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from flows.book import Department, Officer
from flows.checklist import Checklist
from flows.ending import Matter
from flows.events import HandedBack, Merged, Opened, Spoke
from flows.lanes import Lane
from flows.text import Text


@dataclass(frozen=True, slots=True)
class Case:
    """What a move needs to know. `decider` took the decision that an objection is about.

    `follows` is the case that this one goes on from, or was merged into; `home` the lane of its
    kind, where it goes back to if it was no sensitive one after all.
    """

    reference: str
    kind: Literal["hand_off", "application", "objection"]
    state: str
    owner: str | None = None
    application: str | None = None
    application_state: str | None = None
    outcome: str | None = None
    decider: str | None = None
    person: str | None = None
    department: str | None = None
    follows: str | None = None
    checklist: Checklist = field(default_factory=Checklist)
    lane: Lane = "general"
    home: Lane = "general"
    concerns: str | None = None  # the officer it is about
    matter: Matter = "talk"
    nudges: int = 0  # how often the person was written to since they last wrote


@dataclass(frozen=True, slots=True)
class Wish:
    """A move as an officer asks for it. `about` is the field that a mark is for, or a file.

    `outcome` is how a field was confirmed, what a case is closed with, or the clause that a
    rejection rests on. `to` is who or what the case is given to, or the case it goes on in.
    """

    move: str
    text: str = ""
    outcome: str = ""
    about: str = ""
    to: Officer | Department | Case | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """Words of ours for the beneficiary, about this case."""

    text: Text


@dataclass(frozen=True, slots=True)
class Words:
    """The officer's own words, to go out as they are."""

    text: str


CaseEffect: TypeAlias = Tell | Words | Spoke | HandedBack | Opened | Merged


@dataclass(frozen=True, slots=True)
class Moved:
    """`steps` are the moves of the application, `marked` the fields that got a mark."""

    case: Case
    effects: tuple[CaseEffect, ...] = ()
    steps: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a move is not made; `reason` is what the officer reads.

    `lapsed` are fields that stood in its way because they are no longer valid.
    """

    reason: Text
    lapsed: tuple[str, ...] = ()
