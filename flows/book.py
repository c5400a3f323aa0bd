"""The book: everything the association maintains itself, as read from `association/`.

Shapes only. `bot.content` reads the TOML files, checks them and builds a `Book`; a flow reads it
through `Context.book`. Every wording has Arabic and English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from flows.hours import Anniversary, Frame, Hours, Period, Prayer, Quiet, Ramadan
from flows.programme import (
    Applicant,
    Document,
    DocumentType,
    Eligibility,
    Field,
    FieldKind,
    Measure,
    Pick,
    Programme,
)
from flows.wording import Language, Wording

if TYPE_CHECKING:
    from flows.charter import Misconception, Party, Referral, Voice

__all__ = [  # read from here as parts of the book
    "Anniversary",
    "Applicant",
    "Document",
    "DocumentType",
    "Eligibility",
    "Field",
    "FieldKind",
    "Frame",
    "Hours",
    "Language",
    "Measure",
    "Period",
    "Pick",
    "Prayer",
    "Programme",
    "Quiet",
    "Ramadan",
    "Wording",
]

Role = Literal["officer", "supervisor", "focal", "admin"]
"""Who takes ordinary cases."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The association's own limits (policy goal 2: precision, speed, quality)."""

    misunderstood_texts: int = 2
    refused_answers: int = 3
    stacked_forms: int = 5
    resume_after_days: int = 1
    draft_days: int = 30
    first_reply_minutes: int = 15
    next_reply_minutes: int = 60
    question_days: int = 2
    letter_days: int = 5
    objection_days: int = 10
    grace_hours: int = 72
    silence_days: int = 3
    lease_minutes: int = 30
    lease_reminder: int = 20
    warning_percent: int = 75
    rating_days: int = 30
    recommendation_sample: int = 200
    low_score: int = 2
    recovery_days: int = 1
    improvement_days: int = 15
    alike_low_ratings: int = 3
    sensitive_hours: int = 24


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach people rather than the bot."""

    phone: str
    email: str
    website: str
    address: Wording
    map: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whom to call where somebody is in danger now."""

    name: Wording
    phone: str


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the consent notice must say (PDPL implementing regulation, article 4)."""

    version: str
    purpose: Wording
    retention: Wording
    officer: Wording
    email: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The approved policy this service implements."""

    version: str
    approved: date
    review: date
    link: str
    beyond: Wording  # whom to turn to where an objection did not help


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the policy that a decision may rest on, quoted."""

    id: str
    title: Wording
    text: Wording
    code: str = ""  # what officers may type for it, such as R2


@dataclass(frozen=True, slots=True)
class CannedReply:
    """Approved words that an officer sends with one tap, until a day."""

    id: str
    title: Wording
    text: Wording
    source: Wording
    valid_until: date
    department: str | None = None  # None: of all departments

    def valid_on(self, day: date) -> bool:
        return day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept once they are over; `Privacy.retention` says the first two."""

    served_years: int = 5  # an application after the service
    refused_years: int = 1  # one that came to nothing
    talk_days: int = 365  # what was said, after the case or the application was closed
    room_days: int = 30  # a closed case in a staff group
    failed_days: int = 90  # an update that could not be handled
    inbox_days: int = 30  # the keys by which a second delivery is known
    due_days: int = 90  # what fell due and was done


@dataclass(frozen=True, slots=True)
class Association:
    """Who we are."""

    name: Wording
    licence: str
    contact: Contact
    privacy: Privacy
    policy: Policy
    hours: Hours
    numbers: Numbers = field(default_factory=Numbers)
    retention: Retention = field(default_factory=Retention)
    emergency: tuple[Emergency, ...] = ()


@dataclass(frozen=True, slots=True)
class Department:
    id: str
    name: Wording


@dataclass(frozen=True, slots=True)
class Governorate:
    id: str
    name: Wording
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Officer:
    """A person allowed to act in the staff room. `alias` is the name beneficiaries see."""

    id: str
    telegram: int | None
    alias: Wording
    roles: frozenset[Role]
    departments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A fact the bot may say (policy procedure 4): owned, sourced, approved and dated."""

    id: str
    title: Wording
    text: Wording
    phrasings: tuple[str, ...]
    owner: str  # a department
    source: Wording
    approved_by: Wording
    valid_until: date
    opens: str | None = None  # a flow to offer after it, or instead of it
    corrects: date | None = None  # who was given what it said before, from then on, is told

    def valid_on(self, day: date) -> bool:
        return day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Sample:
    """What a placeholder may stand for, for those who approve a template."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """What may be said on WhatsApp when its 24 hours are over, once it was approved there.

    `{key}` in the body stands for a value of that sample's kind.
    """

    id: str
    category: Literal["utility", "marketing"]
    body: Wording
    samples: tuple[Sample, ...]
    buttons: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    association: Association
    departments: Mapping[str, Department]
    governorates: Mapping[str, Governorate]
    programmes: Mapping[str, Programme]
    answers: Mapping[str, Answer]
    officers: Mapping[str, Officer]
    words: Mapping[str, frozenset[str]]  # what people type: a meaning, its folded spellings
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    replies: Mapping[str, CannedReply] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    referrals: Mapping[str, Referral] = field(default_factory=dict)
