"""python-telegram-bot's Bot for a test, over its own transport or ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.transport.telegram import AiohttpRequest
from tests.fakes.botapi.api import BotApi

TRANSPORTS: tuple[type[BaseRequest], ...] = (HTTPXRequest, AiohttpRequest)


@asynccontextmanager
async def connected(
    api: BotApi, transport: type[BaseRequest] = AiohttpRequest
) -> AsyncIterator[Bot]:
    """A Bot that has called getMe; the call is taken off `api.calls`."""
    bot = Bot(
        api.token,
        f"{api.url}/bot",
        f"{api.url}/file/bot",
        request=transport(),
        get_updates_request=transport(),
    )
    async with bot:
        api.calls.clear()
        yield bot
