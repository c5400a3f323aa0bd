"""Telegram's updates, as far as we use them, and what people do in their private chats.

Source: core.telegram.org/bots/api#update. Unknown fields and kinds are no error: there are new
ones every few months.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from msgspec import Raw, Struct, field

from bot.update import FromPerson, Reach
from flows.book import Language
from flows.events import Edited, Event, Located, Said, Sent, Shared, Tapped, Unread

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""The updates we ask Telegram for."""

FILES = {
    "animation": "video",  # before document: an animation is sent with both
    "photo": "image",
    "document": "document",
    "video": "video",
    "video_note": "video",
    "voice": "audio",
    "audio": "audio",
}
UNREADABLE = {"sticker": "sticker"}
SERVICE = frozenset(
    {
        "chat_background_set",
        "connected_website",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "message_auto_delete_timer_changed",
        "pinned_message",
        "write_access_allowed",
    }
)
"""What stands in a private chat without anybody having written it."""

LANGUAGES: Mapping[str, Language] = {"ar": "ar", "en": "en"}
"""Ours, by the first part of the app's own."""

COMMAND = re.compile(r"(/\w{1,32})(?:@\w+)?", re.ASCII)
_TAPPED = re.compile(r"([0-9]{1,9}):([!-~]{1,50})")


class Person(Struct, frozen=True):
    id: int
    first_name: str = ""
    is_bot: bool = False
    language_code: str | None = None


class Chat(Struct, frozen=True):
    id: int
    type: str
    title: str = ""


class File(Struct, frozen=True):
    file_id: str
    file_name: str | None = None
    mime_type: str = ""
    file_size: int = 0


class Contact(Struct, frozen=True):
    phone_number: str
    user_id: int | None = None


class Place(Struct, frozen=True):
    latitude: float
    longitude: float


class Earlier(Struct, frozen=True):
    """The message that is replied to."""

    message_id: int
    sender: Person | None = field(default=None, name="from")


class Message(Struct, frozen=True):
    """`date` is 0 where Telegram has forgotten the message; a photo comes in several sizes."""

    message_id: int
    chat: Chat
    date: int = 0
    sender: Person | None = field(default=None, name="from")
    sender_chat: Chat | None = None  # on whose behalf: an anonymous administrator, a channel
    text: str | None = None
    caption: str = ""
    animation: File | None = None
    photo: tuple[File, ...] = ()
    document: File | None = None
    video: File | None = None
    video_note: File | None = None
    voice: File | None = None
    audio: File | None = None
    media_group_id: str | None = None  # the same in every message of one album
    contact: Contact | None = None
    location: Place | None = None  # of a venue too
    message_thread_id: int | None = None
    is_topic_message: bool = False
    reply_to_message: Earlier | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None

    @property
    def file(self) -> tuple[str, File] | None:
        """Its kind, and itself at Telegram. A picture may be sent as a document too."""
        for name, kind in FILES.items():
            found = getattr(self, name)
            if found:
                largest: File = found[-1] if isinstance(found, tuple) else found
                is_picture = kind == "document" and largest.mime_type.startswith("image/")
                return "image" if is_picture else kind, largest
        return None


class Query(Struct, frozen=True):
    """A tap on an inline button."""

    id: str
    sender: Person = field(name="from")
    message: Message | None = None
    data: str | None = None


class Member(Struct, frozen=True):
    status: str


class Standing(Struct, frozen=True):
    """The bot was blocked, unblocked, taken into a group or thrown out of it."""

    chat: Chat
    new_chat_member: Member


class Companion(Struct, frozen=True):
    """How somebody stands in a group; `is_member` is said of those whose rights are cut."""

    status: str
    user: Person
    is_member: bool = True


class Companionship(Struct, frozen=True):
    """Somebody came into a group, left it, or has other rights there now."""

    chat: Chat
    new_chat_member: Companion

    @property
    def is_out(self) -> bool:
        member = self.new_chat_member
        return member.status in {"left", "kicked"} or not member.is_member


class Incoming(Struct, frozen=True):
    """One update; at most one of its kinds is there."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Query | None = None
    my_chat_member: Standing | None = None
    chat_member: Companionship | None = None

    @property
    def chat(self) -> Chat | None:
        """Where it happened; a tap on a message that is not shown happened in private."""
        if query := self.callback_query:
            return query.message.chat if query.message else Chat(query.sender.id, "private")
        place = self.message or self.edited_message or self.my_chat_member or self.chat_member
        return place.chat if place else None

    @property
    def person(self) -> int | None:
        """Whose update it is: those of one person are taken in order."""
        said = self.callback_query or self.message or self.edited_message
        if said and said.sender:
            return said.sender.id
        if self.chat_member:
            return self.chat_member.new_chat_member.user.id
        return self.chat.id if self.chat else None


class _Names(Struct, frozen=True):
    """The names of a message's fields, those we do not read included."""

    message: dict[str, Raw] = {}


_DECODER = msgspec.json.Decoder(Incoming)
_NAMES = msgspec.json.Decoder(_Names)


def decode(raw: bytes) -> Incoming | None:
    """An update, or None for what is not one."""
    try:
        return _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def heard(incoming: Incoming, raw: bytes) -> FromPerson | Reach | None:
    """What a person did in their private chat; None for what asks for no answer."""
    if query := incoming.callback_query:
        return FromPerson(
            str(query.message.chat.id if query.message else query.sender.id),
            _tapped(query.data or ""),
            language=_language(query.sender),
        )
    if standing := incoming.my_chat_member:
        return Reach(str(standing.chat.id), standing.new_chat_member.status != "kicked")
    message = incoming.message or incoming.edited_message
    if message is None:
        return None
    event = _changed(message) if incoming.edited_message else _event(message, raw)
    if event is None:
        return None
    return FromPerson(
        str(message.chat.id),
        event,
        str(message.message_id),
        phone=event.phone if isinstance(event, Shared) else None,
        language=_language(message.sender) if message.sender else None,
        name=message.file[1].file_name if message.file else None,
        answers=str(message.reply_to_message.message_id) if message.reply_to_message else None,
        album=message.media_group_id,
    )


def _event(message: Message, raw: bytes) -> Event | None:
    if message.text is not None:
        return Said(_plain(message.text))
    if message.file:
        kind, file = message.file
        return Sent(kind, file.file_id, message.caption)
    if contact := message.contact:
        own = message.sender is not None and contact.user_id == message.sender.id
        return Shared(_e164(contact.phone_number)) if own else Unread("contact")
    if place := message.location:
        return Located(place.latitude, place.longitude)
    names = _NAMES.decode(raw).message.keys()
    for name, kind in UNREADABLE.items():
        if name in names:
            return Unread(kind)
    return None if SERVICE.intersection(names) else Unread("other")


def _changed(message: Message) -> Event | None:
    """A moving location is edited too, and says nothing."""
    text = message.text or message.caption
    return Edited(text) if text else None


def _tapped(data: str) -> Tapped:
    """Buttons that are none of ours were offered under no question."""
    found = _TAPPED.fullmatch(data)
    return Tapped(int(found[1]), found[2]) if found else Tapped(0, "")


def _plain(text: str) -> str:
    """A command without the bot's name; ``/start`` without the payload of a link."""
    found = COMMAND.match(text)
    if not found:
        return text
    return "/start" if found[1].lower() == "/start" else found[1] + text[found.end() :]


def _e164(phone: str) -> str:
    """Telegram leaves the plus sign out at times."""
    return phone if phone.startswith("+") else f"+{phone}"


def _language(person: Person) -> Language | None:
    return LANGUAGES.get((person.language_code or "").partition("-")[0])
