"""A disk that is full: nothing is acknowledged that was not kept, and with space all goes on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import ClientSession

from tests.bot.process import PATIENCE, Served, clean, serving
from tests.bot.site import site
from tests.bot.test_telegram.test_updates import update
from tests.bot.test_whatsapp.ours import ACCOUNT, NUMBER, TOKEN, WEBHOOK
from tests.disk import Disk, disk, may_mount
from tests.fakes.botapi import BotApi
from tests.fakes.twilio import ONCE, TwilioApi

PUBLIC = "https://sila.example.org"
SECRET = "the-secret_of-the-tests"
GREETING = "وعليكم السلام"


FULL = ["file system"] if may_mount() else []


@pytest.fixture(params=[*FULL, "limit"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    with disk(request.param, place) as small:
        yield small


@pytest.fixture
def silence() -> Iterator[None]:
    """No log: the limit is on every file of this process, the one with its output too."""
    kept = structlog.get_config()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.configure(**kept)


@dataclass
class Everything:
    """The real process with both providers and a browser around it."""

    sila: Served
    small: Disk
    telegram: BotApi
    twilio: TwilioApi
    browser: ClientSession
    bearing: dict[str, str]

    async def ready(self) -> tuple[int, Any]:
        async with self.browser.get("/readyz") as answer:
            return answer.status, await answer.json()

    async def lives(self) -> bool:
        async with self.browser.get("/healthz") as answer:
            return answer.status == 200

    async def type(self, text: str) -> int:
        """At the website; every time the same line, as the widget does until it is taken."""
        line = {"id": "the same", "text": text}
        async with self.browser.post("/chat/messages", json=line, headers=self.bearing) as taken:
            assert taken.status == 202 or taken.headers["Retry-After"]
            return taken.status

    async def post_to_telegrams_webhook(self) -> tuple[int, str | None]:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        sent = update(text="السلام عليكم")
        async with self.browser.post("/telegram/webhook", data=sent, headers=headers) as answer:
            return answer.status, answer.headers.get("Retry-After")

    def fill(self) -> None:
        self.small.fill(self.sila.process.pid)

    def free(self) -> None:
        self.small.free(self.sila.process.pid)


@pytest.fixture
async def everything(
    small: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Everything]:
    clean(tmp_path, monkeypatch)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(asyncio.timeout(PATIENCE))
        telegram = await stack.enter_async_context(BotApi())
        twilio = await stack.enter_async_context(TwilioApi(ACCOUNT, TOKEN, NUMBER))
        sila = await stack.enter_async_context(
            serving(
                monkeypatch,
                DATABASE_URL=f"sqlite:///{small.folder}/sila.db",
                SECRET_KEY="a secret of the tests",
                PUBLIC_URL=PUBLIC,
                TELEGRAM_BOT_TOKEN=telegram.token,
                TELEGRAM_API_URL=telegram.url,
                TELEGRAM_MODE="webhook",
                TELEGRAM_WEBHOOK_SECRET=SECRET,
                TWILIO_ACCOUNT_SID=ACCOUNT,
                TWILIO_AUTH_TOKEN=TOKEN,
                TWILIO_WHATSAPP_FROM=NUMBER,
                TWILIO_API_URL=twilio.url,
            )
        )
        telegram.world.updates.hosts[PUBLIC] = sila.url
        twilio.public_url = f"{WEBHOOK}#rc=3&rp=all"
        twilio.webhook_url = f"{sila.url}/whatsapp/webhook"
        await telegram.until(lambda: telegram.world.updates.webhook)
        browser = await stack.enter_async_context(ClientSession(sila.url))
        async with browser.post("/chat/sessions") as made:
            bearing = {"Authorization": f"Bearer {(await made.json())['token']}"}
        yield Everything(sila, small, telegram, twilio, browser, bearing)


async def test_nothing_is_lost_and_nothing_needs_a_restart(everything: Everything) -> None:
    telegram, twilio = everything.telegram, everything.twilio
    noura, fahd = telegram.user(501, started=True), twilio.user("+966551234567")
    everything.fill()
    assert await everything.type("السلام عليكم") == 503
    await noura.say("السلام عليكم")
    await telegram.until(lambda: telegram.deliveries)
    assert [delivery.status for delivery in telegram.deliveries] == [503]
    assert await everything.post_to_telegrams_webhook() == (503, "5")
    sent = await fahd.say("السلام عليكم")
    assert sent.answers == [503]
    status, told = await everything.ready()
    assert (status, told["ok"], told["database"]) == (503, False, everything.small.state)
    assert await everything.lives()

    everything.free()
    status, told = await everything.ready()
    assert (status, told["ok"], told["database"]) == (200, True, "writable")
    assert await everything.type("السلام عليكم") == 202
    await telegram.redeliver()
    await telegram.until(lambda: noura.inbox and GREETING in noura.last.text)
    assert [delivery.status for delivery in telegram.deliveries] == [503, 200]
    await twilio.deliver(sent)
    assert sent.answers == [503, 204]
    await twilio.until(lambda: bool(fahd.inbox))
    assert GREETING in fahd.inbox[-1].body
    assert everything.sila.process.returncode is None


@pytest.mark.usefixtures("silence")
async def test_what_twilio_does_not_send_again_is_fetched(small: Disk) -> None:
    async with TwilioApi(ACCOUNT, TOKEN, NUMBER) as twilio:
        accounts = {
            "public_url": PUBLIC,
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_whatsapp_from": NUMBER,
            "twilio_api_url": twilio.url,
        }
        async with site(small.folder, **accounts) as ours:
            twilio._records.clock = ours.clock.now
            twilio.public_url, twilio.webhook_url = WEBHOOK, f"{ours.url}/whatsapp/webhook"
            await twilio.until(lambda: any("Messages" in call.path for call in twilio.calls))
            fahd = twilio.user("+966551234567")
            small.fill(os.getpid())
            sent = await fahd.say("السلام عليكم", ONCE)
            small.free(os.getpid())
            assert (sent.answers, fahd.inbox) == ([503], [])
            ours.clock.advance(timedelta(minutes=5))
            await twilio.until(lambda: bool(fahd.inbox))
            assert GREETING in fahd.inbox[-1].body
