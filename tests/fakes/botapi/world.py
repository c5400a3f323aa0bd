"""Everything Telegram knows about one bot: who wrote to it, where it is, what it was told."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.fakes.botapi.changes import Changes
from tests.fakes.botapi.chats import Chat, Person, PrivateChat
from tests.fakes.botapi.files import Files
from tests.fakes.botapi.group import Group, administrator
from tests.fakes.botapi.message import Message
from tests.fakes.botapi.rates import Rates
from tests.fakes.botapi.refusal import bad
from tests.fakes.botapi.updates import Updates


@dataclass(eq=False)
class Tap:
    """A press of an inline button, and the bot's answer to it once there is one."""

    id: str
    person: Person
    message: Message
    data: str
    at: datetime
    answered: bool = False
    text: str = ""
    alert: bool = False


class World:
    """The state behind the methods."""

    def __init__(
        self,
        token: str,
        clock: Callable[[], datetime],
        *,
        limited: bool,
        burst: int,
        privacy: bool,
        hosts: Mapping[str, str],
    ) -> None:
        self.clock = clock
        self.bot: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "صلة",
            "username": "sila_test_bot",
        }
        self.privacy = privacy
        self.violations: list[str] = []
        self.changed = Changes()
        self.numbers = itertools.count(1)
        self.private: dict[int, PrivateChat] = {}
        self.groups: dict[int, Group] = {}
        self.taps: dict[str, Tap] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.files = Files(clock)
        self.rates = Rates(clock, on=limited, burst=burst)
        self.updates = Updates(clock, self.changed, self.violations, hosts)

    def person(self, person: Person) -> PrivateChat:
        """Their private chat, from now on known to Telegram."""
        return self.private.setdefault(person.id, PrivateChat(self, person))

    def chat(self, chat_id: int | str | None, *, write: bool = True) -> Chat:
        """The chat a request names, if the bot may read there, or `write`."""
        if chat_id in {None, ""}:
            raise bad("chat_id is empty")
        if not isinstance(chat_id, int):  # nobody has an @name here
            raise bad("chat not found")
        chat = self.private.get(chat_id) or self.groups.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        chat.check_access(write=write)
        return chat

    def group(self, chat_id: int | str | None, *, write: bool = True) -> Group:
        """The supergroup or group a request names."""
        chat = self.chat(chat_id, write=write)
        if not isinstance(chat, Group):
            raise bad("the chat is not a forum")
        return chat

    def tell(self, kind: str, message: Message) -> None:
        """Queues a message for the bot, if it may see it."""
        if isinstance(message.chat, Group) and not self._sees(message, message.chat):
            return
        self.updates.add(kind, message.json(), ("chat", message.chat.id))

    def tell_member(self, chat: Chat, by: Person, old: str, new: str) -> None:
        """Queues a change of the bot's own standing: member, administrator, left or kicked."""
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.json(),
                "from": by.json(),
                "date": int(self.clock().timestamp()),
                "old_chat_member": self.member(chat, old),
                "new_chat_member": self.member(chat, new),
            },
            ("member", chat.id),
        )

    def member(self, chat: Chat, status: str) -> dict[str, Any]:
        """The bot as a ChatMember of this chat."""
        member = {"status": status, "user": self.bot}
        if status == "kicked":
            return member | {"until_date": 0}
        if status == "administrator" and isinstance(chat, Group):
            return member | administrator(chat.rights or frozenset())
        return member

    def complain(self, what: str) -> None:
        self.violations.append(what)

    def _sees(self, message: Message, group: Group) -> bool:
        if group.standing != "member":
            return False
        if not self.privacy or group.rights is not None or message.service:
            return True
        replied = message.reply_to
        to_bot = replied is not None and replied.by_bot and not replied.service
        return to_bot or message.text.startswith("/")
