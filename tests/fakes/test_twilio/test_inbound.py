"""What people send arrives as Twilio posts it: signed, once, twice, late or never."""

from __future__ import annotations

from typing import Any

import pytest
from twilio.rest import Client

from tests.fakes.test_twilio.ours import NUMBER, FakeClock, Ours, choices, create, send
from tests.fakes.twilio import FORGED, LOST, TWICE, UNSIGNED, TwilioApi, User


async def test_a_text_arrives_signed_for_the_public_address(ours: Ours, noura: User) -> None:
    message = await noura.say("السلام عليكم")
    (arrived,) = ours.posts
    assert arrived.genuine
    assert message.answers == [200]
    expected = {
        "MessageSid": message.sid,
        "From": "whatsapp:+966551234567",
        "To": NUMBER,
        "WaId": "966551234567",
        "ProfileName": "نورة",
        "Body": "السلام عليكم",
        "MessageType": "text",
        "NumMedia": "0",
        "ParentExternalUserId": "",
    }
    assert expected.items() <= arrived.form.items()


async def test_a_person_may_have_no_number(api: TwilioApi, ours: Ours) -> None:
    hidden = api.user(external_id="SA.4566546130240823", profile="سارة")
    await hidden.say("مرحبا")
    form = ours.posts[0].form
    assert form["From"] == form["ExternalUserId"] == "whatsapp:SA.4566546130240823"
    assert "WaId" not in form
    status, _ = await send(api, hidden, Body="أهلًا")
    assert (status, [message.body for message in hidden.inbox]) == (201, ["أهلًا"])


@pytest.mark.parametrize(("delivery", "genuine"), [(FORGED, [False]), (UNSIGNED, [False])])
async def test_signatures_can_be_bad(
    ours: Ours, noura: User, delivery: Any, genuine: list[bool]
) -> None:
    await noura.say("x", delivery)
    assert [arrived.genuine for arrived in ours.posts] == genuine


async def test_a_webhook_may_come_twice_or_late(api: TwilioApi, ours: Ours, noura: User) -> None:
    await noura.say("مرتين", TWICE)
    first, second = ours.posts
    assert (first.form, first.token) == (second.form, second.token)
    late = await noura.say("متأخرة", LOST)
    assert len(ours.posts) == 2
    await api.deliver(late)
    assert ours.posts[2].form["Body"] == "متأخرة"


async def test_a_lost_webhook_is_found_by_rest(twilio: Client, ours: Ours, noura: User) -> None:
    lost = await noura.say("ضاعت", LOST)
    (found,) = await twilio.messages.list_async(to=NUMBER)
    assert (found.sid, found.from_, found.body) == (lost.sid, noura.address, "ضاعت")
    assert not ours.posts


async def test_nobody_listening_is_noted(api: TwilioApi, noura: User, unused_tcp_port: int) -> None:
    api.webhook_url = f"http://127.0.0.1:{unused_tcp_port}/whatsapp/webhook"
    message = await noura.say("هل من أحد؟")
    assert message.answers == [502]


@pytest.mark.parametrize("body", ["ok", "<Response><Message>x</Message></Response>"])
async def test_an_answer_that_would_be_sent_out_is_a_violation(
    api: TwilioApi, ours: Ours, noura: User, body: str
) -> None:
    ours.body = body
    await noura.say("x")
    assert api.violations
    api.violations.clear()


async def test_buttons_are_tapped(api: TwilioApi, ours: Ours, noura: User) -> None:
    await noura.say("مرحبا")
    sid = await create(api, "quick-reply", {}, body="اختر", actions=choices(3))
    await send(api, noura, ContentSid=sid)
    (shown,) = noura.inbox
    assert (shown.body, [button.title for button in shown.buttons]) == (
        "اختر",
        ["خيار 0", "خيار 1", "خيار 2"],
    )
    await noura.tap(shown, "خيار 1")
    expected = {
        "MessageType": "interactive",
        "Body": "خيار 1",
        "ButtonText": "خيار 1",
        "ButtonPayload": "pick:1",
        "OriginalRepliedMessageSid": shown.sid,
        "OriginalRepliedMessageSender": NUMBER,
    }
    assert expected.items() <= ours.posts[-1].form.items()
    with pytest.raises(AssertionError, match="none of"):
        await noura.tap(shown, "خيار 9")


async def test_an_old_button_no_longer_names_its_message(
    api: TwilioApi, ours: Ours, noura: User, clock: FakeClock
) -> None:
    await noura.say("مرحبا")
    await send(
        api, noura, ContentSid=await create(api, "quick-reply", {}, body="؟", actions=choices(1))
    )
    clock.pass_by(days=7, seconds=1)
    await noura.tap(noura.inbox[0], "خيار 0")
    assert "OriginalRepliedMessageSid" not in ours.posts[-1].form


async def test_items_are_picked(api: TwilioApi, ours: Ours, noura: User) -> None:
    await noura.say("مرحبا")
    items = [{"item": "سلة غذائية", "id": "food", "description": "شهرية"}]
    sid = await create(api, "list-picker", {}, body="البرامج", button="اعرض", items=items)
    await send(api, noura, ContentSid=sid)
    await noura.pick(noura.inbox[0], "سلة غذائية")
    expected = {"ListId": "food", "ListTitle": "سلة غذائية", "Body": "سلة غذائية"}
    assert expected.items() <= ours.posts[-1].form.items()


async def test_nobody_taps_what_never_reached_them(api: TwilioApi, ours: Ours, noura: User) -> None:
    sid = await create(api, "quick-reply", {}, body="اختر", actions=choices(1))
    await send(api, noura, ContentSid=sid)
    with pytest.raises(AssertionError, match="never reached"):
        await noura.tap(api.sent[0], "خيار 0")


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "image"),
        ("image/webp", "sticker"),
        ("audio/ogg", "audio"),
        ("video/mp4", "video"),
        ("text/vcard", "contacts"),
        ("application/pdf", "document"),
    ],
)
async def test_media_arrive_as_addresses(
    ours: Ours, noura: User, content_type: str, kind: str
) -> None:
    message = await noura.send_media(content_type, b"content", caption="هويتي")
    form = ours.posts[0].form
    assert (form["MessageType"], form["NumMedia"], form["Body"]) == (kind, "1", "هويتي")
    assert form["MediaContentType0"] == content_type
    assert form["MediaUrl0"].endswith(f"{message.sid}/Media/{message.media[0].sid}")


async def test_a_location_arrives(ours: Ours, noura: User) -> None:
    await noura.send_location(24.7136, 46.6753, label="البيت")
    form = ours.posts[0].form
    assert (form["Latitude"], form["Longitude"], form["Label"]) == ("24.7136", "46.6753", "البيت")
    assert form["Body"] == form["Address"] == ""
