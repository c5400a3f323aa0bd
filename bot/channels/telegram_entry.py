"""Where Telegram's updates come in: of private chats, the staff room and strange groups."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram_manners import Manners
from bot.channels.telegram_update import Chat, Incoming, Message, Query, heard
from bot.clock import Clock
from bot.config import CHATS
from bot.kit import Kit
from bot.staff import telegram as staff
from bot.staff import telegram_rights
from bot.staff.telegram_reading import Reading
from bot.turns import raw as raw_bodies
from bot.turns.loop import Overloaded
from bot.update import Refusal, RoomMoved, Update, What
from flows.cases import Refused
from flows.text import Text
from storage import audit, inbox, messages, people
from storage.database import Database
from storage.inbox import Arrival
from storage.trouble import TROUBLE
from storage.vault import UnknownKey

CHANNEL = "telegram"
GONE = frozenset({"left", "kicked"})
TRANSIENT: tuple[type[Exception], ...] = (Overloaded, TelegramError, UnknownKey, *TROUBLE)
"""What may be over when the same update comes again."""

log = structlog.get_logger()


@dataclass(slots=True)
class Entry:
    bot: Bot
    account: str
    kit: Kit
    database: Database
    clock: Clock
    take: Callable[[Update], Awaitable[Refused | None]]
    manners: Manners

    async def receive(self, incoming: Incoming, raw: bytes) -> None:
        """Commit one update. Raises one of `TRANSIENT` when nothing was kept.

        A fault of ours before the turn keeps the update as failed: the next one must go on.
        """
        try:
            await self._receive(incoming, raw)
        except TRANSIENT:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it was, Telegram must not repeat it
            log.warning("telegram_update_failed", error=type(error).__name__)
            arrival = Arrival(CHANNEL, self.account, str(incoming.update_id), CHANNEL)
            has_file = incoming.message is not None and incoming.message.file is not None
            kept = b"" if has_file else raw_bodies.cleared(raw, self.kit.book.words)
            async with self.database.unit() as unit:
                inbox.fail(unit, arrival, kept, type(error).__name__, self.clock.now())

    async def check_room(self) -> None:
        """At the start: whether the staff rooms are where the settings say, or have moved."""
        for lane, room in list(self.kit.room.chats.items()):
            try:
                if new := await self._moved(room):
                    await self._move_room(room, new)
                await self._explain(new or room)
            except (BadRequest, Forbidden) as error:
                log.warning(
                    "telegram_room_closed", setting=CHATS[lane].upper(), error=error.message
                )

    async def _explain(self, room: int) -> None:
        """Whoever sits there is to read what we lack."""
        if lacks := await telegram_rights.asked(self.bot, self.account, room):
            async with self.database.unit() as unit:
                telegram_rights.tell(unit, room, lacks, self.clock.now())

    async def _receive(self, incoming: Incoming, raw: bytes) -> None:
        chat = incoming.chat
        if chat is None:
            log.warning("telegram_unknown_kind")
        elif chat.type == "private":
            await self._from_person(incoming, raw)
        else:
            await self._from_group(incoming, chat, raw)

    async def _from_person(self, incoming: Incoming, raw: bytes) -> None:
        if (message := incoming.message) and (asked := staff.asked_in_private(self.kit, message)):
            async with self.database.view() as view:
                reading = await staff.read_private(view, self.kit, asked)
            await self._record(reading)
            self._answer(reading, message)
            return
        what = heard(incoming, raw)
        if what is not None:
            await self.take(self._update(what, incoming, raw))
        if query := incoming.callback_query:
            self.manners.answer(query)
            self.manners.take_buttons(query, unless=partial(self._stands, query))

    async def _stands(self, query: Query) -> bool:
        """Whether what was tapped is still the newest question: it changes where it is."""
        try:
            async with self.database.view() as view:
                origin = people.Origin(CHANNEL, self.account, str(query.sender.id))
                newest = await messages.posted_last(view, people.identify(view.vault, origin))
        except TROUBLE:
            return True
        tapped = query.message and str(query.message.message_id)
        return newest is not None and newest.external == tapped

    async def _from_room(self, incoming: Incoming, raw: bytes) -> None:
        async with self.database.view() as view:
            reading = await staff.read(view, self.kit, incoming, self.clock.now())
        if reading.remark:
            async with self.database.unit() as unit:
                reading.remark.queue(unit, self.kit.room, self.clock.now())
        await self._record(reading)
        refused = None
        if reading.what:
            refused = await self.take(self._update(reading.what, incoming, raw))
        words = reading.answer or (refused.reason if refused else None)
        text = self.kit.renderer.render(words, self.kit.room.language) if words else None
        if query := incoming.callback_query:
            self.manners.answer(query, text)
            if reading.door and query.message:
                self._lead(reading, query.sender.id, query.message, told=False)
            if reading.spent and not refused:
                self.manners.take_buttons(query)
        elif reading.answer and incoming.message:
            self._answer(reading, incoming.message)

    async def _record(self, reading: Reading) -> None:
        if reading.entry:
            async with self.database.unit() as unit:
                audit.record(unit, reading.entry)

    def _answer(self, reading: Reading, message: Message) -> None:
        """Below what was typed; a door is shown to whoever typed it alone."""
        assert reading.answer
        if reading.door is None or message.sender is None:
            self.manners.reply(message, self._say(reading.answer))
            return
        self._lead(reading, message.sender.id, message, told=True)

    def _lead(self, reading: Reading, private: int, below: Message, *, told: bool) -> None:
        assert reading.answer
        assert reading.door
        label, sorry = self._say(Text("staff.desk.enter")), self._say(Text("staff.desk.begin"))
        text, door = self._say(reading.answer), (label, reading.door)
        self.manners.lead(private, text, door, sorry, below, told=told)

    def _say(self, text: Text) -> str:
        return self.kit.renderer.render(text, self.kit.room.language)

    async def _from_group(self, incoming: Incoming, chat: Chat, raw: bytes) -> None:
        message = incoming.message
        if message and message.migrate_to_chat_id and self._is_room(chat):
            await self._move_room(chat.id, message.migrate_to_chat_id)
            return
        if not self._is_room(chat):
            await self._recognise(chat)
        if self._is_room(chat):
            await self._from_room(incoming, raw)
        elif not _was_left(incoming):
            self.manners.leave(chat.id)

    async def _recognise(self, chat: Chat) -> None:
        """A group nobody knows may be one of ours that became a supergroup."""
        for place in list(self.kit.room.chats.values()):
            with suppress(BadRequest, Forbidden):
                if await self._moved(place) == chat.id:
                    await self._move_room(place, chat.id)

    async def _moved(self, place: int) -> int | None:
        """Where a group has gone; writing to it is how one learns."""
        try:
            await self.bot.send_chat_action(place, ChatAction.TYPING)
        except ChatMigrated as moved:
            return moved.new_chat_id
        return None

    async def _move_room(self, old: int, new: int) -> None:
        """The rows move with the update, once; that this process knows is done every time."""
        log.warning("telegram_group_moved", old=old, new=new)
        what = RoomMoved(str(old), str(new))
        await self.take(Update(CHANNEL, self.account, f"moved:{old}", what))
        self.kit.room.move(old, new)

    def _is_room(self, chat: Chat) -> bool:
        return chat.id in self.kit.room.chats.values()

    def _update(self, what: What, incoming: Incoming, raw: bytes) -> Update:
        id_ = str(incoming.update_id)
        if isinstance(what, Refusal):
            id_ = _hourly(incoming.person, self.clock.now())
        return Update(CHANNEL, self.account, id_, what, raw)


def _hourly(stranger: int | None, now: datetime) -> str:
    """One id for all a stranger does within an hour, so that it is reported once."""
    return f"stranger:{stranger}:{now:%Y%m%d%H}"


def _was_left(incoming: Incoming) -> bool:
    standing = incoming.my_chat_member
    return standing is not None and standing.new_chat_member.status in GONE
