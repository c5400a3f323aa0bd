"""Groups and supergroups with topics: who may do what there, and what stands there."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.botapi.chats import Chat, Person
from tests.fakes.botapi.message import Message
from tests.fakes.botapi.refusal import Refusal, bad, forbidden

if TYPE_CHECKING:
    from tests.fakes.botapi.world import World

ALL_RIGHTS = frozenset(
    {
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_send_welcome_messages",
        "can_pin_messages",
        "can_manage_topics",
    }
)


@dataclass(eq=False)
class Topic:
    """A thread of a forum. Its id is that of the message that created it."""

    group: Group
    creation: Message
    name: str
    icon_color: int
    by_bot: bool
    icon: str | None = None
    closed: bool = False

    @property
    def id(self) -> int:
        return self.creation.id

    @property
    def messages(self) -> list[Message]:
        """What was written in it, by anybody, oldest first; deleted ones too."""
        return [m for m in self.group.messages.values() if m.thread == self.id and not m.service]


class Group(Chat):
    """A group; a supergroup when its id begins with -100. The first administrator owns it.

    `rights` are the bot's as an administrator, or None where it is a plain member.
    """

    def __init__(
        self,
        world: World,
        id: int,  # noqa: A002 -- Telegram's word
        *,
        title: str,
        is_forum: bool,
        admins: Iterable[Person],
        rights: Iterable[str] | None,
    ) -> None:
        self.kind = "supergroup" if str(id).startswith("-100") else "group"
        # The first message of a supergroup is its creation; 1 also stands for the General topic.
        super().__init__(world, id, itertools.count(2) if self.is_super else world.numbers)
        assert self.is_super or not is_forum, "only a supergroup has topics"
        self.title = title
        self.is_forum = is_forum
        self.admins = {person.id: person for person in admins}
        self.members = dict(self.admins)
        self.rights = None if rights is None else frozenset(rights)
        self.standing = "member"  # of the bot: member | left | kicked
        self.migrated_to: int | None = None
        self.pinned: list[Message] = []
        self.by_thread: dict[int, Topic] = {}

    @property
    def is_super(self) -> bool:
        return self.kind == "supergroup"

    @property
    def owner(self) -> Person:
        return next(iter(self.admins.values()))

    @property
    def topics(self) -> list[Topic]:
        return list(self.by_thread.values())

    def thread(self, name_or_id: str | int) -> Topic:
        """The topic with this id or name, the newest of that name."""
        for topic in reversed(self.topics):
            if name_or_id in {topic.id, topic.name}:
                return topic
        raise AssertionError(f"no topic {name_or_id!r}; there are {[t.name for t in self.topics]}")

    @property
    def general(self) -> list[Message]:
        """What was written in no topic, oldest first."""
        return [m for m in self.messages.values() if m.thread is None and not m.service]

    def json(self) -> dict[str, Any]:
        chat = {"id": self.id, "type": self.kind, "title": self.title}
        return chat | ({"is_forum": True} if self.is_forum else {})

    def allows(self, right: str) -> bool:
        return self.rights is not None and right in self.rights

    def check_access(self, *, write: bool) -> None:
        if self.migrated_to is not None and write:
            raise Refusal(
                400,
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated_to,
            )
        if self.standing == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if self.standing == "left":
            raise forbidden(f"bot is not a member of the {self.kind} chat")

    def topic(self, thread: int | None) -> Topic:
        """The topic to change, or TOPIC_ID_INVALID."""
        if not self.is_forum:
            raise bad("the chat is not a forum")
        if thread not in self.by_thread:
            raise bad("TOPIC_ID_INVALID")
        return self.by_thread[thread]

    def topic_to_write_in(self, thread: int, *, manager: bool) -> Topic:
        """The topic to post in; a closed one takes words from a manager or its creator only."""
        topic = self.by_thread.get(thread)
        if topic is None:
            raise bad("message thread not found")
        if topic.closed and not manager:
            raise bad("TOPIC_CLOSED")
        return topic

    def open_topic(self, sender: dict[str, Any], name: str, color: int, **details: Any) -> Topic:
        """A new topic with the service message that creates it."""
        icon = details.get("icon")
        created = {"name": name, "icon_color": color}
        created |= {"icon_custom_emoji_id": icon} if icon else {}
        by_bot = details.get("by_bot", False)
        creation = self.post(sender, {"forum_topic_created": created}, by_bot=by_bot)
        creation.thread = creation.id
        topic = Topic(self, creation, name, color, by_bot, icon)
        self.by_thread[topic.id] = topic
        return topic

    async def promote(self, rights: Iterable[str] | None) -> None:
        """The owner makes the bot an administrator with these rights, or a plain member again."""
        old = "member" if self.rights is None else "administrator"
        self.rights = None if rights is None else frozenset(rights)
        self._tell(old, "member" if rights is None else "administrator")

    async def remove_bot(self) -> None:
        """The owner throws the bot out."""
        self.standing, self.rights = "kicked", None
        self._tell("member", "kicked")

    async def add_bot(self) -> None:
        """The owner takes the bot in, as a plain member."""
        self.standing = "member"
        self._tell("left", "member")

    async def migrate(self, new_id: int) -> Group:
        """A plain group becomes a supergroup: another chat, and this one is closed to the bot."""
        assert not self.is_super, "it is a supergroup already"
        people = self.admins.values()
        new = Group(
            self.world, new_id, title=self.title, is_forum=False, admins=people, rights=self.rights
        )
        new.members |= self.members
        self.world.groups[new.id] = new
        self.migrated_to = new.id
        sender = {"from": self.owner.json()}
        self.world.tell("message", self.post(sender, {"migrate_to_chat_id": new.id}))
        self.world.tell("message", new.post(sender, {"migrate_from_chat_id": self.id}))
        return new

    def _tell(self, old: str, new: str) -> None:
        self.world.tell_member(self, self.owner, old, new)


def administrator(rights: frozenset[str]) -> dict[str, bool]:
    """Every right of an administrator, said or denied."""
    return {"can_be_edited": False, "is_anonymous": False} | {r: r in rights for r in ALL_RIGHTS}
