"""A message as Telegram keeps it, and as the Bot API shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.botapi.chats import Chat

SERVICE = frozenset(
    {
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "left_chat_member",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "pinned_message",
    }
)
"""Contents nobody wrote: Telegram says them."""

CAPTIONED = frozenset({"photo", "document", "voice", "video", "audio", "animation"})


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the person sees it; `data` only on an inline button that calls the bot."""

    text: str
    data: str | None = None
    url: str | None = None
    asks_contact: bool = False


@dataclass(eq=False)
class Message:
    """Its content is a part of the Bot API's Message object: text, photo and caption, …"""

    chat: Chat
    id: int
    date: int
    sender: dict[str, Any]  # "from", and "sender_chat" of an anonymous administrator
    content: dict[str, Any]
    by_bot: bool = False
    thread: int | None = None
    reply_to: Message | None = None
    markup: dict[str, Any] | None = None
    edited: int | None = None
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)  # what the bot set
    earlier: list[str] = field(default_factory=list)  # texts before each edit, oldest first

    @property
    def text(self) -> str:
        """The text or the caption as it stands now."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def service(self) -> bool:
        return bool(self.content.keys() & SERVICE)

    @property
    def rows(self) -> list[list[Button]]:
        """The keyboard below the message, inline or reply, as rows of buttons."""
        markup = self.markup or {}
        inline = markup.get("inline_keyboard", ())
        return [[_inline(button) for button in row] for row in inline] or [
            [_reply(button) for button in row] for row in markup.get("keyboard", ())
        ]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    def json(self, *, nested: bool = False) -> dict[str, Any]:
        """The Message object; a message inside another has no reply of its own."""
        return dict(self._fields(nested))

    def _fields(self, nested: bool) -> Iterator[tuple[str, Any]]:
        yield "message_id", self.id
        yield "date", self.date
        yield "chat", self.chat.json()
        yield from self.sender.items()
        if self.thread is not None:
            yield "message_thread_id", self.thread
            yield "is_topic_message", True
        if self.reply_to is not None and not self.reply_to.deleted and not nested:
            yield "reply_to_message", self.reply_to.json(nested=True)
        if self.edited is not None:
            yield "edit_date", self.edited
        if self.markup is not None and "inline_keyboard" in self.markup:
            yield "reply_markup", self.markup
        yield from self.content.items()


def _inline(button: dict[str, Any]) -> Button:
    return Button(button["text"], button.get("callback_data"), button.get("url"))


def _reply(button: str | dict[str, Any]) -> Button:
    if isinstance(button, str):
        return Button(button)
    return Button(button["text"], asks_contact=bool(button.get("request_contact")))
