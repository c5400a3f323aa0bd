"""Who is called by a message of the staff group, by the account and not by a name they chose."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import MessageEntity, User


def mentions(text: str, named: Iterable[tuple[str, int]]) -> list[MessageEntity]:
    """The names where they stand last in the text, of those who have an account."""
    return [
        MessageEntity(
            MessageEntity.TEXT_MENTION,
            _units(text[: text.rindex(name)]),
            _units(name),
            user=User(account, name, is_bot=False),
        )
        for name, account in named
        if account and name in text
    ]


def _units(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
