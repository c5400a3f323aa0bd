"""The staff group's side of sending: acts of the room become topics, messages and reactions.

Where the group has no topics, or the bot may not make any, a case lives as replies to its card.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from msgspec import structs
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, TelegramError

from bot.body import Body, read
from bot.channels.channel import Failed, LostFile, Outgoing, Receipt, Sent
from bot.channels.telegram_errors import (
    GONE,
    NO_THREAD,
    NO_TOPICS,
    NOT_MODIFIED,
    says,
)
from bot.channels.telegram_files import LONGEST_CAPTION, Files
from bot.channels.telegram_people import CAPABILITIES, NO_PREVIEW, cut
from bot.staff import card
from bot.staff.room import Room
from bot.staff.telegram_mentions import mentions
from storage import cases, messages
from storage.database import Database

LONGEST_TITLE = 128
ACROSS = 2  # buttons in a row

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Forum:
    bot: Bot
    database: Database
    room: Room
    files: Files
    _icons: dict[str, str] = field(default_factory=dict)  # Telegram's ids of those that are free
    _shown: dict[str, str] = field(default_factory=dict)  # by topic, as far as we know

    async def send(self, outgoing: Outgoing) -> Receipt:
        try:
            return await ACTS[outgoing.act](self, outgoing)
        except LostFile as lost:  # the words at least, which say that there was a file
            log.warning("file_lost", reason=str(lost))
            bare = replace(outgoing, body=structs.replace(outgoing.body, file=None))
            return await ACTS[outgoing.act](self, bare)

    async def open_topic(self, outgoing: Outgoing) -> Receipt:
        return Sent(thread=await self._make_topic(outgoing, str(outgoing.body.title)))

    async def post(self, outgoing: Outgoing) -> Receipt:
        """A topic that somebody deleted is opened anew."""
        try:
            return await self._say(outgoing, outgoing.thread)
        except BadRequest as error:
            if outgoing.thread is None or not says(error, NO_THREAD):
                raise
        thread = await self._make_topic(outgoing, await self._title(outgoing))
        return replace(await self._say(outgoing, thread), thread=thread)

    async def edit(self, outgoing: Outgoing) -> Receipt:
        """A card that is gone, or never came, is posted instead."""
        target = (outgoing.card if outgoing.body.card else None) or outgoing.target
        if target is None:
            return await self.post(outgoing)
        text = cut(outgoing.body.text, CAPABILITIES.text)[0]
        try:
            await self.bot.edit_message_text(
                text,
                int(outgoing.to),
                int(target),
                reply_markup=_buttons(outgoing.body),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if says(error, GONE):
                return await self.post(outgoing)
            if not says(error, NOT_MODIFIED):
                raise
        await self._decorate(outgoing)
        return Sent(target)

    async def _decorate(self, outgoing: Outgoing) -> None:
        """With a card its topic's icon changes. Best effort: where it fails, the old one stays."""
        topic, wanted = f"{outgoing.to}:{outgoing.thread}", outgoing.body.icon or ""
        if outgoing.thread is None or not wanted or self._shown.get(topic) == wanted:
            return
        with suppress(TelegramError):
            if icon := await self._icon(wanted):
                await self.bot.edit_forum_topic(
                    int(outgoing.to), int(outgoing.thread), icon_custom_emoji_id=icon
                )
        self._shown[topic] = wanted

    async def _icon(self, emoji: str) -> str | None:
        """Telegram's id of it."""
        if not self._icons:
            stickers = await self.bot.get_forum_topic_icon_stickers()
            self._icons.update((_bare(one.emoji), one.custom_emoji_id or "") for one in stickers)
        return self._icons.get(_bare(emoji))

    async def delete(self, outgoing: Outgoing) -> Receipt:
        if outgoing.body.card:
            return await self._purge(outgoing)
        if outgoing.target is not None:
            await _unless(
                NOT_MODIFIED + GONE,
                self.bot.delete_message(int(outgoing.to), int(outgoing.target)),
            )
        return Sent(outgoing.target)

    async def _purge(self, outgoing: Outgoing) -> Receipt:
        """All that a case has here. Where its topic may not be deleted, line by line.

        Telegram lets no line be deleted that is older than 48 hours by who is no administrator:
        what we wrote at least says nothing any more.
        """
        chat, thread = int(outgoing.to), outgoing.thread
        if thread is not None:
            try:
                await self.bot.delete_forum_topic(chat, int(thread))
                return Sent()
            except BadRequest as error:
                if says(error, NO_THREAD):
                    return Sent()
        async with self.database.view() as view:
            case = str(outgoing.body.title)
            said = await messages.transcript_of_case(view, case)
            typed = [its.line[1] for its in (read(line.body) for line in said) if its.line]
            ours = await messages.there(view, case, outgoing.to)
        for line in dict.fromkeys((*ours, *typed)):
            deleted = line == outgoing.card or await _attempt(
                self.bot.delete_message(chat, int(line))
            )
            if not deleted and line in ours:
                await _attempt(self.bot.edit_message_text(outgoing.body.text, chat, int(line)))
        if outgoing.card:
            await _attempt(self.bot.edit_message_text(outgoing.body.text, chat, int(outgoing.card)))
        if thread is not None:
            title = str(outgoing.body.title)
            await _attempt(self.bot.edit_forum_topic(chat, int(thread), name=title))
            await _attempt(self.bot.close_forum_topic(chat, int(thread)))
        return Sent()

    async def react(self, outgoing: Outgoing) -> Receipt:
        """A mark on what the officer typed. The line's own room may since have moved."""
        line = outgoing.body.line
        message = line[1] if line else outgoing.target
        if message is None or outgoing.body.emoji is None:
            return Failed("nothing_to_do")
        await self.bot.set_message_reaction(int(outgoing.to), int(message), outgoing.body.emoji)
        return Sent()

    async def rename_topic(self, outgoing: Outgoing) -> Receipt:
        title = cut(str(outgoing.body.title), LONGEST_TITLE)[0]
        return await self._change(outgoing, self.bot.edit_forum_topic, name=title)

    async def close_topic(self, outgoing: Outgoing) -> Receipt:
        return await self._change(outgoing, self.bot.close_forum_topic)

    async def reopen_topic(self, outgoing: Outgoing) -> Receipt:
        return await self._change(outgoing, self.bot.reopen_forum_topic)

    async def _change(
        self, outgoing: Outgoing, method: Callable[..., Awaitable[object]], **how: Any
    ) -> Receipt:
        """Of a topic that is there; one that is gone is opened again with the next words."""
        if outgoing.thread is not None:
            change = method(int(outgoing.to), int(outgoing.thread), **how)
            await _unless(NOT_MODIFIED + NO_THREAD, change)
        return Sent()

    async def _say(self, outgoing: Outgoing, thread: str | None) -> Sent:
        """The file first, with the text as its caption where that is short enough."""
        body = outgoing.body
        where: dict[str, Any] = {"message_thread_id": int(thread) if thread else None}
        if answered := _answered(outgoing, thread):
            replied = ReplyParameters(int(answered), allow_sending_without_reply=True)
            where["reply_parameters"] = replied
        if body.relayed or body.origin:  # a person's words are for nobody else
            where["protect_content"] = True
        how = where | {"has_spoiler": body.origin is not None}
        if outgoing.along:
            files = (body, *outgoing.along)
            return await self.files.send_together(int(outgoing.to), files, _text, how)
        if body.file:
            caption = body.text if len(cut(body.text, LONGEST_CAPTION)) == 1 else None
            sent = await self.files.send(int(outgoing.to), body.file, caption, how)
            if caption is not None:
                return Sent(sent)
        *first, last = cut(body.text, CAPABILITIES.text)
        for part in first:
            await self._send_text(outgoing, part, where)
        markup = _buttons(body) or (ForceReply() if body.expects else None)
        called = mentions(last, body.mentions)
        return Sent(
            await self._send_text(outgoing, last, where, reply_markup=markup, entities=called)
        )

    async def _send_text(
        self, outgoing: Outgoing, text: str, where: Mapping[str, Any], **how: Any
    ) -> str:
        sent = await self.bot.send_message(
            int(outgoing.to), text, link_preview_options=NO_PREVIEW, **where, **how
        )
        return str(sent.message_id)

    async def _make_topic(self, outgoing: Outgoing, title: str) -> str | None:
        """Its id; None where there are no topics to be had."""
        wanted, icon = outgoing.body.icon or "", None
        with suppress(TelegramError):
            icon = await self._icon(wanted) if wanted else None
        try:
            topic = await self.bot.create_forum_topic(
                int(outgoing.to), cut(title, LONGEST_TITLE)[0], icon_custom_emoji_id=icon
            )
        except BadRequest as error:
            if not says(error, NO_TOPICS):
                raise
            return None
        self._shown[f"{outgoing.to}:{topic.message_thread_id}"] = wanted
        return str(topic.message_thread_id)

    async def _title(self, outgoing: Outgoing) -> str:
        """Of the topic to be opened anew: words do not carry it, their case does."""
        if outgoing.body.title:
            return outgoing.body.title
        async with self.database.view() as view:
            case = await cases.by_thread(view, outgoing.to, str(outgoing.thread))
        return card.title(case, self.room.renderer, self.room.language) if case else "…"


