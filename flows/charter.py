"""What the association holds out besides answers: rights, promises, corrections, and other doors.

Shapes only, like `flows.book`: `bot.content` reads them from `association/`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.book import Wording
from flows.lanes import Lane


@dataclass(frozen=True, slots=True)
class Voice:
    """Who takes on a complaint, a suggestion or a wish to be erased, and by when."""

    id: str
    department: str
    days: int  # working days
    urgent: bool = False
    lane: Lane = "general"  # who may see what is said


@dataclass(frozen=True, slots=True)
class Misconception:
    """What many believe, and what is true (policy goal 5). `phrases` are how people put it."""

    id: str
    myth: Wording
    fact: Wording
    source: Wording
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Whom the association deals with, what is due to them and what by them (policy preamble)."""

    id: str
    title: Wording
    rights: tuple[Wording, ...]
    duties: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Referral:
    """A need that others serve: who they are and how they are reached. A phone, a link or both."""

    id: str
    need: Wording
    name: Wording
    phrases: tuple[str, ...]
    phone: str | None = None
    link: str | None = None
