"""A messaging network as the generator needs it: what it delivers, and what people get to read."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Heard(NamedTuple):
    """A message that a bot sends to a person, as the body of the call that sends it."""

    person: int
    body: bytes


class Network(Protocol):
    """Telegram, or WhatsApp through Twilio."""

    path: str

    def request(self, person: int, step: int, text: str) -> bytes:
        """The whole HTTP request that delivers a message; a redelivery is the same again."""

    def receive(self, target: bytes, body: bytes) -> tuple[Heard | None, bytes]:
        """A call of the network's API: what a person reads of it, and the whole HTTP response."""

    def words(self, heard: Heard) -> str:
        """The text that the person reads."""
