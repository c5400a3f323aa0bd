"""Templates for a closed window: made once for each wording, approved, refused, used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import templates
from bot.body import Body
from bot.channels.channel import Outgoing, Parked, Sent
from bot.channels.whatsapp import WhatsApp
from flows.book import Wording
from storage.templates import Made
from tests.bot.test_whatsapp.ours import TEMPLATES, Ours
from tests.fakes.twilio import TwilioApi, User

VALUES = {"name": "نورة\nسعد", "reference": "26000422"}


def hello() -> Body:
    return templates.said(TEMPLATES["hello"], "ar", VALUES)


def closed(ours: Ours, to: User, body: Body) -> Outgoing:
    return replace(ours.outgoing(to, window_until=None), body=body)


async def approved(api: TwilioApi, channel: WhatsApp, status: str = "approved") -> list[Made]:
    made = [one async for one in channel.templates.create()]
    async for one in channel.templates.submit():
        assert one.status == "received"
        api.review(one.sid, status, "" if status == "approved" else "TAG_CONTENT_MISMATCH")
    await channel.templates.refresh()
    return made


async def test_each_wording_is_made_and_submitted_once(
    api: TwilioApi, ours: Ours, channel: WhatsApp
) -> None:
    made = await approved(api, channel)
    assert [(one.name, one.language, one.status) for one in made] == [
        ("hello", "ar", "unsubmitted"),
        ("hello", "en", "unsubmitted"),
    ]
    content = api.contents[made[0].sid]
    assert content.types["twilio/quick-reply"]["body"] == (
        "أهلًا {{1}}، لديك رسالة بخصوص المعاملة {{2}} هنا."
    )
    assert content.samples == {"1": "نورة", "2": "26000422"}
    assert content.approval
    assert content.approval.category == "UTILITY"
    assert [one async for one in ours.channel().templates.create()] == []
    assert [one async for one in ours.channel().templates.submit()] == []
    assert {one.status async for one in channel.templates.list_()} == {"approved"}


async def test_an_approved_one_goes_out_with_the_window_closed(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await approved(api, channel)
    ours.clock.advance(timedelta(hours=25))
    receipt = await channel.send(closed(ours, noura, hello()))
    assert isinstance(receipt, Sent)
    await api.settle()
    [message] = noura.inbox
    assert message.template
    assert "\u2068نورة سعد\u2069" in message.body
    assert [(button.title, button.id) for button in message.buttons] == [("عرض الرسالة", "0:open")]


@pytest.mark.parametrize("status", ["pending", "rejected", "paused", "disabled"])
async def test_what_is_not_approved_waits(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User, status: str
) -> None:
    await approved(api, channel, status)
    ours.clock.advance(timedelta(hours=25))
    assert await channel.send(closed(ours, noura, hello())) == Parked("window")
    assert noura.inbox == []
    [one, _] = [one async for one in channel.templates.list_()]
    assert (one.status, one.reason) == (status, "TAG_CONTENT_MISMATCH")


async def test_a_changed_wording_is_made_anew_and_the_old_approval_does_not_count(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    before = await approved(api, channel)
    words = Wording(TEMPLATES["hello"].body.ar.replace("أهلًا", "مرحبًا"), "Hi {name}: {reference}.")
    changed = {"hello": replace(TEMPLATES["hello"], body=words)}
    other = ours.channel()
    other.templates = replace(channel.templates, book=changed)
    ours.clock.advance(timedelta(hours=25))
    body = templates.said(changed["hello"], "ar", VALUES)
    assert await other.send(closed(ours, noura, body)) == Parked("window")
    made = [one async for one in other.templates.create()]
    assert {one.sid for one in made}.isdisjoint(one.sid for one in before)
    assert len(made) == 2


async def test_trouble_at_twilio_ends_nothing(api: TwilioApi, channel: WhatsApp) -> None:
    await approved(api, channel)
    api.fail("ContentAndApprovals", status=500)
    await channel.templates.refresh_quietly()
    assert {made.status for made in await channel.templates.all_made()} == {"approved"}
