"""People on WhatsApp, and the officers' group on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import App
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi, Group
from tests.fakes.twilio import TwilioApi
from tests.serve import served
from tests.shell import running
from tests.walks import test_telegram as telegram
from tests.walks import test_whatsapp as whatsapp


@dataclass
class Both:
    app: App
    url: str
    api: BotApi
    twilio: TwilioApi
    group: Group
    clock: FakeClock

    def phone(self) -> whatsapp.Phone:
        return whatsapp.Phone(self.twilio, self.twilio.user("+966551234567"), self.clock)

    def officer(self) -> telegram.RoomOfficer:
        seat = self.api.user(telegram.SARA).in_group(self.group)
        return telegram.RoomOfficer(self.app, self.api, self.group, seat, self.clock)


@asynccontextmanager
async def both(folder: Path) -> AsyncIterator[Both]:
    clock = FakeClock()
    twilio = TwilioApi(whatsapp.ACCOUNT, whatsapp.TOKEN, number=whatsapp.NUMBER, clock=clock.now)
    async with twilio, BotApi(telegram.TOKEN, clock=clock.now) as api:
        group = api.group(telegram.ROOM, is_forum=True, admins=[api.user(telegram.SARA)])
        accounts = {
            "telegram_bot_token": telegram.TOKEN,
            "telegram_api_url": api.url,
            "telegram_mode": "polling",
            "telegram_staff_chat_id": telegram.ROOM,
            "association": telegram.association(folder),
            "twilio_account_sid": whatsapp.ACCOUNT,
            "twilio_auth_token": whatsapp.TOKEN,
            "twilio_whatsapp_from": whatsapp.NUMBER,
            "twilio_api_url": twilio.url,
            "public_url": whatsapp.PUBLIC,
        }
        async with running(folder, clock, **accounts) as app, served(app.web) as url:
            twilio.webhook_url = f"{url}/whatsapp/webhook"
            twilio.public_url = f"{whatsapp.PUBLIC}/whatsapp/webhook"
            try:
                yield Both(app, url, api, twilio, group, clock)
            finally:
                app.streams.close()