ACTS: Mapping[str, Callable[[Forum, Outgoing], Awaitable[Receipt]]] = {
    "open_topic": Forum.open_topic,
    "post": Forum.post,
    "edit": Forum.edit,
    "delete": Forum.delete,
    "react": Forum.react,
    "rename_topic": Forum.rename_topic,
    "close_topic": Forum.close_topic,
    "reopen_topic": Forum.reopen_topic,
}


def _bare(emoji: str | None) -> str:
    """Without the sign that asks for colours."""
    return (emoji or "").replace("\ufe0f", "")


async def _attempt(call: Awaitable[object]) -> bool:
    """Make the call; what the group does not allow is left. Whether it did."""
    try:
        await call
    except BadRequest:
        return False
    return True


async def _unless(words: tuple[str, ...], call: Awaitable[object]) -> None:
    """Make the call; a refusal in these words means that there was nothing to do."""
    try:
        await call
    except BadRequest as error:
        if not says(error, words):
            raise


def _answered(outgoing: Outgoing, thread: str | None) -> str | None:
    """The officer's line that it is about; without topics, the case's card."""
    line = outgoing.body.line
    if line and line[0] == outgoing.to:
        return line[1]
    return outgoing.card if thread is None and not outgoing.body.card else None


def _text(body: Body) -> str:
    return body.text


def _buttons(body: Body) -> InlineKeyboardMarkup | None:
    buttons = [InlineKeyboardButton(label, callback_data=data) for label, data in body.data]
    rows = [buttons[n : n + ACROSS] for n in range(0, len(buttons), ACROSS)]
    return InlineKeyboardMarkup(rows) if rows else None
