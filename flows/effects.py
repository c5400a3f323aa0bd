"""What a turn asks the shell to do. The shell turns each into rows of the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flows.conversation import Conversation
from flows.events import Event
from flows.text import Option, Shown, Text, Value

Fields: TypeAlias = tuple[tuple[Text, Shown], ...]
"""Labels and values as an officer may see them: names, numbers and mobiles masked."""


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the beneficiary, with things to pick when there are options.

    `progress` is (this question, of how many). `wants` asks the channel for its own button.
    """

    text: Text
    options: tuple[Option, ...] = ()
    prompt: int = 0
    progress: tuple[int, int] | None = None
    wants: Literal["contact"] | None = None


@dataclass(frozen=True, slots=True)
class Consented:
    """The notice of this version was agreed to or declined (PDPL, implementing regulation 4)."""

    version: str
    given: bool


@dataclass(frozen=True, slots=True)
class Submit:
    """A registration is complete (policy procedure 5)."""

    reference: str
    programme: str
    applicant: str
    answers: Mapping[str, Value]
    fields: Fields


@dataclass(frozen=True, slots=True)
class Escalate:
    """A person takes over (policy procedure 3): open the case `reference`."""

    reference: str
    reason: str
    flow: str
    question: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Relay:
    """What the beneficiary sent goes to the officer of `case`."""

    case: str
    event: Event


@dataclass(frozen=True, slots=True)
class Left:
    """The beneficiary ended the talk with the officer of `case`."""

    case: str


@dataclass(frozen=True, slots=True)
class Received:
    """The beneficiary's word on a delivery an officer recorded (policy procedure 6)."""

    application: str
    how: Literal["full", "partly", "no"]


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating after the service (policy procedure 7), as far as it is known: the last one counts.

    It is sent with the score, and again when a reason or a comment follows.
    """

    application: str
    score: int
    reason: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Notices nobody asked for may be sent, or may not."""

    on: bool


Effect: TypeAlias = (
    Say | Consented | Submit | Escalate | Relay | Left | Received | Rated | Subscribed
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event makes of a conversation."""

    conversation: Conversation
    effects: tuple[Effect, ...] = ()
