"""A messaging network as the generator needs it: what it delivers, and what people get to read."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, Protocol

from bench import wire


class Heard(NamedTuple):
    """A message that a bot sends to a person, as the body of the call that sends it."""

    person: int
    body: bytes


class Trouble(Enum):
    """How a send may fail at the provider. `read`: the person gets the message all the same.

    `seconds`: how long the provider takes for it.
    """

    TOO_FAST = ("429 with the seconds to wait", False, 0.0)
    FAILING = ("500", False, 0.0)
    GARBAGE = ("an answer that is none", True, 0.0)
    HANGING_UP = ("the connection is closed instead of an answer", True, 0.0)
    SILENT = ("no answer at all", True, 0.0)
    SLOW = ("the right answer, late", True, 1.0)

    def __init__(self, told: str, read: bool, seconds: float) -> None:
        self.told = told
        self.read = read
        self.seconds = seconds

    @property
    def sent_again(self) -> bool:
        """Whether whoever sends cannot know that it was read, and has to send it once more."""
        return self in {Trouble.GARBAGE, Trouble.HANGING_UP, Trouble.SILENT}


class Network(Protocol):
    """Telegram, or WhatsApp through Twilio."""

    path: str

    def request(self, person: int, step: int, text: str) -> bytes:
        """The whole HTTP request that delivers a message; a redelivery is the same again."""

    def receive(self, target: bytes, body: bytes) -> tuple[Heard | None, bytes]:
        """A call of the network's API: what a person reads of it, and the whole HTTP response."""

    def refuse(self) -> bytes:
        """The whole HTTP response to a send that came too fast."""

    def words(self, heard: Heard) -> str:
        """The text that the person reads."""


def failed(network: Network, trouble: Trouble, response: bytes) -> bytes | None:
    """What comes instead of this response; None for nothing, empty for hanging up."""
    match trouble:
        case Trouble.TOO_FAST:
            return network.refuse()
        case Trouble.FAILING:
            return wire.response(b"{}", b"500 Internal Server Error")
        case Trouble.GARBAGE:
            return wire.response(b"<html>oops")
        case Trouble.HANGING_UP:
            return b""
        case Trouble.SILENT:
            return None
        case Trouble.SLOW:
            return response
