"""The methods that send a message, change one or take it away."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from telegram.constants import ReactionEmoji

from tests.fakes.botapi.chats import Chat
from tests.fakes.botapi.formatting import units
from tests.fakes.botapi.group import Group
from tests.fakes.botapi.message import CAPTIONED, Message
from tests.fakes.botapi.refusal import bad
from tests.fakes.botapi.rules import LONGEST_TEXT, caption_of, check_data, keyboard_of, text_of
from tests.fakes.botapi.world import World

Parameters = dict[str, Any]

DELETABLE = timedelta(hours=48)
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
MOST_TOGETHER = 10
TOGETHER = frozenset({"photo", "video", "audio", "document"})
REACTIONS = frozenset(emoji.value for emoji in ReactionEmoji)


_ALBUMS = itertools.count(13_000_000_001)


def send_message(world: World, p: Parameters) -> Any:
    return _send(world, p, text_of(p)).json()


def send_photo(world: World, p: Parameters) -> Any:
    return _send_file(world, p, "photo")


def send_document(world: World, p: Parameters) -> Any:
    return _send_file(world, p, "document")


def send_voice(world: World, p: Parameters) -> Any:
    return _send_file(world, p, "voice")


def send_audio(world: World, p: Parameters) -> Any:
    return _send_file(world, p, "audio")


def send_media_group(world: World, p: Parameters) -> Any:
    """All of it or nothing, each file a message of its own."""
    media = p.get("media") or []
    if len(media) < 2:
        raise bad("there are no messages to send" if not media else "wrong number of messages")
    if len(media) > MOST_TOGETHER:
        raise bad("too many messages to send as an album")
    kinds = {one["type"] for one in media}
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad(f"{alone} can't be mixed with other media types")
    if not kinds <= TOGETHER:
        raise bad("invalid message content specified")
    contents = [
        world.files.given(one["type"], one["media"]).content() | _covered(one) | caption_of(one)
        for one in media
    ]
    album = {"media_group_id": str(next(_ALBUMS))}
    first, *others = contents
    sent = [_send(world, p, first | album, len(media))]
    sent += [_send(world, p, content | album, 0) for content in others]
    return [message.json() for message in sent]


def copy_message(world: World, p: Parameters) -> Any:
    source = world.chat(p["from_chat_id"], write=False).message(p["message_id"], "message to copy")
    if source.service:
        raise bad("the message can't be copied")
    content = dict(source.content)
    if "caption" in p and content.keys() & CAPTIONED:
        content = {k: v for k, v in content.items() if k not in {"caption", "caption_entities"}}
        content |= caption_of(p)
    content.pop("media_group_id", None)
    return {"message_id": _send(world, p, content).id}


def edit_message_text(world: World, p: Parameters) -> Any:
    body = text_of(p)
    message, markup = _editable(world, p)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    if units(body["text"]) > LONGEST_TEXT:
        raise bad("MESSAGE_TOO_LONG")
    return _edit(world, message, body, markup)


def edit_message_reply_markup(world: World, p: Parameters) -> Any:
    message, markup = _editable(world, p)
    return _edit(world, message, message.content, markup)


def delete_message(world: World, p: Parameters) -> Any:
    chat = world.chat(p["chat_id"])
    message = chat.message(p["message_id"], "message to delete")
    age = world.clock().timestamp() - message.date
    others = isinstance(chat, Group) and not message.by_bot
    if age >= DELETABLE.total_seconds() or "forum_topic_created" in message.content:
        raise bad("message can't be deleted")
    if others and isinstance(chat, Group) and not chat.allows("can_delete_messages"):
        raise bad("message can't be deleted")
    message.deleted = True
    return True


def set_message_reaction(world: World, p: Parameters) -> Any:
    message = world.chat(p["chat_id"], write=False).message(p["message_id"], "message to react")
    reactions = p.get("reaction") or []
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    emoji = [reaction.get("emoji", "") for reaction in reactions]
    if not REACTIONS.issuperset(emoji):
        raise bad("REACTION_INVALID")
    message.reactions = emoji
    return True


def send_chat_action(world: World, p: Parameters) -> Any:
    if p.get("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    world.chat(p["chat_id"]).actions.append(p["action"])
    return True


def pin_chat_message(world: World, p: Parameters) -> Any:
    chat = world.chat(p["chat_id"])
    message = chat.message(p["message_id"], "message to pin")
    if isinstance(chat, Group) and not chat.allows("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    if isinstance(chat, Group):
        chat.pinned.append(message)
    pin = {"pinned_message": message.json(nested=True)}
    service = chat.post({"from": world.bot}, pin, by_bot=True, thread=message.thread)
    world.tell("message", service)  # the bot hears of its own service messages
    return True


def _send_file(world: World, p: Parameters, kind: str) -> Any:
    content = world.files.given(kind, p.get(kind)).content() | caption_of(p)
    return _send(world, p, content).json()


def _covered(one: dict[str, Any]) -> dict[str, Any]:
    return {"has_media_spoiler": True} if one.get("has_spoiler") else {}


def _send(world: World, p: Parameters, content: dict[str, Any], count: int = 1) -> Message:
    """Checks in Telegram's order: the markup's form, the chat, the reply, the thread, lengths.

    `count` is how many messages are charged for with it.
    """
    private = world.private.get(p.get("chat_id") or 0) is not None
    markup = keyboard_of(p, private=private, complain=world.complain)
    chat = world.chat(p.get("chat_id"))
    reply_to = _reply_to(world, p, chat)
    thread = _thread(p, chat, reply_to)
    if units(content.get("text", "")) > LONGEST_TEXT:
        raise bad("message is too long")
    check_data(markup, world.complain)
    world.rates.charge(chat, count)
    if isinstance(chat, Group) and thread is not None:
        reply_to = reply_to or chat.by_thread[thread].creation
    return chat.post(
        {"from": world.bot}, content, by_bot=True, thread=thread, reply_to=reply_to, markup=markup
    )


def _reply_to(world: World, p: Parameters, chat: Chat) -> Message | None:
    reply = p.get("reply_parameters") or {"message_id": p.get("reply_to_message_id")}
    if not reply["message_id"]:
        return None
    if reply.get("chat_id", chat.id) != chat.id:
        world.complain("the fake knows no replies across chats")
    message = chat.messages.get(reply["message_id"])
    if message is not None and not message.deleted:
        return message
    if reply.get("allow_sending_without_reply") or p.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _thread(p: Parameters, chat: Chat, reply_to: Message | None) -> int | None:
    thread: int | None = p.get("message_thread_id") or (reply_to.thread if reply_to else None)
    if thread is None:
        return None
    if not isinstance(chat, Group):
        raise bad("message thread not found")
    topic = chat.by_thread.get(thread)
    manager = chat.allows("can_manage_topics") or (topic is not None and topic.by_bot)
    return chat.topic_to_write_in(thread, manager=manager).id


def _editable(world: World, p: Parameters) -> tuple[Message, dict[str, Any] | None]:
    private = world.private.get(p.get("chat_id") or 0) is not None
    markup = keyboard_of(p, private=private, complain=world.complain)
    chat = world.chat(p.get("chat_id"))
    message = chat.message(p.get("message_id"), "message to edit")
    keyboard = message.markup or {}
    if not message.by_bot or message.service or (keyboard and "inline_keyboard" not in keyboard):
        raise bad("message can't be edited")
    check_data(markup, world.complain)
    return message, markup


def _edit(
    world: World, message: Message, content: dict[str, Any], markup: dict[str, Any] | None
) -> Any:
    if (content, markup) == (message.content, message.markup):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    world.rates.charge(message.chat)
    message.earlier.append(message.text)
    message.content, message.markup = content, markup
    message.edited = int(world.clock().timestamp())
    return message.json()


SENDING: Mapping[str, Callable[[World, Parameters], Any]] = {
    "copymessage": copy_message,
    "deletemessage": delete_message,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagetext": edit_message_text,
    "pinchatmessage": pin_chat_message,
    "sendaudio": send_audio,
    "sendchataction": send_chat_action,
    "senddocument": send_document,
    "sendmediagroup": send_media_group,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "sendvoice": send_voice,
    "setmessagereaction": set_message_reaction,
}
