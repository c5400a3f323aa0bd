"""What the bot lacks in a group of officers; they read it there, and `sila check` tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from telegram import Bot, ChatFullInfo, ChatMember, ChatMemberAdministrator, ChatMemberOwner

from flows.calendar import day_of
from storage import schedule
from storage.schedule import Due
from storage.unit import Unit

KIND = "rights"
ADMINISTRATOR = "administrator"
NEEDED = ("can_manage_topics", "can_delete_messages")
"""The rights that an administrator should have."""


def lacking(group: ChatFullInfo, member: ChatMember) -> tuple[str, ...]:
    """That it is no administrator, else its rights that are missing; without topics none for them.

    Of a group and of the bot's membership as Telegram has them.
    """
    if not isinstance(member, ChatMemberAdministrator | ChatMemberOwner):
        return (ADMINISTRATOR,)
    needed = NEEDED if group.is_forum else NEEDED[1:]
    return tuple(right for right in needed if not getattr(member, right, True))


async def asked(bot: Bot, account: str, chat: int) -> tuple[str, ...]:
    """The same, asked of Telegram. Raises what it refuses with."""
    group = await bot.get_chat(chat)
    return lacking(group, await bot.get_chat_member(chat, int(account)))


def tell(unit: Unit, chat: int, lacks: Sequence[str], now: datetime) -> None:
    """Let the group hear of it in a turn of its own, once a day."""
    what = {"chat": chat, "lacks": list(lacks)}
    schedule.add(unit, Due(KIND, KIND, what, now, f"{KIND}:{chat}:{day_of(now)}"))
