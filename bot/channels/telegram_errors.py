"""What Telegram's refusals mean for a message: try later, never, or nobody knows.

Source: tdlib/telegram-bot-api, Client.cpp; python-telegram-bot sorts them into exceptions.
"""

from __future__ import annotations

import re
from datetime import timedelta

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.channel import Failed, Later, Moved, Receipt, Unknown
from bot.transport.telegram import NotSent

REPAIR = timedelta(minutes=15)  # until somebody may have put the token or the group right

NOT_MODIFIED = ("message is not modified", "topic_not_modified")
GONE = ("message to edit not found", "message to delete not found", "message can't be edited")
NO_THREAD = ("message thread not found", "topic_id_invalid", "topic_deleted")
NO_TOPICS = ("not a forum", "not enough rights", "chat_admin_required")
WRONG_KIND = ("can't use file of type",)
"""Telegram's words for a 400 that has its own way out."""

REFUSALS = {
    "chat not found": Failed("unknown_chat", unreachable=True),
    "message is too long": Failed("too_long"),
    "message text is empty": Failed("empty"),
    "text must be non-empty": Failed("empty"),
    "message can't be deleted": Failed("too_old"),
    "message to react not found": Failed("gone"),
    "reaction_invalid": Failed("no_reactions"),
    "not enough rights": Failed("no_right"),
}
FORBIDDEN = {"deactivated": "deactivated", "can't initiate": "never_wrote"}

TROUBLE = re.compile("internal server error|bad gateway|unavailable|gateway time", re.IGNORECASE)
"""How the library words an answer of 500 and above."""

log = structlog.get_logger()


def says(error: TelegramError, words: tuple[str, ...]) -> bool:
    """Whether Telegram gave one of these reasons; the library changes their case."""
    said = error.message.casefold()
    return any(word in said for word in words)


def receipt(error: TelegramError, *, room: bool) -> Receipt:
    """What became of a send that met this error. A room that is closed to us may open again."""
    match error:
        case RetryAfter():
            return Later("too_fast", _delay(error))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden() | BadRequest() if room and _closed(error):
            log.error("telegram_room_closed", error=error.message)
            return Later("room_closed", REPAIR)
        case Forbidden():
            said = error.message.casefold()
            known = (reason for words, reason in FORBIDDEN.items() if words in said)
            return Failed(next(known, "blocked"), unreachable=True)
        case BadRequest():
            known_refusals = (f for words, f in REFUSALS.items() if says(error, (words,)))
            return next(known_refusals, Failed("refused"))
        case InvalidToken():
            log.error("telegram_token_refused")
            return Later("token_refused", REPAIR, everyone=True)
        case NotSent():
            return Later("not_sent")
        case TimedOut():
            return Unknown("timed_out")
        case _:
            return Unknown("network", answered=bool(TROUBLE.search(error.message)))


def _closed(error: TelegramError) -> bool:
    """The bot is not in the group, or there is no such group."""
    return isinstance(error, Forbidden) or says(error, ("chat not found",))


def _delay(error: RetryAfter) -> timedelta:
    delay = error.retry_after
    return delay if isinstance(delay, timedelta) else timedelta(seconds=delay)
