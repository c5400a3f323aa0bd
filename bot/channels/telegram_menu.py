"""The command menus: for people in their languages, for officers in the staff room."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from bot.render import Renderer
from bot.staff.commands import COMMANDS
from bot.staff.room import Room
from flows.book import Language
from flows.text import Text

MENU = (
    ("menu", Text("menu.go.ask")),
    ("register", Text("menu.go.option.registration")),
    ("requests", Text("menu.go.option.requests")),
    ("rate", Text("menu.go.option.rate")),
    ("officer", Text("menu.go.option.officer")),
    ("language", Text("menu.go.option.language")),
    ("back", Text("common.command.back")),
    ("cancel", Text("common.command.cancel")),
    ("help", Text("common.command.help")),
    ("stop", Text("common.command.stop")),
)
"""What people may type, of the words in `association/words.toml`; Telegram wants them Latin."""

LANGUAGES: tuple[tuple[str | None, Language], ...] = ((None, "ar"), ("ar", "ar"), ("en", "en"))
"""Telegram's language code, none for everybody else, and the language they read then."""

log = structlog.get_logger()


async def publish(bot: Bot, renderer: Renderer, room: Room) -> None:
    """Set every menu. A staff room that is closed to us does not stop the rest."""
    for code, language in LANGUAGES:
        await bot.set_my_commands(_menu(MENU, renderer, language), language_code=code)
    does = [(command.name, Text(f"staff.does.{command.does}")) for command in COMMANDS]
    menu = _menu(does, renderer, room.language)
    for chat in room.chats.values():
        try:
            await bot.set_my_commands(menu, scope=BotCommandScopeChat(chat))
        except (BadRequest, Forbidden) as error:
            log.warning("telegram_room_closed", error=error.message)


def _menu(
    entries: Iterable[tuple[str, Text]], renderer: Renderer, language: Language
) -> list[BotCommand]:
    return [BotCommand(command, renderer.render(text, language)) for command, text in entries]
