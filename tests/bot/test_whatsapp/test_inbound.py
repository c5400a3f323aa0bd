"""Whatever a person does on WhatsApp becomes an update that means it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.channels.whatsapp_inbound import updates
from bot.turns.loop import Overloaded
from bot.update import FromPerson
from flows.events import Event, Located, Said, Sent, Tapped, Unread
from tests.bot.test_whatsapp.ours import NUMBER, Ours
from tests.fakes.twilio import TWICE, TwilioApi, User

pytestmark = pytest.mark.usefixtures("listening")

PATH = "/whatsapp/webhook"
SENDER = {"MessageSid": "SM1", "From": "whatsapp:+966551234567"}
MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME"
DEEDS: Sequence[tuple[dict[str, str], Event]] = (
    ({"ButtonPayload": "12:yes", "ButtonText": "نعم", "Body": "نعم"}, Tapped(12, "yes")),
    ({"ListId": "3:programme.food", "Body": "سلة"}, Tapped(3, "programme.food")),
    ({"ButtonPayload": "old-campaign", "ButtonText": "نعم", "Body": "x"}, Said("نعم")),
    ({"ButtonPayload": "١٢:yes", "ButtonText": "نعم"}, Said("نعم")),
    ({"ButtonPayload": ":yes", "ButtonText": "نعم"}, Said("نعم")),
    ({"ButtonPayload": f"{'9' * 5000}:yes", "ButtonText": "نعم"}, Said("نعم")),
    ({"ListId": "elsewhere", "ListTitle": "سلة", "Body": ""}, Said("سلة")),
    ({"MessageType": "location", "Body": ""}, Unread("location")),
    ({"Latitude": "24.7", "Longitude": "x", "Body": ""}, Unread("location")),
    ({"Latitude": "24.7", "Longitude": "46.6", "Body": ""}, Located(24.7, 46.6)),
    ({"MessageType": "order", "Body": ""}, Unread("other")),
    ({"Body": " \n"}, Unread("other")),
    ({}, Unread("other")),
    ({"MediaUrl0": f"{MEDIA}0"}, Sent("document", f"{MEDIA}0")),
    (
        {"MediaUrl0": f"{MEDIA}0", "MediaContentType0": "Audio/OGG; codecs=opus"},
        Sent("audio", f"{MEDIA}0"),
    ),
)
"""Parameters of the webhook, and what they mean."""


async def test_a_text_is_said(ours: Ours, noura: User) -> None:
    message = await noura.say("كيف أسجل؟ 100% + &")
    [update] = ours.taken
    said = Said("كيف أسجل؟ 100% + &")
    phone = "+966551234567"
    assert update.what == FromPerson(f"whatsapp:{phone}", said, message.sid, phone)
    assert (update.channel, update.account, update.id) == ("whatsapp", NUMBER, message.sid)
    assert b"MessageSid=" in update.raw
    assert message.answers == [204]


async def test_a_reply_names_the_message_it_answers() -> None:
    form = {**SENDER, "Body": "متى؟", "OriginalRepliedMessageSid": "SM0"}
    [update] = updates(form, NUMBER, b"")
    assert isinstance(update.what, FromPerson)
    assert update.what.answers == "SM0"


async def test_a_person_without_a_number_is_known_by_their_id(api: TwilioApi, ours: Ours) -> None:
    sara = api.user(external_id="SA.4566546130240823", profile="سارة")
    await sara.say("مرحبا")
    [what] = ours.people
    assert (what.external, what.phone) == ("whatsapp:SA.4566546130240823", None)


@pytest.mark.parametrize(
    ("fields", "external", "phone"),
    [
        ({"From": "whatsapp:SA.45", "WaId": "966551234567"}, "whatsapp:SA.45", "+966551234567"),
        ({"From": "whatsapp:SA.45", "WaId": "SA.45"}, "whatsapp:SA.45", None),
        ({"From": "", "ExternalUserId": "whatsapp:SA.45"}, "whatsapp:SA.45", None),
        ({"From": "whatsapp:SA.ENT.45", "ExternalUserId": "x"}, "whatsapp:SA.ENT.45", None),
    ],
)
async def test_who_it_is(
    ours: Ours, fields: dict[str, str], external: str, phone: str | None
) -> None:
    await ours.post_signed(PATH, {**SENDER, "Body": "مرحبا", **fields})
    [what] = ours.people
    assert (what.external, what.phone) == (external, phone)


async def test_what_they_did(ours: Ours) -> None:
    for fields, event in DEEDS:
        ours.taken.clear()
        status, _ = await ours.post_signed(PATH, {**SENDER, **fields})
        assert (status, ours.events) == (204, [event])


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "image"),
        ("audio/ogg", "audio"),
        ("video/mp4", "video"),
        ("application/pdf", "document"),
        ("text/plain", "document"),
    ],
)
async def test_a_file_is_sent_with_its_caption(
    ours: Ours, noura: User, content_type: str, kind: str
) -> None:
    message = await noura.send_media(content_type, b"content", caption="هويتي")
    [event] = ours.events
    address = f"https://api.twilio.com{message.path}/Media/{message.media[0].sid}"
    assert event == Sent(kind, address, "هويتي")
    assert ours.taken[0].id == message.sid


@pytest.mark.parametrize(
    ("content_type", "kind"), [("image/webp", "sticker"), ("text/vcard", "contact")]
)
async def test_some_files_hold_nothing_for_us(
    ours: Ours, noura: User, content_type: str, kind: str
) -> None:
    await noura.send_media(content_type, b"content")
    assert ours.events == [Unread(kind)]


async def test_a_place_is_read_by_its_degrees(ours: Ours, noura: User) -> None:
    await noura.send_location(24.7136, 46.6753, label="البيت")
    assert ours.events == [Located(24.7136, 46.6753)]


async def test_several_files_are_several_updates(ours: Ours) -> None:
    kinds = ("image/jpeg", "application/pdf", "image/webp")
    form = {**SENDER, "Body": "أوراقي", "NumMedia": "3"}
    for place, kind in enumerate(kinds):
        form |= {f"MediaUrl{place}": f"{MEDIA}{place}", f"MediaContentType{place}": kind}
    await ours.post_signed(PATH, form)
    assert [update.id for update in ours.taken] == ["SM1/0", "SM1/1", "SM1/2"]
    assert [what.message for what in ours.people] == ["SM1/0", "SM1/1", "SM1/2"]
    assert ours.events == [
        Sent("image", f"{MEDIA}0", "أوراقي"),
        Sent("document", f"{MEDIA}1"),
        Unread("sticker"),
    ]


async def test_a_second_delivery_has_the_same_id(ours: Ours, noura: User) -> None:
    message = await noura.say("مرتين", TWICE)
    assert message.answers == [204, 204]
    assert [update.id for update in ours.taken] == [message.sid, message.sid]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"MessageSid": "SM1", "Body": "من أنا؟"},
        {"From": "whatsapp:+966551234567", "Body": "أي رسالة؟"},
        {**SENDER, "From": "+966551234567", "Body": "رسالة نصية"},
    ],
)
async def test_what_is_no_message_is_acknowledged_all_the_same(
    ours: Ours, form: dict[str, str]
) -> None:
    status, _ = await ours.post_signed(PATH, form)
    assert (status, ours.taken) == (204, [])


@pytest.mark.parametrize("trouble", [Overloaded(), OSError("disk full")])
async def test_what_could_not_be_taken_is_asked_for_again(ours: Ours, trouble: Exception) -> None:
    ours.trouble = [trouble]
    form = {**SENDER, "Body": "مرحبا"}
    status, headers = await ours.post_signed(PATH, form)
    assert (status, headers["Retry-After"], ours.taken) == (503, "5", [])
    status, _ = await ours.post_signed(PATH, form)
    assert (status, ours.events) == (204, [Said("مرحبا")])


async def test_nothing_personal_is_logged(
    ours: Ours, noura: User, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    ours.trouble = [OSError("disk full")]
    await noura.say("سري")
    await ours.post_signed(PATH, {"MessageSid": "SM1", "Body": "سري", "ProfileName": "نورة"})
    written = caplog.text + "".join(capfd.readouterr())
    assert "whatsapp_not_taken" in written
    assert "whatsapp_unreadable" in written
    for personal in ("966551234567", "سري", "نورة"):
        assert personal not in written
