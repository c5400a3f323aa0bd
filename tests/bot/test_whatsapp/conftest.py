"""Twilio's fake, its client, a database, our channel, and Noura who has just written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.channels.whatsapp import WhatsApp
from bot.transport import twilio as transport
from storage.database import Database
from tests.bot.test_whatsapp.ours import ACCOUNT, TOKEN, WEBHOOK, Ours
from tests.clock import FakeClock
from tests.fakes.twilio import LOST, TwilioApi, User
from tests.serve import served


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def api(clock: FakeClock) -> AsyncIterator[TwilioApi]:
    async with TwilioApi(ACCOUNT, TOKEN, clock=clock.now) as running:
        running.public_url = f"{WEBHOOK}#rc=3&rp=all"
        yield running


@pytest.fixture
async def database(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path}/sila.db")
    try:
        await opened.migrate()
        await opened.unlock("a secret of the tests", clock.now())
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def ours(api: TwilioApi, database: Database, clock: FakeClock) -> AsyncIterator[Ours]:
    twilio = transport.client(ACCOUNT, TOKEN, api.url)
    yield Ours(api, twilio, database, clock)
    await transport.close(twilio)


@pytest.fixture
def channel(ours: Ours) -> WhatsApp:
    return ours.channel()


@pytest.fixture
async def listening(ours: Ours, channel: WhatsApp) -> AsyncIterator[None]:
    """Twilio can call us."""
    async with served(Starlette(routes=channel.routes())) as ours.url:
        ours.api.webhook_url = f"{ours.url}/whatsapp/webhook"
        yield


@pytest.fixture
async def noura(api: TwilioApi) -> User:
    user = api.user("+966551234567", profile="نورة")
    await user.say("السلام عليكم", LOST)
    return user
