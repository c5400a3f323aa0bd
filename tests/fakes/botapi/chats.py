"""A chat and its messages; the private chat of a person with the bot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.botapi.message import Message
from tests.fakes.botapi.refusal import bad, forbidden

if TYPE_CHECKING:
    from tests.fakes.botapi.world import World


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str = ""

    def json(self) -> dict[str, Any]:
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | _given(optional)


class Chat:
    """A place with messages. Private chats and plain groups number them from one sequence."""

    kind: str

    def __init__(self, world: World, id: int, numbers: Iterator[int]) -> None:  # noqa: A002 -- Telegram's word
        self.world = world
        self.id = id
        self.messages: dict[int, Message] = {}
        self.actions: list[str] = []  # "typing" and the like, as the bot sent them
        self._numbers = numbers

    def json(self) -> dict[str, Any]:
        raise NotImplementedError

    def check_access(self, *, write: bool) -> None:
        """Refuses as Telegram does where the bot may not read, or not `write`."""
        raise NotImplementedError

    def post(self, sender: dict[str, Any], content: dict[str, Any], **details: Any) -> Message:
        """A new message at the end of the chat."""
        now = int(self.world.clock().timestamp())
        message = Message(self, next(self._numbers), now, sender, content, **details)
        self.messages[message.id] = message
        return message

    def message(self, id: int | None, what: str) -> Message:  # noqa: A002 -- Telegram's word
        """The message with this id, or ``<what> not found``."""
        message = self.messages.get(id or 0)
        if message is None or message.deleted:
            raise bad(f"{what} not found")
        return message


class PrivateChat(Chat):
    """A person's chat with the bot."""

    kind = "private"

    def __init__(self, world: World, person: Person) -> None:
        super().__init__(world, person.id, world.numbers)
        self.person = person
        self.started = False  # the person has written to the bot
        self.blocked = False
        self.deactivated = False

    def json(self) -> dict[str, Any]:
        person = self.person
        names = {"last_name": person.last_name, "username": person.username}
        chat = {"id": self.id, "type": self.kind, "first_name": person.first_name}
        return chat | _given(names)

    def check_access(self, *, write: bool) -> None:
        if self.deactivated and write:
            raise forbidden("user is deactivated")
        if self.blocked and write:
            raise forbidden("bot was blocked by the user")
        if not self.started and write:
            raise forbidden("bot can't initiate conversation with a user")


def _given(optional: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in optional.items() if value is not None}
