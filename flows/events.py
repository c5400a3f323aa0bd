"""What arrives in a conversation: from the beneficiary, an officer's move, or a due time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

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


class Sent(Struct, frozen=True):
    """The beneficiary sent a file. `file` is the channel's own handle; nobody has opened it."""

    kind: str  # image | audio | video | document
    file: str
    caption: str = ""


class Shared(Struct, frozen=True):
    """The beneficiary shared their own number with the channel's contact button."""

    phone: str


class Unread(Struct, frozen=True):
    """Something we cannot read in this channel: a sticker, a poll, someone else's contact."""

    kind: str


class Opened(Struct, frozen=True):
    """Something outside opens a flow: a rating that fell due, a delivery, a deep link."""

    flow: str
    given: Mapping[str, Value] = {}


class Spoke(Struct, frozen=True):
    """An officer's words went out on this case: the human has the turn."""

    case: str


class HandedBack(Struct, frozen=True):
    """The officer gave the conversation back, or closed the case: the bot has the turn.

    `then` is what the bot asks at once, instead of going on where the beneficiary was.
    """

    case: str
    then: Opened | None = None


Event: TypeAlias = Said | Tapped | Edited | Sent | Shared | Unread | Opened | Spoke | HandedBack
