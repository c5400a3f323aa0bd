"""What a row of the message log says: words and buttons, or a change to a room."""

from __future__ import annotations

from typing import Any

import msgspec


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button. `number` is what may be typed instead; 0 where nothing can be."""

    id: str
    label: str
    number: int = 0


class File(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file by the handle of the channel it came through; `size` in bytes, where that is known."""

    kind: str  # image | audio | video | document
    handle: str
    channel: str
    type: str = ""  # as the sender's device declared it
    size: int = 0


class Quote(msgspec.Struct, frozen=True, omit_defaults=True):
    """The message that is answered: the channel's id of it, and how it begins, as a line."""

    id: str
    words: str


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """The content of one message or act; what an act does not need stays empty.

    `data` are a room's buttons: label and callback, at most 64 bytes. `expects` is the move that a
    reply to this message makes, with its outcome. `mentions` are names at the end of the text, each
    with the Telegram account to be called, or 0.
    """

    text: str = ""
    language: str = "ar"
    options: tuple[Choice, ...] = ()
    prompt: int = 0
    wants: str | None = None
    name: str | None = None  # the officer's alias, on words of an officer
    title: str | None = None  # of the topic, so that a deleted one can be opened again
    icon: str | None = None  # of the topic: the case's state
    card: bool = False  # the case's card
    emoji: str | None = None
    file: File | None = None
    data: tuple[tuple[str, str], ...] = ()
    expects: tuple[str, str] | None = None
    mentions: tuple[tuple[str, int], ...] = ()
    internal: bool = False
    hidden: bool = False  # kept, but not shown in the person's own history
    held: bool = False  # shown at no desk until it is known whose it is
    relayed: bool = False  # nothing but words of the beneficiary, passed on to the room
    rating: bool = False  # of a rating: not shown to those who may have been rated
    typing: bool = False  # an officer writes now: a sign of that follows, where there is one
    sealed: bool = False  # a line whose words are kept nowhere: an answer without a name
    client: str | None = None  # the website's own id of a line
    template: str | None = None  # that says it when WhatsApp's window is closed, filled with:
    values: dict[str, str] = {}
    invitation: str | None = None  # the template that asks to write, if it is one of its own
    line: tuple[str, str] | None = None  # (room, id) of what the officer typed: marked, answered
    origin: str | None = None  # of what is relayed to a room: the id of the person's message
    quote: Quote | None = None  # what an officer's words to a person answer
    album: str | None = None  # the same for files that were sent together
    wordless: bool = False  # a file without words: the text says only that there is one

    def plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def quoting(body: Body) -> str:
    """The words, below how the message begins that they answer."""
    return f"{body.quote.words}\n{body.text}" if body.quote else body.text


def read(plain: object) -> Body:
    """The body of a stored message."""
    return msgspec.convert(plain, Body)
