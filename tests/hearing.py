"""What an officer is shown of something a person did."""

from __future__ import annotations

from flows.events import Edited, Said, Sent, Shared, Unread


def words_of(event: object) -> str:
    match event:
        case Said(text) | Edited(text) | Shared(text):
            return text
        case Sent(kind, _, caption):
            return f"[{kind}] {caption}"
        case Unread(kind):
            return f"[{kind}]"
        case _:
            raise AssertionError(event)
