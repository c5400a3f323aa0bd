"""What Telegram says of the bot: its token, its webhook, its rights in the groups."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp
from telegram import Bot, WebhookInfo
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot import checkup
from bot.channels.telegram_webhook import PATH
from bot.checkup import Finding, Findings, ok, problem, warning
from bot.checkup_staff import officers
from bot.clock import Clock
from bot.config import CHATS, Settings
from bot.staff.telegram_rights import ADMINISTRATOR, lacking
from bot.transport.telegram import AiohttpRequest
from flows.book import Officer

MANY = 100  # updates that wait
RECENT = timedelta(hours=1)

RIGHTS: Mapping[str, str] = {
    "can_manage_topics": "cases live as replies to their cards, without topics of their own",
    "can_delete_messages": "lines of the bot older than 48 hours cannot be deleted",
}
"""What is lost without a right."""


class Dated(AiohttpRequest):
    """It notes when, by the clock of whoever answered, the last answer was given."""

    __slots__ = ("date",)

    async def initialize(self) -> None:
        await super().initialize()
        assert self._session is not None
        self.date: datetime | None = None
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._note)
        trace.freeze()
        self._session.trace_configs.append(trace)

    async def _note(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams
    ) -> None:
        if said := end.response.headers.get("Date"):
            self.date = parsedate_to_datetime(said)


async def telegram(settings: Settings, clock: Clock) -> Findings:
    """The bot, how its updates come, and its groups. Nothing is asked where there is no token."""
    if settings.telegram_bot_token is None:
        yield ok("Telegram", "off, without TELEGRAM_BOT_TOKEN")
        return
    async with _bot(settings) as (bot, request):
        try:
            me = await bot.get_me()
            yield ok("Telegram", f"the bot is @{me.username}")
            if request.date:
                yield checkup.clock("Telegram", request.date, clock.now())
            yield _updates(settings, await bot.get_webhook_info(), clock)
            for name in CHATS.values():
                async for finding in _group(bot, name, getattr(settings, name)):
                    yield finding
            for officer in await _officers(settings):
                if unreached := await _reach(bot, officer):
                    yield unreached
        except InvalidToken:
            yield problem("Telegram", "it refuses TELEGRAM_BOT_TOKEN: ask @BotFather for /token")
        except TelegramError as error:
            yield problem(
                "Telegram", f"not to be had at {settings.telegram_api_url} ({error.message})"
            )


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[tuple[Bot, Dated]]:
    assert settings.telegram_bot_token is not None
    request, unused = Dated(), AiohttpRequest(connections=1)
    bot = Bot(
        settings.telegram_bot_token.get_secret_value(),
        f"{settings.telegram_api_url}/bot",
        request=request,
        get_updates_request=unused,
    )
    await request.initialize()
    try:
        yield bot, request
    finally:
        await request.shutdown()


def _updates(settings: Settings, info: WebhookInfo, clock: Clock) -> Finding:
    """How updates come, and whether they do."""
    wanted = "" if settings.telegram_polls else f"{settings.public_url or ''}{PATH}"
    if info.url != wanted and (settings.telegram_polls or settings.public_url):
        there = info.url or "no webhook"
        return warning(
            "Telegram",
            f"it knows {there}, not {wanted or 'polling'}: `sila serve` sets it; if it comes "
            "back, another program uses this token",
        )
    if info.last_error_date and clock.now() - info.last_error_date < RECENT:
        return warning(
            "Telegram",
            f"the webhook failed lately: {info.last_error_message}; "
            f"{info.pending_update_count} updates wait",
        )
    if info.pending_update_count > MANY:
        waiting = f"{info.pending_update_count} updates wait"
        return warning("Telegram", f"{waiting}: `sila serve` does not run, or cannot be reached")
    return ok("Telegram", f"updates by {'polling' if settings.telegram_polls else wanted}")


async def _officers(settings: Settings) -> list[Officer]:
    """Those who have an account; what cannot be read is told of elsewhere."""
    people = await officers(settings)
    return [officer for officer in people.values() if officer.telegram]


async def _reach(bot: Bot, officer: Officer) -> Finding | None:
    """Whether the bot may write to them in private: nobody can be written to who never wrote."""
    try:
        await bot.send_chat_action(int(officer.telegram or 0), ChatAction.TYPING)
    except (BadRequest, Forbidden) as error:
        return warning(
            "officers",
            f"{officer.id}: the bot may not write to them ({error.message}); they open the bot and "
            "press Start",
        )
    return None


async def _group(bot: Bot, name: str, chat: int | None) -> Findings:
    """A group of the settings: whether the bot is in it, with what it needs."""
    setting = name.upper()
    if chat is None:
        return
    try:
        group = await bot.get_chat(chat)
        member = await bot.get_chat_member(chat, bot.id)
    except (BadRequest, Forbidden) as error:
        yield problem(setting, f"{error.message}: add the bot to the group, or correct the number")
        return
    lacks = lacking(group, member)
    if ADMINISTRATOR in lacks:
        yield problem(setting, "the bot is no administrator: it does not read what officers write")
        return
    if not group.is_forum:
        yield warning(setting, "topics are off in the group's settings: cases share one stream")
    for right in lacks:
        yield warning(setting, f"the bot lacks {right}: {RIGHTS[right]}")
    if group.is_forum and not lacks:
        yield ok(setting, "the bot is an administrator with the rights it needs")
