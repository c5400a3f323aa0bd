"""WhatsApp through the real shell: from a salam to buttons, from a lost message to one answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.channels.whatsapp import WhatsApp
from storage import messages, people
from storage.outbox import Sendable
from storage.people import Address, Origin
from tests import shell
from tests.bot.test_whatsapp.ours import ACCOUNT, NUMBER, PUBLIC, TOKEN
from tests.clock import FakeClock
from tests.fakes.twilio import LOST, TWICE, TwilioApi, User
from tests.serve import served


@pytest.fixture
async def app(api: TwilioApi, tmp_path: Path, clock: FakeClock) -> AsyncIterator[App]:
    async with running(api, tmp_path, clock) as app:
        yield app


@pytest.fixture
def noura(api: TwilioApi) -> User:
    return api.user("+966551234567", profile="نورة")


@asynccontextmanager
async def running(api: TwilioApi, folder: Path, clock: FakeClock) -> AsyncIterator[App]:
    async with (
        shell.running(
            folder,
            clock,
            public_url=PUBLIC,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=TOKEN,
            twilio_whatsapp_from=NUMBER,
            twilio_api_url=api.url,
            rate_chat="0",
        ) as app,
        served(app.web) as url,
    ):
        api.webhook_url = f"{url}/whatsapp/webhook"
        yield app


def whatsapp(app: App) -> WhatsApp:
    [channel] = app.provided
    assert isinstance(channel, WhatsApp)
    return channel


async def address(app: App, user: User) -> Address:
    origin = Origin("whatsapp", NUMBER, user.address)
    id_ = people.identify(app.database.vault, origin)
    async with app.database.view() as view:
        return (await people.load_many(view, [id_]))[id_]


async def statuses(app: App, user: User) -> list[str]:
    """What became of our lines to them, oldest first."""
    at = await address(app, user)
    async with app.database.view() as view:
        lines = await messages.transcript(view, at.id)
    return [line.status for line in lines if line.direction == "out"]


def settling(app: App) -> asyncio.Event:
    """Set once a send has been recorded."""
    settled, told = asyncio.Event(), app.sender.told

    def tell(sendable: Sendable) -> None:
        told(sendable)
        settled.set()

    app.sender.told = tell
    return settled


def got(user: User, count: int) -> Callable[[], bool]:
    return lambda: len(user.inbox) >= count


async def test_a_salam_is_answered_with_what_can_be_tapped(
    api: TwilioApi, app: App, noura: User
) -> None:
    await noura.say("السلام عليكم", TWICE)
    await api.until(got(noura, 1))
    [menu] = noura.inbox
    assert menu.buttons
    assert (await address(app, noura)).phone == "+966551234567"
    register = next(button for button in menu.buttons if "التسجيل" in button.title)
    await noura.pick(menu, register.title)
    await api.until(got(noura, 2))
    asked = noura.inbox[1]
    assert asked.body != menu.body
    assert {button.title for button in asked.buttons}.isdisjoint(b.title for b in menu.buttons)
    await noura.pick(menu, register.title)  # an old button is known for what it is
    await api.until(got(noura, 3))
    again = noura.inbox[2]
    assert again.body.endswith(asked.body)
    assert again.body != asked.body
    assert again.buttons == asked.buttons


async def test_what_was_lost_is_answered_once(api: TwilioApi, app: App, noura: User) -> None:
    await noura.say("السلام عليكم", LOST)
    assert await whatsapp(app).catch_up() == 1
    await api.until(got(noura, 1))
    assert await whatsapp(app).catch_up() == 0
    await api.deliver(next(m for m in api.messages.values() if m.inbound))
    assert len(noura.inbox) == 1


async def test_what_came_while_nobody_listened_is_answered_at_the_start(
    api: TwilioApi, noura: User, tmp_path: Path, clock: FakeClock
) -> None:
    await noura.say("السلام عليكم", LOST)
    clock.advance(timedelta(hours=1))
    async with running(api, tmp_path, clock):
        await api.until(got(noura, 1))
    async with running(api, tmp_path, clock) as app:
        assert await whatsapp(app).catch_up() == 0
    assert len(noura.inbox) == 1


async def test_reports_move_the_message(api: TwilioApi, app: App, noura: User) -> None:
    settled = settling(app)
    await noura.say("السلام عليكم")
    await settled.wait()
    for status in ("read", "sent", "delivered"):
        await api.report(noura.inbox[0].sid, status)
    assert await statuses(app, noura) == ["read"]


async def test_who_blocked_us_is_unreachable_until_they_write(
    api: TwilioApi, app: App, noura: User
) -> None:
    settled = settling(app)
    await noura.say("السلام عليكم")
    await settled.wait()
    await api.report(noura.inbox[0].sid, "undelivered", 63014)
    assert await statuses(app, noura) == ["failed"]
    assert not (await address(app, noura)).reachable
    await noura.say("عدت")
    assert (await address(app, noura)).reachable
