"""The fake behind a public address, our side listening, Twilio's own client, and Noura."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from twilio.rest import Client

from bot.transport.twilio import client, close
from tests.fakes.test_twilio.ours import ACCOUNT, PUBLIC, TOKEN, FakeClock, Ours
from tests.fakes.twilio import TwilioApi, User


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def api(clock: FakeClock) -> AsyncIterator[TwilioApi]:
    async with TwilioApi(ACCOUNT, TOKEN, clock=clock) as running:
        running.public_url = f"{PUBLIC}/whatsapp/webhook"
        yield running


@pytest.fixture
async def ours(api: TwilioApi) -> AsyncIterator[Ours]:
    listening = Ours()
    application = web.Application()
    application.router.add_post("/whatsapp/{rest:.*}", listening.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.webhook_url = f"{site.name}/whatsapp/webhook"
    yield listening
    await runner.cleanup()


@pytest.fixture
async def twilio(api: TwilioApi) -> AsyncIterator[Client]:
    made = client(ACCOUNT, TOKEN, api.url)
    yield made
    await close(made)


@pytest.fixture
def noura(api: TwilioApi) -> User:
    return api.user("+966551234567", profile="نورة")
