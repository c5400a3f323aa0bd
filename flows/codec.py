"""Conversations as JSON, and back; older formats are brought up to date one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from flows.conversation import Conversation

FORMAT = 1
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: Mapping[int, Upgrade] = {}
"""Format → what turns its plain JSON into the next format's. Kept for ever: states last."""

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Conversation)


def dump(conversation: Conversation) -> bytes:
    return _encoder.encode(conversation)


def load(
    state: bytes | None, written_as: int = FORMAT, upgrades: Mapping[int, Upgrade] = UPGRADES
) -> Conversation:
    """The conversation kept in `state`, a new one for None.

    Raises msgspec.ValidationError on a state that no release wrote, KeyError on a newer format.
    """
    if state is None:
        return Conversation()
    if written_as == FORMAT:
        return _decoder.decode(state)
    plain = msgspec.json.decode(state)
    while written_as != FORMAT:
        plain = upgrades[written_as](plain)
        written_as += 1
    return msgspec.convert(plain, Conversation)
