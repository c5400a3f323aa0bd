"""Everything remembered between two turns with one person at one address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flows.events import File, Opened
from flows.text import Value


class Form(Struct, frozen=True):
    """One flow in progress. Its position follows from the answers and is never stored."""

    flow: str
    given: Mapping[str, Value] = {}  # what it was opened with
    answers: Mapping[str, Value] = {}
    trail: tuple[str, ...] = ()  # steps answered, oldest first: what `back` walks
    asking: str | None = None  # the step whose question is on the screen
    prompt: int = 0  # the number its buttons carry
    refusals: int = 0  # answers to this question refused in a row
    files: tuple[File, ...] = ()  # what has come for this question so far
    draft: str = ""  # what there is of the answer to this question while it is not whole
    begun: datetime | None = None  # of a form that may be left: when its first answer was given
    touched: datetime | None = None  # and when it was worked on last
    nudged: bool = False  # since then it was reminded of


class Conversation(Struct, frozen=True):
    """The state of one address. `seen` is the Riyadh date of the last event."""

    language: Literal["ar", "en"] = "ar"
    greeted: bool = False
    forms: tuple[Form, ...] = ()  # a stack: an interruption goes on top
    prompts: int = 0  # questions asked so far, so that every prompt has its own number
    misses: int = 0  # texts in a row that were not understood
    turn: Literal["bot", "human", "paused"] = "bot"
    case: str | None = None  # the case whose officer hears what is said while a human has the turn
    waiting: tuple[Opened, ...] = ()  # flows that opened while an officer was talking
    seen: date | None = None
    turned_away: tuple[int, datetime] | None = None  # under which prompt a picture was, and when
    tapped: tuple[int, str] | None = None  # the prompt and option of the last button that counted

    @property
    def form(self) -> Form | None:
        return self.forms[-1] if self.forms else None

    @property
    def talk(self) -> str | None:
        """The case whose officer hears what is said now."""
        return self.case if self.turn == "human" else None

    def with_form(self, form: Form) -> Conversation:
        return replace(self, forms=(*self.forms[:-1], form))
