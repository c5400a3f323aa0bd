"""The people's side: what a user, an officer or a group's owner does in Telegram's app."""

from __future__ import annotations

import itertools
import zlib
from typing import Any

from tests.fakes.botapi.chats import Chat, Person, PrivateChat
from tests.fakes.botapi.files import File
from tests.fakes.botapi.forum import COLORS
from tests.fakes.botapi.group import Group, Topic
from tests.fakes.botapi.message import Message
from tests.fakes.botapi.schema import Upload
from tests.fakes.botapi.world import Tap, World

ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""Who an anonymous administrator's words are from."""

PHOTO = b"\xff\xd8\xff\xe0 a photo"
VOICE = b"OggS" + bytes(24) + b"OpusHead a voice"
PAPER = b"%PDF-1.7 a paper"

_TAPS = itertools.count(7_000_000_001)


class Seat:
    """One person in one chat. Returns the messages it makes; `thread` is a topic or its id."""

    def __init__(
        self, world: World, person: Person, chat: Chat, *, anonymous: bool = False
    ) -> None:
        self.world = world
        self.person = person
        self.chat = chat
        self.anonymous = anonymous

    async def say(
        self, text: str, *, thread: Topic | int | None = None, reply_to: Message | None = None
    ) -> Message:
        """Sends a text; a leading command gets its entity."""
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            content["entities"] = [_command(text)]
        return self._post(content, thread, reply_to)

    async def edit(self, message: Message, text: str) -> Message:
        """Changes the text or caption of an own message."""
        assert not message.by_bot, "nobody edits what the bot sent"
        message.earlier.append(message.text)
        message.content = message.content | {
            "caption" if "caption" in message.content else "text": text
        }
        message.edited = int(self.world.clock().timestamp())
        self.world.tell("edited_message", message)
        return message

    async def tap(self, message: Message, label_or_data: str, *, stale: bool = False) -> Tap:
        """Presses an inline button, named by its label or its data.

        `stale` presses one that the app still shows though the bot took it away.
        """
        data = label_or_data
        if not stale:
            wanted = {label_or_data}
            found = [b for b in message.buttons if wanted & {b.text, b.data} and not b.asks_contact]
            assert found, f"no button {label_or_data!r}; there are {message.labels}"
            assert not message.deleted, "the message is gone, with its buttons"
            assert found[0].data is not None, f"{label_or_data!r} does not call the bot: press it"
            data = found[0].data
        tap = Tap(str(next(_TAPS)), self.person, message, data, self.world.clock())
        self.world.taps[tap.id] = tap
        shown = message.json()
        if message.deleted:
            shown = {"chat": self.chat.json(), "message_id": message.id, "date": 0}
        query = {
            "id": tap.id,
            "from": self.person.json(),
            "message": shown,
            "chat_instance": str(zlib.crc32(str(self.chat.id).encode())),
            "data": data,
        }
        self.world.updates.add("callback_query", query, ("tap", self.person.id))
        return tap

    async def press(self, message: Message, label: str) -> Message:
        """Presses a button of a reply keyboard: it says its label, or shares the contact."""
        found = [button for button in message.buttons if button.text == label]
        assert found, f"no button {label!r}; there are {message.labels}"
        assert "keyboard" in (message.markup or {}), "this is an inline keyboard: tap it"
        if found[0].asks_contact:
            return await self.share_contact(reply_to=message)
        return await self.say(label)

    async def send_photo(
        self, data: bytes = PHOTO, *, caption: str = "", size: int | None = None, **where: Any
    ) -> Message:
        return self._send_file("photo", Upload("", data, "image/jpeg"), caption, size, **where)

    async def send_document(
        self,
        data: bytes = PAPER,
        *,
        name: str = "paper.pdf",
        mime: str = "application/pdf",
        caption: str = "",
        size: int | None = None,
        **where: Any,
    ) -> Message:
        """Sends a file; `size` pretends that it is larger than its bytes."""
        return self._send_file("document", Upload(name, data, mime), caption, size, **where)

    async def send_voice(self, data: bytes = VOICE, *, seconds: int = 3, **where: Any) -> Message:
        upload = Upload("", data, "audio/ogg")
        return self._send_file("voice", upload, "", None, seconds=seconds, **where)

    async def send_sticker(self, **where: Any) -> Message:
        upload = Upload("", b"RIFF a sticker", "image/webp")
        return self._send_file("sticker", upload, "", None, **where)

    async def send_location(
        self, latitude: float = 24.71, longitude: float = 46.68, **where: Any
    ) -> Message:
        spot = {"latitude": latitude, "longitude": longitude}
        return self._post({"location": spot}, where.get("thread"), where.get("reply_to"))

    async def share_contact(self, *, reply_to: Message | None = None) -> Message:
        """Shares the person's own card."""
        return self._post({"contact": _contact(self.person)}, None, reply_to)

    async def share_contact_of(self, other: User) -> Message:
        """Shares somebody else's card, as the attachment menu lets anybody do."""
        return self._post({"contact": _contact(other.person)}, None, None)

    async def react(self, message: Message, emoji: str) -> None:
        """Sets a reaction; the bot hears of it where it is an administrator and asked to."""
        if not isinstance(self.chat, Group) or self.chat.rights is None:
            return
        change = {
            "chat": self.chat.json(),
            "message_id": message.id,
            "user": self.person.json(),
            "date": int(self.world.clock().timestamp()),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}],
        }
        self.world.updates.add("message_reaction", change, ("reaction", self.chat.id))

    async def leave(self) -> None:
        """Leaves the group."""
        self._group().members.pop(self.person.id, None)
        self._stands("member", "left")

    async def come_back(self) -> None:
        self._group().members[self.person.id] = self.person
        self._stands("left", "member")

    async def pin(self, message: Message) -> Message:
        group = self._group()
        group.pinned.append(message)
        return self._post({"pinned_message": message.json(nested=True)}, message.thread, None)

    async def create_topic(self, name: str) -> Topic:
        topic = self._group().open_topic(self._sender(), name, COLORS[0])
        self.world.tell("message", topic.creation)
        return topic

    async def close_topic(self, topic: Topic) -> Message:
        topic.closed = True
        return self._post({"forum_topic_closed": {}}, topic, None)

    async def reopen_topic(self, topic: Topic) -> Message:
        topic.closed = False
        return self._post({"forum_topic_reopened": {}}, topic, None)

    def _post(
        self, content: dict[str, Any], thread: Topic | int | None, reply_to: Message | None
    ) -> Message:
        if isinstance(thread, Topic):
            thread = thread.id
        if isinstance(self.chat, PrivateChat):
            assert not self.chat.blocked, "whoever blocked the bot unblocks it first"
            self.chat.started = True
        elif isinstance(self.chat, Group) and thread is not None:
            topic = self.chat.by_thread[thread]
            free = self.person.id in self.chat.admins or "forum_topic_closed" in content
            assert free or not topic.closed, "the topic is closed"
            reply_to = reply_to or topic.creation
        message = self.chat.post(self._sender(), content, thread=thread, reply_to=reply_to)
        self.world.tell("message", message)
        return message

    def _send_file(
        self,
        kind: str,
        upload: Upload,
        caption: str,
        size: int | None,
        *,
        seconds: int = 0,
        album: str | None = None,
        thread: Topic | int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        file: File = self.world.files.keep(kind, upload, size=size, seconds=seconds)
        content = file.content() | ({"caption": caption} if caption else {})
        content |= {"media_group_id": album} if album else {}
        return self._post(content, thread, reply_to)

    def _sender(self) -> dict[str, Any]:
        if self.anonymous:
            return {"from": ANONYMOUS, "sender_chat": self.chat.json()}
        return {"from": self.person.json()}

    def _stands(self, old: str, new: str) -> None:
        """The bot hears of it where it is an administrator and asked to."""
        group = self._group()
        if group.rights is None:
            return
        change = {
            "chat": group.json(),
            "from": self.person.json(),
            "date": int(self.world.clock().timestamp()),
            "old_chat_member": {"status": old, "user": self.person.json()},
            "new_chat_member": {"status": new, "user": self.person.json()},
        }
        self.world.updates.add("chat_member", change, ("member", group.id))

    def _group(self) -> Group:
        assert isinstance(self.chat, Group)
        return self.chat


class User(Seat):
    """A person in their own chat with the bot."""

    def __init__(self, world: World, person: Person) -> None:
        self.private = world.person(person)
        super().__init__(world, person, self.private)

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def inbox(self) -> list[Message]:
        """What the bot sent to this chat, oldest first; edits are seen, deleted ones flagged."""
        return [m for m in self.private.messages.values() if m.by_bot and not m.service]

    @property
    def last(self) -> Message:
        """The newest message of the inbox that is still there."""
        return [message for message in self.inbox if not message.deleted][-1]

    def in_group(self, group: Group, *, anonymous: bool = False) -> Seat:
        """The same person in a group; joins it without a word if they are not in it."""
        group.members.setdefault(self.id, self.person)
        return Seat(self.world, self.person, group, anonymous=anonymous)

    async def block(self) -> None:
        """Blocks the bot, which hears of it."""
        self.private.blocked = True
        self.world.tell_member(self.private, self.person, "member", "kicked")

    async def unblock(self) -> None:
        self.private.blocked = False
        self.world.tell_member(self.private, self.person, "kicked", "member")

    def deactivate(self) -> None:
        """The account is deleted; Telegram tells the bot only when it writes."""
        self.private.deactivated = True


def _command(text: str) -> dict[str, Any]:
    return {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}


def _contact(person: Person) -> dict[str, Any]:
    names = {"first_name": person.first_name}
    names |= {"last_name": person.last_name} if person.last_name else {}
    return {"phone_number": person.phone, "user_id": person.id, **names}
