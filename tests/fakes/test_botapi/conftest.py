"""A fake Bot API on a clock of the test's own, and a real Bot over either transport."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import BaseRequest

from tests.fakes.botapi import BotApi, User
from tests.fakes.botapi.client import TRANSPORTS, connected
from tests.fakes.test_botapi.bot_side import SARA, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock) as api:
        yield api


@pytest.fixture(params=TRANSPORTS, ids=lambda transport: transport.__name__)
async def bot(api: BotApi, request: pytest.FixtureRequest) -> AsyncIterator[Bot]:
    transport: type[BaseRequest] = request.param
    async with connected(api, transport) as bot:
        yield bot


@pytest.fixture
def sara(api: BotApi) -> User:
    return api.user(SARA, started=True)
