"""What the tests of the fake share: a clock, and short words for what the bot does and gets."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError

SARA = 501
ROOM = -1001


class Clock:
    """A time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def refused(words: str, error: type[TelegramError] = BadRequest) -> pytest.RaisesExc[TelegramError]:
    """The library changes the case of Telegram's words."""
    return pytest.raises(error, match=f"(?i){re.escape(words)}")


async def updates(bot: Bot, offset: int = 0) -> list[dict[str, Any]]:
    """What the bot has not confirmed, as the library read it."""
    return [update.to_dict() for update in await bot.get_updates(offset=offset)]


async def messages(bot: Bot) -> list[dict[str, Any]]:
    """The messages people sent and the bot has not confirmed."""
    return [update["message"] for update in await updates(bot)]


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button] for button in buttons])
