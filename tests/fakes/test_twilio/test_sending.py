"""What is refused at once, what reaches people, and what fails later."""

from __future__ import annotations

import json

import pytest

from tests.fakes.test_twilio.ours import FakeClock, Ours, approve, choices, create, send
from tests.fakes.twilio import LOST, TwilioApi, User


async def test_free_form_reaches_people_for_24_hours(
    api: TwilioApi, noura: User, clock: FakeClock
) -> None:
    await noura.say("مرحبا", LOST)
    clock.pass_by(hours=23, minutes=59, seconds=59)
    await send(api, noura, Body="في الوقت")
    clock.pass_by(seconds=1)
    status, answer = await send(api, noura, Body="متأخر")
    assert (status, answer["status"], answer["error_code"]) == (201, "queued", None)
    assert [message.body for message in noura.inbox] == ["في الوقت"]
    await api.settle()
    assert [(row.status, row.error) for row in api.sent] == [("delivered", None), ("failed", 63016)]


async def test_approved_templates_go_through_at_any_time(api: TwilioApi, noura: User) -> None:
    body = "كيف كانت خدمة {{1}} المقدمة لك اليوم؟"
    sid = await create(api, "quick-reply", {"1": "السلة"}, body=body, actions=choices(5))
    await send(api, noura, ContentSid=sid)
    await approve(api, sid)
    await send(api, noura, ContentSid=sid, ContentVariables=json.dumps({"1": "الكسوة"}))
    assert [message.body for message in noura.inbox] == ["كيف كانت خدمة الكسوة المقدمة لك اليوم؟"]
    api.review(sid, "paused")
    await send(api, noura, ContentSid=sid)
    await api.settle()
    assert [row.error for row in api.sent] == [63016, None, 63041]


async def test_a_tap_on_a_template_is_a_button(api: TwilioApi, ours: Ours, noura: User) -> None:
    sid = await create(api, "quick-reply", {}, body="كيف كانت الخدمة؟", actions=choices(2))
    await approve(api, sid)
    await send(api, noura, ContentSid=sid)
    await noura.tap(noura.inbox[0], "خيار 0")
    assert ours.posts[0].form["MessageType"] == "button"


async def test_what_whatsapp_cannot_show_fails_later(api: TwilioApi, noura: User) -> None:
    await noura.say("مرحبا", LOST)
    four = await create(api, "quick-reply", {}, body="اختر", actions=choices(4))
    await send(api, noura, ContentSid=four)
    long = await create(api, "quick-reply", {}, body="{{1}}", actions=choices(3))
    for length in (1024, 1025):
        await send(api, noura, ContentSid=long, ContentVariables=json.dumps({"1": "ا" * length}))
    lines = await create(api, "text", {"1": "س"}, body="نفيدكم بأن {{1}} في طلبكم رقم")
    await send(api, noura, ContentSid=lines, ContentVariables=json.dumps({"1": "أ\nب"}))
    await approve(api, lines)
    await send(api, noura, ContentSid=lines, ContentVariables=json.dumps({"1": "أ\nب"}))
    assert [row.fate for row in api.sent] == [63021, None, 63021, None, 63021]


async def test_strangers_and_those_who_block_are_not_reached(api: TwilioApi, noura: User) -> None:
    await noura.say("مرحبا", LOST)
    noura.block()
    await send(api, noura, Body="هل تسمعنا؟")
    status, _ = await send(api, noura, Body="x", To="whatsapp:+966559999999")
    await api.settle()
    assert status == 201
    assert [(row.status, row.error) for row in api.sent] == [
        ("undelivered", 63014),
        ("undelivered", 63024),
    ]
    await noura.say("عدت", LOST)
    await send(api, noura, Body="أهلًا")
    assert [message.body for message in noura.inbox] == ["أهلًا"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"To": ""}, 21604),
        ({"From": ""}, 21603),
        ({"To": "whatsapp:0551234567"}, 21211),
        ({"To": "whatsapp:"}, 21211),
        ({"To": "+966551234567"}, 21910),
        ({"From": "whatsapp:+966500000009"}, 63007),
        ({"Body": ""}, 21619),
        ({"Body": "ا" * 1601}, 21617),
        ({"MediaUrl": "file:///etc/passwd"}, 21620),
        ({"StatusCallback": "not a url"}, 21609),
        ({"ContentSid": "HX1"}, 21655),
        ({"ContentSid": "HX" + "0" * 32}, 21655),
        ({"ContentVariables": "{}"}, 21654),
    ],
)
async def test_a_bad_send_is_refused(
    api: TwilioApi, noura: User, fields: dict[str, str], code: int
) -> None:
    status, answer = await send(api, noura, **{"Body": "x", **fields})
    assert (status, answer["code"], answer["status"]) == (400, code, 400)
    assert not api.sent


async def test_the_longest_body_is_accepted(api: TwilioApi, noura: User) -> None:
    status, _ = await send(api, noura, Body="ا" * 1600)
    assert status == 201


@pytest.mark.parametrize(
    "variables",
    ['["x"]', "{1: 'x'}", '{"1": 5}', '{"1": null}', '{"1": ""}', '{"2": "x"}', '{"9": "x"}', "{}"],
)
async def test_variables_must_fit_the_content(api: TwilioApi, noura: User, variables: str) -> None:
    sid = await create(api, "text", {"2": "عينة"}, body="{{1}} ثم {{2}}")
    status, answer = await send(api, noura, ContentSid=sid, ContentVariables=variables)
    assert (status, answer["code"]) == (400, 21656)
