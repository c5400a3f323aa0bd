"""The methods for topics of a forum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.botapi.formatting import units
from tests.fakes.botapi.group import Group, Topic
from tests.fakes.botapi.refusal import bad
from tests.fakes.botapi.world import World

Parameters = dict[str, Any]

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
ICONS = {
    "5312016608254762256": "⚡️",
    "5237699328843200968": "✅",
    "5420216386448270341": "📋",
    "5417915203100613993": "💬",
}
"""Some of Telegram's free icons, by custom emoji id."""

LONGEST_NAME = 128


def create_forum_topic(world: World, p: Parameters) -> Any:
    group = world.group(p["chat_id"])
    if not group.is_forum:
        raise bad("the chat is not a forum")
    if not group.allows("can_manage_topics"):
        raise bad("not enough rights to create a topic")
    name = _name(world, p.get("name") or "")
    if not name:
        raise bad("title must be non-empty")
    color = p.get("icon_color") or COLORS[0]
    if color not in COLORS:
        world.complain(f"{color} is no colour of a topic")
    icon = _icon(p)
    world.rates.charge(group)
    topic = group.open_topic({"from": world.bot}, name, color, icon=icon, by_bot=True)
    world.tell("message", topic.creation)  # the bot hears of its own service messages
    answer = {"message_thread_id": topic.id, "name": name, "icon_color": color}
    return answer | ({"icon_custom_emoji_id": icon} if icon else {})


def edit_forum_topic(world: World, p: Parameters) -> Any:
    topic = _topic(world, p, "edit the topic")
    name = _name(world, p.get("name") or "") or topic.name
    icon = _icon(p) if "icon_custom_emoji_id" in p else topic.icon
    if (name, icon) == (topic.name, topic.icon):
        if p.get("name") or "icon_custom_emoji_id" in p:
            raise bad("TOPIC_NOT_MODIFIED")
        return True
    edited = {"name": name} if name != topic.name else {}
    edited |= {"icon_custom_emoji_id": icon or ""} if icon != topic.icon else {}
    topic.name, topic.icon = name, icon
    return _announce(world, topic, {"forum_topic_edited": edited})


def close_forum_topic(world: World, p: Parameters) -> Any:
    return _toggle(world, p, closed=True)


def reopen_forum_topic(world: World, p: Parameters) -> Any:
    return _toggle(world, p, closed=False)


def delete_forum_topic(world: World, p: Parameters) -> Any:
    group = world.group(p["chat_id"])
    topic = group.topic(p["message_thread_id"])
    if not group.allows("can_delete_messages"):
        raise bad("not enough rights to delete the topic")
    for message in group.messages.values():
        message.deleted |= message.thread == topic.id
    del group.by_thread[topic.id]
    return True


def get_forum_topic_icon_stickers(world: World, p: Parameters) -> Any:
    shape = {"width": 100, "height": 100, "is_animated": False, "is_video": False}
    return [
        {"file_id": f"icon-{icon}", "file_unique_id": icon, "custom_emoji_id": icon}
        | {"emoji": emoji, "type": "custom_emoji", **shape}
        for icon, emoji in ICONS.items()
    ]


def _toggle(world: World, p: Parameters, *, closed: bool) -> Any:
    topic = _topic(world, p, "close or open the topic")
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return _announce(world, topic, {f"forum_topic_{'closed' if closed else 'reopened'}": {}})


def _topic(world: World, p: Parameters, right_to: str) -> Topic:
    """The topic to change: the bot needs the right, unless the topic is its own."""
    group: Group = world.group(p["chat_id"])
    topic = group.topic(p["message_thread_id"])
    if not group.allows("can_manage_topics") and not topic.by_bot:
        raise bad(f"not enough rights to {right_to}")
    return topic


def _announce(world: World, topic: Topic, content: dict[str, Any]) -> bool:
    sender = {"from": world.bot}
    service = topic.group.post(
        sender, content, by_bot=True, thread=topic.id, reply_to=topic.creation
    )
    world.tell("message", service)
    return True


def _name(world: World, name: str) -> str:
    """The name as Telegram keeps it: cut, without a word, to 128 characters."""
    name = " ".join(name.split())
    if units(name) > LONGEST_NAME:
        world.complain(f"a topic's name is longer than {LONGEST_NAME} characters and is cut")
    return name[:LONGEST_NAME]


def _icon(p: Parameters) -> str | None:
    icon = p.get("icon_custom_emoji_id") or None
    if icon is not None and icon not in ICONS:
        raise bad("DOCUMENT_INVALID")
    return icon


FORUM: Mapping[str, Callable[[World, Parameters], Any]] = {
    "closeforumtopic": close_forum_topic,
    "createforumtopic": create_forum_topic,
    "deleteforumtopic": delete_forum_topic,
    "editforumtopic": edit_forum_topic,
    "getforumtopiciconstickers": get_forum_topic_icon_stickers,
    "reopenforumtopic": reopen_forum_topic,
}
