"""What is sent to people in private chats: texts, options, the button that shares a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.body import Body, Choice, File
from bot.channels.channel import Capabilities, Failed, Outgoing, Receipt, Sent
from bot.channels.telegram_errors import GONE, NOT_MODIFIED, says
from bot.channels.telegram_files import LONGEST_CAPTION, Files
from bot.channels.telegram_keyboard import (
    Button,
    InlineKeyboard,
    Key,
    Keyboard,
    NoKeyboard,
    ReplyKeyboard,
)
from bot.compose import numbered
from bot.render import Renderer
from bot.transport.bot_api import BotApi
from flows.book import Language
from flows.text import Text

CAPABILITIES = Capabilities(
    text=4096,
    buttons=100,
    label=60,
    edits=True,
    deletes=True,
    deletable=timedelta(hours=48),  # core.telegram.org/bots/api#deletemessage
    in_place=True,
    album=10,  # core.telegram.org/bots/api#sendmediagroup
)
LONGEST_DATA = 64  # bytes of what a button sends back
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PLACEHOLDER = "…"  # of a message that is gone before it is read


@dataclass(slots=True)
class People:
    """Texts go out plain, without any parse mode: nothing in them can be taken for markup.

    What a registration needs goes by `api`, whatever is rarer by `bot`. `_sharing` are the chats
    that show the button for the number. After a restart it is forgotten, and the button then stays
    folded away until the person opens it.
    """

    api: BotApi
    bot: Bot
    files: Files
    renderer: Renderer
    _sharing: set[int] = field(default_factory=set)

    async def send(self, outgoing: Outgoing) -> Receipt:
        chat, target = int(outgoing.to), outgoing.target
        match outgoing.act:
            case "edit" if target is not None:
                return await self._edit(chat, int(target), outgoing.body)
            case "delete":
                return await self._delete(chat, target)
            case "react" if target is not None and outgoing.body.emoji:
                await self.bot.set_message_reaction(chat, int(target), outgoing.body.emoji)
                return Sent(target)
            case "post" | "edit":
                return await self._post(chat, outgoing.body, outgoing.along)
            case _:
                return Failed("nothing_to_do")

    async def _post(self, chat: int, body: Body, along: tuple[Body, ...] = ()) -> Receipt:
        if along:
            return await self.files.send_together(chat, (body, *along), _caption, _answering(body))
        if body.file:
            return await self._post_file(chat, body, body.file)
        keyboard: Keyboard | None
        keyboard = self._sharing_keyboard(body) if body.wants == "contact" else _inline(body)
        if chat in self._sharing and isinstance(keyboard, InlineKeyboard):
            await self._take_sharing(chat)
        elif chat in self._sharing and keyboard is None:
            keyboard = NoKeyboard()
        *first, last = cut(_words(body), CAPABILITIES.text)
        for part in first:
            await self.api.send_message(_plain(chat, part))
        message = _plain(chat, last) | _replying(body)
        if keyboard is not None:
            message["reply_markup"] = keyboard
        sent = await self.api.send_message(message)
        if isinstance(keyboard, ReplyKeyboard):
            self._sharing.add(chat)
        else:
            self._sharing.discard(chat)
        return Sent(str(sent))

    async def _post_file(self, chat: int, body: Body, file: File) -> Receipt:
        """With the words as its caption; what is too long for one goes after it."""
        words = _caption(body)
        caption = words if len(cut(words, LONGEST_CAPTION)) == 1 else body.name
        sent = await self.files.send(chat, file, caption, _answering(body))
        if caption != words:
            for part in cut(body.text, CAPABILITIES.text):
                await self.api.send_message(_plain(chat, part))
        return Sent(sent)

    async def _edit(self, chat: int, target: int, body: Body) -> Receipt:
        text, keyboard = cut(_words(body), CAPABILITIES.text)[0], _inline(body)
        markup = None
        if keyboard is not None:
            markup = InlineKeyboardMarkup.de_json(msgspec.to_builtins(keyboard), self.bot)
        try:
            await self.bot.edit_message_text(
                text, chat, target, reply_markup=markup, link_preview_options=NO_PREVIEW
            )
        except BadRequest as error:
            if says(error, GONE):
                return await self._post(chat, body)
            if not says(error, NOT_MODIFIED):
                raise
        return Sent(str(target))

    async def _delete(self, chat: int, target: str | None) -> Receipt:
        """What never left, or is gone already, is as good as deleted."""
        if target is not None:
            try:
                await self.bot.delete_message(chat, int(target))
            except BadRequest as error:
                if not says(error, GONE):
                    raise
        return Sent(target)

    async def _take_sharing(self, chat: int) -> None:
        """Take the button for the number away. Only a message can do that, and one with buttons
        of its own cannot: so one that goes at once.
        """
        try:
            remover = {"chat_id": chat, "text": PLACEHOLDER, "reply_markup": NoKeyboard()}
            sent = await self.api.send_message({**remover, "disable_notification": True})
            await self.api.call("deleteMessage", {"chat_id": chat, "message_id": sent})
        except TelegramError:
            return  # what is to be sent matters more

    def _sharing_keyboard(self, body: Body) -> ReplyKeyboard:
        """The button that shares the number; options below it are words that get typed."""
        language: Language = "en" if body.language == "en" else "ar"
        label = self.renderer.render(Text("common.share_number"), language)
        typed = [Key(choice.label) for choice in body.options]
        return ReplyKeyboard(tuple((key,) for key in (Key(label, request_contact=True), *typed)))


def cut(text: str, limit: int) -> Sequence[str]:
    """At most `limit` UTF-16 units each, as Telegram counts at its strictest; at least one part.

    Cut at a line's end where there is one, else at a space, else anywhere.
    """
    return list(_parts(text, limit)) or [text]


def _parts(text: str, limit: int) -> Iterator[str]:
    while text:
        end = _longest(text, limit)
        if end < len(text):
            end = max(text.rfind("\n", 0, end), 0) or max(text.rfind(" ", 0, end), 0) or end
        part, text = text[:end].rstrip(), text[end:].lstrip()
        if part:
            yield part


def _longest(text: str, limit: int) -> int:
    """How many characters of `text` fit."""
    if len(text) * 2 <= limit:
        return len(text)
    units = 0
    for index, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return index
    return len(text)


def _words(body: Body) -> str:
    """An officer's words stand under their alias; options that cannot be buttons are numbered."""
    text = body.text if _fits(body) else numbered(body)
    return f"{body.name}:\n{text}" if body.name else text


def _caption(body: Body) -> str:
    return _words(body).strip()


def _fits(body: Body) -> bool:
    """Whether every option can be a button."""
    return len(body.options) <= CAPABILITIES.buttons and all(
        len(data := _data(body, choice)) <= LONGEST_DATA and data.isascii()
        for choice in body.options
    )


def _plain(chat: int, text: str) -> dict[str, object]:
    return {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}


def _replying(body: Body) -> dict[str, dict[str, Any]]:
    """To which message of the person, which may be gone."""
    if body.quote is None:
        return {}
    answered = {"message_id": int(body.quote.id), "allow_sending_without_reply": True}
    return {"reply_parameters": answered}


def _answering(body: Body) -> dict[str, ReplyParameters]:
    """The same, as the library spells it."""
    return {name: ReplyParameters(**how) for name, how in _replying(body).items()}


def _inline(body: Body) -> InlineKeyboard | None:
    """One below the other: a row of several is not mirrored for who reads from the right."""
    if not body.options or not _fits(body):
        return None
    rows = [(Button(c.label[: CAPABILITIES.label], _data(body, c)),) for c in body.options]
    return InlineKeyboard(tuple(rows))


def _data(body: Body, choice: Choice) -> str:
    return f"{body.prompt}:{choice.id}"
