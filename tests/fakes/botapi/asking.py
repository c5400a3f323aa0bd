"""The methods about the bot itself, its chats, its commands, taps, files and the webhook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tests.fakes.botapi.chats import PrivateChat
from tests.fakes.botapi.group import ALL_RIGHTS, Group, administrator
from tests.fakes.botapi.refusal import bad
from tests.fakes.botapi.updates import Webhook
from tests.fakes.botapi.world import World

Parameters = dict[str, Any]

TAP_LIVES = timedelta(seconds=150)
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
SECRET = re.compile(r"[A-Za-z0-9_-]*")


def get_me(world: World, p: Parameters) -> Any:
    abilities = {"can_join_groups": True, "supports_inline_queries": False}
    return world.bot | abilities | {"can_read_all_group_messages": not world.privacy}


def answer_callback_query(world: World, p: Parameters) -> Any:
    tap = world.taps.get(p["callback_query_id"])
    if tap is None or tap.answered or world.clock() - tap.at > TAP_LIVES:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = p.get("text") or ""
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    tap.answered, tap.text, tap.alert = True, text, bool(p.get("show_alert"))
    return True


def get_file(world: World, p: Parameters) -> Any:
    return world.files.link(p["file_id"])


def get_chat(world: World, p: Parameters) -> Any:
    gifts = ("unlimited", "limited", "unique")
    accepted = {f"{kind}_gifts": False for kind in gifts} | {
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
    chat = world.chat(p["chat_id"], write=False)
    if isinstance(chat, Group) and chat.pinned:
        full["pinned_message"] = chat.pinned[-1].json(nested=True)
    return chat.json() | full


def get_chat_member(world: World, p: Parameters) -> Any:
    chat = world.chat(p["chat_id"], write=False)
    if p["user_id"] == world.bot["id"]:
        admin = isinstance(chat, Group) and chat.rights is not None
        return world.member(chat, "administrator" if admin else "member")
    if isinstance(chat, Group) and p["user_id"] in chat.members:
        return _member(chat, p["user_id"])
    if isinstance(chat, PrivateChat) and p["user_id"] == chat.id:
        return {"status": "member", "user": chat.person.json()}
    if p["user_id"] in world.private:
        return {"status": "left", "user": world.private[p["user_id"]].person.json()}
    raise bad("user not found")


def get_chat_administrators(world: World, p: Parameters) -> Any:
    chat = world.chat(p["chat_id"], write=False)
    if not isinstance(chat, Group):
        raise bad("there are no administrators in the private chat")
    own = [world.member(chat, "administrator")] if chat.rights is not None else []
    return [_member(chat, admin) for admin in chat.admins] + own


def leave_chat(world: World, p: Parameters) -> Any:
    chat = world.chat(p["chat_id"])
    if not isinstance(chat, Group):
        raise bad("chat member status can't be changed in private chats")
    chat.standing, chat.rights = "left", None
    return True


def set_my_commands(world: World, p: Parameters) -> Any:
    commands = p.get("commands") or []
    key = _scope(world, p)
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not command["description"].strip():
            raise bad("command description must be non-empty")
        if len(command["description"]) > 256:
            raise bad("command description length must not exceed 256")
    world.commands[key] = commands
    return True


def get_my_commands(world: World, p: Parameters) -> Any:
    return world.commands.get(_scope(world, p), [])


def set_webhook(world: World, p: Parameters) -> Any:
    secret = p.get("secret_token") or ""
    if not p.get("url"):
        return delete_webhook(world, p)
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if p.get("drop_pending_updates"):
        world.updates.pending.clear()
    world.updates.allow(p.get("allowed_updates"))
    world.updates.set_webhook(Webhook(p["url"], secret, p.get("max_connections") or 40))
    return True


def delete_webhook(world: World, p: Parameters) -> Any:
    world.updates.delete_webhook(drop=bool(p.get("drop_pending_updates")))
    return True


def get_webhook_info(world: World, p: Parameters) -> Any:
    updates, hook = world.updates, world.updates.webhook
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if hook:
        info["max_connections"] = hook.max_connections
    if updates.allowed:
        info["allowed_updates"] = sorted(updates.allowed)
    if updates.last_error:
        at, words = updates.last_error
        info |= {"last_error_date": int(at.timestamp()), "last_error_message": words}
    return info


def _member(group: Group, id: int) -> dict[str, Any]:  # noqa: A002 -- Telegram's word
    user = group.members[id].json()
    if id not in group.admins:
        return {"status": "member", "user": user}
    if id == next(iter(group.admins)):
        return {"status": "creator", "user": user, "is_anonymous": False}
    return {"status": "administrator", "user": user} | administrator(ALL_RIGHTS)


def _scope(world: World, p: Parameters) -> tuple[str, str]:
    language = p.get("language_code") or ""
    scope = p.get("scope") or {"type": "default"}
    if not LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    if "chat_id" in scope and scope["chat_id"] not in {*world.private, *world.groups}:
        raise bad("chat not found")
    return json.dumps(scope, sort_keys=True), language


ASKING: Mapping[str, Callable[[World, Parameters], Any]] = {
    "answercallbackquery": answer_callback_query,
    "deletewebhook": delete_webhook,
    "getchat": get_chat,
    "getchatadministrators": get_chat_administrators,
    "getchatmember": get_chat_member,
    "getfile": get_file,
    "getme": get_me,
    "getmycommands": get_my_commands,
    "getwebhookinfo": get_webhook_info,
    "leavechat": leave_chat,
    "setmycommands": set_my_commands,
    "setwebhook": set_webhook,
}
