"""Telegram's fake, a database, and our channel between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import Telegram
from storage.database import Database
from tests.bot.test_telegram.ours import NOURA, Ours
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi, User


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def api(clock: FakeClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock.now, limited=False) as api:
        yield api


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
async def ours(api: BotApi, database: Database, clock: FakeClock) -> Ours:
    return Ours(api, database, clock)


@pytest.fixture
def noura(api: BotApi) -> User:
    return api.user(NOURA, "نورة", started=True)


@pytest.fixture
async def sending(ours: Ours) -> AsyncIterator[Telegram]:
    """A channel that only sends."""
    channel = ours.channel()
    yield channel
    await channel.close()
