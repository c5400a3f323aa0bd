"""Twilio's fake, its client, a database, our channel listening, and Noura who has just written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.whatsapp import WhatsApp
from bot.transport import twilio as transport
from storage.database import Database
from tests.bot.test_whatsapp.ours import ACCOUNT, TOKEN, WEBHOOK, Ours, served
from tests.clock import FakeClock
from tests.fakes.twilio import LOST, TwilioApi, User


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
async def channel(ours: Ours) -> AsyncIterator[WhatsApp]:
    made = ours.channel()
    async with served(made.routes()) as ours.url:
        ours.api.webhook_url = f"{ours.url}/whatsapp/webhook"
        yield made


@pytest.fixture
async def noura(api: TwilioApi, channel: WhatsApp) -> User:
    user = api.user("+966551234567", profile="نورة")
    await user.say("السلام عليكم", LOST)
    return user
