"""A programme as the association writes it: its conditions, questions, documents and terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flows.wording import Wording

Applicant = Literal["individual", "guardian", "organisation"]
AUDIENCE: Mapping[str, Applicant] = {
    "individual": "individual",
    "family": "individual",
    "guardian": "guardian",
    "organisation": "organisation",
}
"""Who may be applied for, and whom a programme must be open to for that."""
FieldKind = Literal[
    "text",
    "number",
    "choice",
    "choices",
    "yes_no",
    "governorate",
    "date",
    "birth_date",
    "document",
    "arabic_name",
    "resident_name",
    "national_id",
    "unified_number",
    "licence",
    "mobile",
    "email",
    "iban",
    "short_address",
    "location",
]
Measure = Literal[
    "riyal",
    "dollar",
    "person",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "kilometre",
    "kilogram",
    "square_metre",
    "percent",
]
"""What a number may count: the units of `flows.checks.units`."""
DocumentType = Literal["pdf", "jpeg", "png"]


@dataclass(frozen=True, slots=True)
class Pick:
    """One option of a programme's question."""

    id: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A question asked before the long ones; an answer outside `accepts` ends the form early."""

    key: str
    ask: Wording
    accepts: frozenset[str]
    refusal: Wording
    options: tuple[Pick, ...] = ()  # none: yes and no
    minors: frozenset[str] = frozenset()  # answers of somebody for whom a guardian has to apply
    help: Wording | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A question of one programme.

    `when` is the key of an earlier field and the answers to it, any of which it needs; a number
    or a date may be compared instead (``>= 3``, ``< 2020-01-31``).
    """

    key: str
    kind: FieldKind
    label: Wording
    ask: Wording
    help: Wording
    options: tuple[Pick, ...] = ()
    when: tuple[str, ...] | None = None
    optional: bool = False
    minimum: int = 0  # of a number; of characters in a text; of Hijri years since a birth
    maximum: int = 1000
    unit: Measure | None = None  # of a number
    past: bool = False  # a date that must not lie in the future
    future: bool = False  # a date that must not lie in the past
    within: int | None = None  # days from today that such a date may lie away
    lasting: bool = False  # as true in a later application, where it is offered for confirmation
    vulnerable: frozenset[str] = frozenset()  # picks with which an application goes first


@dataclass(frozen=True, slots=True)
class Document:
    """Files that one programme asks for: never of an identity card (PDPL, article 28).

    `when` is as of a field. `size` are megabytes of each of at most `most` files.
    """

    key: str
    label: Wording
    ask: Wording
    help: Wording
    types: frozenset[DocumentType]
    when: tuple[str, ...] | None = None
    optional: bool = False
    most: int = 3
    size: int = 10
    expires: bool = False  # when it does is asked too


@dataclass(frozen=True, slots=True)
class Programme:
    """What one can apply to, and what is delivered and rated in the end."""

    id: str
    title: Wording
    summary: Wording
    audience: frozenset[Applicant]
    department: str
    steps: tuple[Wording, ...]
    verify_days: int  # working days until the applicant hears from us
    terms: str  # version of the service terms accepted on submission
    eligibility: tuple[Eligibility, ...] = ()
    fields: tuple[Field, ...] = ()
    documents: tuple[Document, ...] = ()
    closes: date | None = None
    active: bool = True
    seats: int | None = None  # None: as many as apply
    conditions: Wording | None = None  # the service terms of that version, to be accepted

    def open_on(self, day: date) -> bool:
        return self.active and (self.closes is None or day <= self.closes)
