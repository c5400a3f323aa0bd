"""What arrives in a conversation: from the beneficiary, an officer's move, or a due time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

from flows.text import Value


class Said(Struct, frozen=True):
    """The beneficiary typed. Commands such as ``/start`` arrive as typed text too."""

    text: str


class Tapped(Struct, frozen=True):
    """The beneficiary pressed a button we offered: under which prompt, which option."""

    prompt: int
    option: str


class Edited(Struct, frozen=True):
    """The beneficiary changed a text sent earlier."""

    text: str


class File(Struct, frozen=True):
    """What a file turned out to be. `id` is ours and ends with the type: ``9f86d081.pdf``.

    `problem` says why it cannot be kept: one of `flows.steps.upload.REASONS`.
    """

    id: str = ""
    type: str = ""  # pdf | jpeg | png; empty for any other
    size: int = 0  # bytes
    problem: str = ""


UNSEEN = File(problem="unavailable")


class Sent(Struct, frozen=True):
    """The beneficiary sent a file. `file` is the channel's own handle.

    It is opened only where a question asks for a file: then `found` says what it is.
    """

    kind: str  # image | audio | video | document
    file: str
    caption: str = ""
    found: File = UNSEEN


class Shared(Struct, frozen=True):
    """The beneficiary shared their own number with the channel's contact button."""

    phone: str


class Located(Struct, frozen=True):
    """The beneficiary shared a place, in degrees."""

    latitude: float
    longitude: float


class Unread(Struct, frozen=True):
    """Something we cannot read in this channel: a sticker, a poll, someone else's contact."""

    kind: str


class Gathered(Struct, frozen=True):
    """No file has come for a moment since the one with this id."""

    last: str


class Waited(Struct, frozen=True):
    """Time has passed over the draft that was begun then: to be reminded of, or to be destroyed.

    `heard` is when the person did anything last; `until` is when their channel closes to what
    nobody asked for.
    """

    draft: datetime
    heard: datetime
    until: datetime | None = None


class Opened(Struct, frozen=True):
    """Something outside opens a flow: a rating that fell due, a delivery, a deep link."""

    flow: str
    given: Mapping[str, Value] = {}


class Spoke(Struct, frozen=True):
    """An officer's words went out on this case: the human has the turn."""

    case: str


class Elapsed(Struct, frozen=True):
    """Time has passed over a case: `silence` after an officer's words, `expiry` of the warning
    that followed, or the days of `grace` after an outcome.
    """

    case: str
    what: Literal["silence", "expiry", "grace"]
    since: datetime


class Merged(Struct, frozen=True):
    """An officer goes on with this case in another one."""

    case: str
    into: str


class HandedBack(Struct, frozen=True):
    """The officer gave the conversation back, or closed the case: the bot has the turn.

    `then` is what the bot asks at once, instead of going on where the beneficiary was.
    """

    case: str
    then: Opened | None = None


Event: TypeAlias = (
    Said
    | Tapped
    | Edited
    | Sent
    | Shared
    | Located
    | Unread
    | Gathered
    | Waited
    | Opened
    | Elapsed
    | Merged
    | Spoke
    | HandedBack
)
