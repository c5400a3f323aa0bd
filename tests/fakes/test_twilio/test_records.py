"""Messages are kept, filtered, emptied and deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.fakes.test_twilio.ours import FakeClock, send
from tests.fakes.twilio import LOST, TwilioApi, User


async def test_only_finished_messages_are_changed(
    api: TwilioApi, twilio: Client, noura: User
) -> None:
    await send(api, noura, Body="سري")
    resource = twilio.messages(api.sent[0].sid)
    with pytest.raises(TwilioRestException) as caught:
        await resource.update_async(body="")
    assert (caught.value.status, caught.value.code) == (409, 20009)
    await api.settle()
    with pytest.raises(TwilioRestException):
        await resource.update_async(body="غير فارغ")
    assert (await resource.update_async(body="")).body == ""
    assert await resource.delete_async()
    with pytest.raises(TwilioRestException) as caught:
        await resource.fetch_async()
    assert (caught.value.status, caught.value.code) == (404, 20404)


async def test_messages_are_filtered_by_date(twilio: Client, noura: User, clock: FakeClock) -> None:
    for day in ("أول", "ثان", "ثالث"):
        await noura.say(day, LOST)
        clock.pass_by(days=1)
    second = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    async def bodies(**filters: Any) -> list[str | None]:
        return [row.body for row in await twilio.messages.list_async(**filters)]

    assert await bodies(date_sent=second) == ["ثان"]
    assert await bodies(date_sent_after=second) == ["ثالث", "ثان"]
    assert await bodies(date_sent_before=second) == ["ثان", "أول"]
    assert await bodies(date_sent_after=second + timedelta(seconds=1)) == ["ثالث"]


async def test_a_typing_indicator_answers_a_message(
    api: TwilioApi, twilio: Client, noura: User
) -> None:
    message = await noura.say("مرحبا", LOST)
    indicate = twilio.messaging.v2.typing_indicator.create_async
    assert (await indicate("whatsapp", message.sid)).success
    assert api.typing == [message.sid]
    for channel, sid in (("sms", message.sid), ("whatsapp", "IM1"), ("whatsapp", "SM" + "0" * 32)):
        with pytest.raises(TwilioRestException):
            await indicate(channel, sid)
