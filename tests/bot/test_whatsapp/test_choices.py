"""Options are buttons, else a list, else numbers; what comes back names prompt and option."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.body import Choice
from bot.channels.channel import Failed, Later, Sent, Unknown
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_content import PAUSE
from bot.channels.whatsapp_errors import CODES
from flows.events import Tapped
from storage import contents
from tests.bot.test_whatsapp.ours import SENDS, Ours, choices
from tests.clock import FakeClock
from tests.fakes.twilio import LOST, TwilioApi, User

MAKES = "POST /v1/Content"
RATES = tuple(str(n) for n in range(1, 6))
YES_NO = choices("نعم", "لا")


def numbered(user: User) -> bool:
    """Whether the last message they got has its options written out."""
    return not user.inbox[-1].buttons and "1) " in user.inbox[-1].body


@pytest.mark.usefixtures("listening")
async def test_up_to_three_options_are_buttons(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    text = "هل البيانات صحيحة؟\n\nالاسم: نورة\nالمدينة:   الخبر\t"
    line = ours.outgoing(noura, text, options=choices("نعم", "لا", "تعديل"), prompt=12)
    receipt = await channel.send(line)
    [message] = noura.inbox
    assert receipt == Sent(message.sid)
    assert message.body == "هل البيانات صحيحة؟\n\nالاسم: نورة\nالمدينة: الخبر"
    assert [(b.title, b.id) for b in message.buttons] == [
        ("نعم", "12:a"),
        ("لا", "12:b"),
        ("تعديل", "12:c"),
    ]
    await noura.tap(message, "لا")
    assert ours.events == [Tapped(12, "b")]


@pytest.mark.usefixtures("listening")
async def test_up_to_ten_are_a_list(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    options = choices(*(f"برنامج رقم {n}" for n in range(10)))
    await channel.send(ours.outgoing(noura, "أي برنامج؟", options=options, prompt=3))
    [message] = noura.inbox
    assert [b.id for b in message.buttons] == [f"3:{o.id}" for o in options]
    [content] = api.contents.values()
    assert content.types["twilio/list-picker"]["button"] == "اختر من القائمة"
    assert content.language == "ar"
    await noura.pick(message, "برنامج رقم 9")
    assert ours.events == [Tapped(3, "j")]


async def test_few_options_with_longer_labels_are_a_list(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    options = choices("ا" * 21, "ب" * 24)
    line = ours.outgoing(noura, "Which?", options=options, prompt=3, language="en")
    await channel.send(line)
    [content] = api.contents.values()
    assert content.types["twilio/list-picker"]["button"] == "Choose"
    assert [b.title for b in noura.inbox[0].buttons] == [o.label for o in options]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        pytest.param("؟", choices(*(f"خيار {n}" for n in range(11))), id="too many"),
        pytest.param("؟", choices("ا" * 25, "ب"), id="too long a label"),
        pytest.param("؟ " * 513, YES_NO, id="too long a text"),
        pytest.param("سطر\n" * 100, YES_NO, id="too many lines"),
        pytest.param("؟", choices("نعم", "نعم"), id="equal labels"),
        pytest.param("؟", choices("نعم {{1}}", "لا"), id="a variable in a label"),
        pytest.param("؟", choices("نعم\nلا", "لا"), id="a line break in a label"),
        pytest.param("؟", choices("", "لا"), id="an empty label"),
        pytest.param("", YES_NO, id="no text"),
        pytest.param("؟", (Choice("نعم", "نعم", 1), Choice("b", "لا", 2)), id="not our id"),
        pytest.param("؟", (Choice("a", "نعم", 1), Choice("a", "لا", 2)), id="equal ids"),
    ],
)
async def test_what_whatsapp_cannot_show_is_numbered(
    api: TwilioApi, ours: Ours, text: str, options: tuple[Choice, ...]
) -> None:
    noura = api.user("+966551234567")
    await noura.say("مرحبا", LOST)
    assert isinstance(await ours.channel().send(ours.outgoing(noura, text, options=options)), Sent)
    assert numbered(noura)
    assert not api.contents


async def test_a_list_needs_a_short_word_to_open_it(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    channel._contents.choose = {"ar": "اختر من هذه القائمة الطويلة", "en": "Choose"}
    await channel.send(ours.outgoing(noura, "؟", options=choices("ا", "ب", "ج", "د")))
    assert numbered(noura)


async def test_a_scale_keeps_its_numbers_where_it_is_written_out(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    options = tuple(Choice(n, f"{n}", int(n)) for n in reversed(RATES))
    api.fail(MAKES)
    await channel.send(ours.outgoing(noura, "ما مدى رضاك؟", options=options))
    assert noura.inbox[0].body.splitlines()[1] == "\u200f5) 5"


async def test_one_template_serves_every_text_of_its_shape(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    for prompt, text in enumerate(("هل أنت متأكد؟", "هل وصلتك الخدمة؟"), 1):
        await channel.send(ours.outgoing(noura, text, options=YES_NO, prompt=prompt))
    assert len(api.contents) == 1
    assert [(m.body, m.buttons[0].id) for m in noura.inbox] == [
        ("هل أنت متأكد؟", "1:a"),
        ("هل وصلتك الخدمة؟", "2:a"),
    ]
    for text, options, language in (
        ("سطر\nوسطر", YES_NO, "ar"),
        ("هل؟", YES_NO, "en"),
        ("هل؟", choices("نعم", "ليس بعد"), "ar"),
        ("هل؟", (Choice("yes", "نعم", 1), Choice("b", "لا", 2)), "ar"),
    ):
        made = len(api.contents)
        await channel.send(ours.outgoing(noura, text, options=options, language=language))
        assert len(api.contents) == made + 1


async def test_the_words_stay_out_of_the_template(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura, "رقمك 1000000008؟\n\nنورة", options=YES_NO))
    [content] = api.contents.values()
    assert content.types["twilio/quick-reply"]["body"] == "{{1}}\n\n{{3}}"
    assert "نورة" not in str(content.as_json())
    assert "1000000008" not in str(content.as_json())


async def test_the_template_outlives_the_process(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura, "هل؟", options=YES_NO))
    await ours.channel().send(ours.outgoing(noura, "هل؟", options=YES_NO))
    assert len(api.contents) == 1
    assert noura.inbox[1].buttons


async def test_a_template_that_two_need_is_made_once(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    line = ours.outgoing(noura, "هل؟", options=YES_NO)
    await asyncio.gather(*(channel.send(line) for _ in range(4)))
    assert (len(api.contents), len(noura.inbox)) == (1, 4)


@pytest.mark.parametrize("trouble", ["fail", "garble", "drop"])
async def test_without_the_content_api_options_are_numbered(
    api: TwilioApi, ours: Ours, noura: User, clock: FakeClock, trouble: str
) -> None:
    channel = ours.channel()
    line = ours.outgoing(noura, "هل؟", options=YES_NO)
    getattr(api, trouble)(MAKES)
    assert isinstance(await channel.send(line), Sent)
    assert numbered(noura)
    calls = len(api.calls)
    assert isinstance(await channel.send(line), Sent)
    assert numbered(noura)
    assert len(api.calls) == calls + 1  # not asked again so soon
    clock.advance(PAUSE)
    assert isinstance(await channel.send(line), Sent)
    assert noura.inbox[-1].buttons


async def test_a_template_that_is_refused_gives_way_to_numbers(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    for code in CODES["content"]:
        api.fail(SENDS, 400, code)
        assert isinstance(await channel.send(ours.outgoing(noura, "هل؟", options=YES_NO)), Sent)
        assert numbered(noura), code


async def test_numbers_are_tried_once(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    api.fail(SENDS, 400, 63013, times=2)
    receipt = await channel.send(ours.outgoing(noura, "هل؟", options=YES_NO))
    assert receipt == Failed("content_63013")
    assert not noura.inbox


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [(429, 20429, Later("busy_20429")), (500, 20500, Unknown("trouble_20500", answered=True))],
)
async def test_other_trouble_does_not_send_twice(
    api: TwilioApi, ours: Ours, status: int, code: int, expected: Any
) -> None:
    api.fail(SENDS, status, code)
    line = ours.outgoing(api.user("+966551234567"), "هل؟", options=YES_NO)
    assert await ours.channel().send(line) == expected
    assert [str(call) for call in api.calls].count(str(api.calls[-1])) == 1


async def test_a_template_that_is_gone_is_made_anew(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    line = ours.outgoing(noura, "هل؟", options=YES_NO)
    await channel.send(line)
    api._records.contents.clear()
    await channel.send(line)
    assert numbered(noura)
    await channel.send(line)
    assert noura.inbox[-1].buttons
    [content] = api.contents.values()
    async with ours.database.view() as view:
        assert await contents.sid(view, next(iter(channel._contents._sids))) == content.sid


async def test_without_the_database_options_are_numbered(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    def broken(statement: str) -> None:
        if "content" in statement:
            raise OSError(statement)

    ours.database.trace = broken
    line = ours.outgoing(noura, "هل؟", options=YES_NO)
    assert isinstance(await channel.send(line), Sent)
    assert numbered(noura)
    ours.database.trace = None
    ours.clock.advance(timedelta(minutes=5))
    await channel.send(line)
    assert noura.inbox[-1].buttons
    api._records.contents.clear()
    ours.database.trace = broken
    assert isinstance(await channel.send(line), Sent)
    assert numbered(noura)


@pytest.mark.usefixtures("listening")
async def test_an_old_button_still_says_what_it_was(
    api: TwilioApi, ours: Ours, channel: WhatsApp, noura: User
) -> None:
    await channel.send(ours.outgoing(noura, "هل؟", options=YES_NO, prompt=1))
    await channel.send(ours.outgoing(noura, "هل؟", options=YES_NO, prompt=2))
    ours.clock.advance(timedelta(days=8))
    await noura.tap(noura.inbox[0], "نعم")
    assert ours.events == [Tapped(1, "a")]
