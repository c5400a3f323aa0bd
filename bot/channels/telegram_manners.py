"""Courtesies on Telegram, once all is committed: answers, spent buttons taken away, typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Forbidden

from bot.channels.courtesies import Courtesies
from bot.channels.telegram_update import Message, Query
from bot.transport.bot_api import BotApi

Check: TypeAlias = Callable[[], Awaitable[bool]]

LONGEST_ANSWER = 200  # characters of the text over a tapped button

log = structlog.get_logger()


@dataclass(slots=True)
class Manners:
    """What every tap asks for goes by `api`, whatever is rarer by `bot`."""

    api: BotApi
    bot: Bot
    courtesies: Courtesies = field(default_factory=lambda: Courtesies("telegram"))

    def answer(self, query: Query, text: str | None = None) -> None:
        """End the tap's waiting sign; `text` is shown to whoever tapped."""
        answer: dict[str, object] = {"callback_query_id": query.id}
        if text:
            answer |= {"text": text[:LONGEST_ANSWER], "show_alert": True}
        self.courtesies.do(self.api.call("answerCallbackQuery", answer))

    def type(self, chat: int) -> None:
        """Show for five seconds, or until the next message, that somebody writes."""
        self.courtesies.do(self.api.call("sendChatAction", {"chat_id": chat, "action": "typing"}))

    def take_buttons(self, query: Query, unless: Check | None = None) -> None:
        """Take the keyboard off the message that was tapped, unless Telegram forgot the message."""
        message = query.message
        if message and message.date:
            self.courtesies.do(self._take_buttons(message, unless))

    async def _take_buttons(self, message: Message, unless: Check | None) -> None:
        if unless is None or not await unless():
            tapped = {"chat_id": message.chat.id, "message_id": message.message_id}
            await self.api.call("editMessageReplyMarkup", tapped)

    def reply(self, message: Message, text: str) -> None:
        """Answer what was typed in a group, below it."""
        to = ReplyParameters(message.message_id)
        self.courtesies.do(self.bot.send_message(message.chat.id, text, reply_parameters=to))

    def lead(  # noqa: PLR0917 -- whom, where to, and what is said of it where
        self, private: int, text: str, door: tuple[str, str], sorry: str, below: Message, told: bool
    ) -> None:
        """Give somebody a button with an address, in their own chat; where `told`, say so in the
        group below this message too. `sorry` is said there to whom has no chat with us yet.
        """
        self.courtesies.do(self._lead(private, text, door, sorry, below, told))

    async def _lead(  # noqa: PLR0917 -- as `lead`
        self, private: int, text: str, door: tuple[str, str], sorry: str, below: Message, told: bool
    ) -> None:
        label, address = door
        button = InlineKeyboardMarkup.from_button(InlineKeyboardButton(label, url=address))
        to = ReplyParameters(below.message_id)
        try:
            await self.bot.send_message(private, text, reply_markup=button, protect_content=True)
        except (BadRequest, Forbidden):
            await self.bot.send_message(below.chat.id, sorry, reply_parameters=to)
            return
        if told and below.chat.id != private:
            await self.bot.send_message(below.chat.id, text, reply_parameters=to)

    def leave(self, chat: int) -> None:
        """Leave a group that is none of ours. Its id in the log helps whoever sets the room up."""
        log.info("telegram_left_group", chat=chat)
        self.courtesies.do(self.bot.leave_chat(chat))
