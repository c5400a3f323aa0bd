"""A person on WhatsApp, their officer in the Telegram group: words and files both ways."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.clock import FakeClock
from tests.fakes.botapi import BotApi
from tests.fakes.twilio import TwilioApi
from tests.serve import served
from tests.shell import running
from tests.walks import test_telegram as telegram
from tests.walks import test_whatsapp as whatsapp

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10


@pytest.mark.parametrize("lost", [False, True], ids=["there", "gone at the provider"])
async def test_a_picture_from_whatsapp_is_seen_in_the_topic(tmp_path: Path, lost: bool) -> None:
    clock = FakeClock()
    twilio = TwilioApi(whatsapp.ACCOUNT, whatsapp.TOKEN, number=whatsapp.NUMBER, clock=clock.now)
    async with twilio, BotApi(telegram.TOKEN, clock=clock.now) as api:
        group = api.group(telegram.ROOM, is_forum=True, admins=[api.user(telegram.SARA)])
        accounts = {
            "telegram_bot_token": telegram.TOKEN,
            "telegram_api_url": api.url,
            "telegram_mode": "polling",
            "telegram_staff_chat_id": telegram.ROOM,
            "association": telegram.association(tmp_path),
            "twilio_account_sid": whatsapp.ACCOUNT,
            "twilio_auth_token": whatsapp.TOKEN,
            "twilio_whatsapp_from": whatsapp.NUMBER,
            "twilio_api_url": twilio.url,
            "public_url": whatsapp.PUBLIC,
        }
        async with running(tmp_path, clock, **accounts) as app, served(app.web) as url:
            twilio.webhook_url = f"{url}/whatsapp/webhook"
            twilio.public_url = f"{whatsapp.PUBLIC}/whatsapp/webhook"
            noura = whatsapp.Phone(twilio, twilio.user("+966551234567"), clock)
            seat = api.user(telegram.SARA).in_group(group)
            sara = telegram.RoomOfficer(app, api, group, seat, clock)
            await noura.say("مسؤول", "إلى مسؤول البرامج")
            [case] = await sara.references()
            await sara.claim(case)
            await sara.reply(case, "أهلًا، كيف نخدمكم؟")
            await noura.hears("أهلًا، كيف نخدمكم؟")
            if lost:
                twilio.fail("Media", status=404)
            await noura.user.send_media("image/png", PNG, "هذه هي الشاشة")
            clock.advance(timedelta(minutes=1))
            shown = await sara.sees(case, "هذه هي الشاشة")
            assert ("photo" in shown.content) is not lost
