"""What a turn asks the shell to do. The shell turns each into rows of the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

from flows.conversation import Conversation
from flows.events import Event, File
from flows.lanes import Lane
from flows.text import Option, Shown, Text, Value

Fields: TypeAlias = tuple[tuple[Text, Shown], ...]
"""Labels and values as an officer may see them: names, numbers and mobiles masked."""


class Say(Struct, frozen=True):
    """Words for the beneficiary, with things to pick when there are options.

    `progress` is (this question, of how many). `wants` asks the channel for its own button.
    """

    text: Text
    options: tuple[Option, ...] = ()
    prompt: int = 0
    progress: tuple[int, int] | None = None
    wants: Literal["contact", "file"] | None = None


class Consented(Struct, frozen=True):
    """The notice of this version was agreed to or declined (PDPL, implementing regulation 4)."""

    version: str
    given: bool


class Submit(Struct, frozen=True):
    """A registration is complete (policy procedure 5)."""

    reference: str
    programme: str
    applicant: str
    answers: Mapping[str, Value]
    fields: Fields


class Corrected(Struct, frozen=True):
    """The answers an officer asked for again are given; `answers` are all of the application's."""

    application: str
    answers: Mapping[str, Value]
    fields: Fields


class Withdrawn(Struct, frozen=True):
    """The beneficiary takes an application back."""

    application: str


class Objected(Struct, frozen=True):
    """The beneficiary objects to a decision: open the objection `reference`."""

    reference: str
    application: str
    why: str


class Discarded(Struct, frozen=True):
    """A draft was given up or its days are over: what was said for it is destroyed."""

    flow: str
    begun: datetime
    answers: Mapping[str, Value]
    why: Literal["given_up", "expired"]


class Renewed(Struct, frozen=True):
    """The identity document behind an application has this date of expiry now (ISO)."""

    application: str
    expiry: str


class Escalate(Struct, frozen=True):
    """A person takes over (policy procedure 3): open the case `reference`.

    `about` is the application that it is about, if that has a case of its own; `concerns` the
    officer it is about, who must never see it.
    """

    reference: str
    reason: str
    flow: str
    question: str
    fields: Fields
    about: str | None = None
    lane: Lane = "general"
    concerns: str | None = None


class Public(Struct, frozen=True):
    """What was held back, for it might have been a sensitive report, is none."""


class Unanswered(Struct, frozen=True):
    """A question that the book answers not at all, or not well; `shown` are the answers given.

    `reason` is one of `flows.handoff.GAPS`, or "not_quite" where another answer helped in the end.
    """

    question: str
    reason: str
    shown: tuple[str, ...] = ()


class Debunked(Struct, frozen=True):
    """A misconception was met and put right."""

    misconception: str


class Keep(Struct, frozen=True):
    """The file that was just sent is kept, as part of the document `key`."""

    key: str
    file: File


class Gather(Struct, frozen=True):
    """Unless more files come within a moment, say that none has since the one with this id."""

    last: str


class Erase(Struct, frozen=True):
    """What was just sent is deleted where it lies, as far as its channel allows."""


class Relay(Struct, frozen=True):
    """What the beneficiary sent goes to the officer of `case`."""

    case: str
    event: Event


class Settled(Struct, frozen=True):
    """The beneficiary agrees with the outcome of `case`: it is closed."""

    case: str


class Reopened(Struct, frozen=True):
    """The beneficiary is not helped by the outcome of `case`, or has more to say."""

    case: str


class Left(Struct, frozen=True):
    """The beneficiary ended the talk with the officer of `case`."""

    case: str


class Received(Struct, frozen=True):
    """The beneficiary's word on a delivery an officer recorded (policy procedure 6)."""

    application: str
    how: Literal["full", "partly", "no"]


class Rated(Struct, frozen=True):
    """A rating after the service (policy procedure 7), as far as it is known: the last one counts.

    It is sent with the score, and again when anything follows. `effort` and `conduct` are from 1
    to 5; `voice` tells of a voice note in place of a comment.
    """

    application: str
    score: int
    effort: int | None = None
    conduct: int | None = None
    reason: str | None = None
    comment: str | None = None
    voice: bool = False


class Unsigned(Struct, frozen=True):
    """One answer of a rating without a name: nothing else may keep it.

    `value` is from 1 to 5; a comment has `words`, or neither where it was a voice note.
    """

    application: str
    question: str
    value: int | None = None
    words: str | None = None


class Surveyed(Struct, frozen=True):
    """An answer of the book helped: whoever asked is asked about it under this number.

    `held`: why they are not, which is counted.
    """

    reference: str
    answer: str
    held: str | None = None


class Declined(Struct, frozen=True):
    """Somebody would rather not answer a survey."""

    application: str


class Recommended(Struct, frozen=True):
    """How likely it is that a person recommends the association, 0 to 10; None: they skipped it."""

    half: str
    score: int | None = None


class Rerated(Struct, frozen=True):
    """The one rating after `recovery`, a case, made the first one good; from 1 to 5."""

    recovery: str
    score: int


class Praised(Struct, frozen=True):
    """Thanks for a department, to be relayed without a name."""

    department: str
    words: str


class Subscribed(Struct, frozen=True):
    """Notices nobody asked for may be sent, or may not."""

    on: bool


Effect: TypeAlias = (
    Say
    | Consented
    | Submit
    | Corrected
    | Withdrawn
    | Objected
    | Escalate
    | Public
    | Debunked
    | Unanswered
    | Relay
    | Left
    | Settled
    | Reopened
    | Received
    | Rated
    | Unsigned
    | Surveyed
    | Declined
    | Recommended
    | Rerated
    | Praised
    | Subscribed
    | Discarded
    | Renewed
    | Keep
    | Gather
    | Erase
)


class Turn(Struct, frozen=True):
    """What one event makes of a conversation."""

    conversation: Conversation
    effects: tuple[Effect, ...] = ()
