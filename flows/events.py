"""What arrives in a conversation: from the beneficiary, an officer's move, or a due time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flows.text import Value


@dataclass(frozen=True, slots=True)
class Said:
    """The beneficiary typed. Commands such as ``/start`` arrive as typed text too."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """The beneficiary pressed a button we offered: under which prompt, which option."""

    prompt: int
    option: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The beneficiary changed a text sent earlier."""

    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The beneficiary sent a file. `file` is the channel's own handle; nobody has opened it."""

    kind: str  # image | audio | video | document
    file: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """The beneficiary shared their own number with the channel's contact button."""

    phone: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something we cannot read in this channel: a sticker, a poll, someone else's contact."""

    kind: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Something outside opens a flow: a rating that fell due, a delivery, a deep link."""

    flow: str
    given: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoke:
    """An officer's words went out on this case: the human has the turn."""

    case: str


@dataclass(frozen=True, slots=True)
class HandedBack:
    """The officer gave the conversation back, or closed the case: the bot has the turn.

    `then` is what the bot asks at once, instead of going on where the beneficiary was.
    """

    case: str
    then: Opened | None = None


Event: TypeAlias = Said | Tapped | Edited | Sent | Shared | Unread | Opened | Spoke | HandedBack
