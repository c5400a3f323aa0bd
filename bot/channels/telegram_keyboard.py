"""Keyboards below a message, as the Bot API spells them.

Source: core.telegram.org/bots/api#inlinekeyboardmarkup, #replykeyboardmarkup, #replykeyboardremove.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Button(Struct, frozen=True):
    """Below the message; a tap on it sends `callback_data` back, at most 64 bytes."""

    text: str
    callback_data: str


class InlineKeyboard(Struct, frozen=True):
    inline_keyboard: tuple[tuple[Button, ...], ...]


class Key(Struct, frozen=True, omit_defaults=True):
    """In place of the letters; a tap on it types its text, or shares the person's number."""

    text: str
    request_contact: bool = False


class ReplyKeyboard(Struct, frozen=True):
    keyboard: tuple[tuple[Key, ...], ...]
    resize_keyboard: bool = True
    one_time_keyboard: bool = True


class NoKeyboard(Struct, frozen=True):
    """Takes the reply keyboard away."""

    remove_keyboard: bool = True


Keyboard: TypeAlias = InlineKeyboard | ReplyKeyboard | NoKeyboard
