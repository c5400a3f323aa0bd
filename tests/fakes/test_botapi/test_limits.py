"""What the fake takes and no more: texts, keyboards, and messages in a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InputMediaDocument,
    InputMediaPhoto,
    MessageEntity,
)
from telegram.error import RetryAfter

from tests.fakes.botapi import BotApi, User
from tests.fakes.botapi.schema import Upload
from tests.fakes.test_botapi.bot_side import SARA, Clock, keyboard, refused

REGISTER = InlineKeyboardButton("تسجيل", callback_data="reg")
DATA_65 = InlineKeyboardButton("x", callback_data="ا" * 32 + "a")
REFUSED_TEXTS: dict[str, dict[str, Any]] = {
    "message text is empty": {"text": ""},
    "text must be non-empty": {"text": " \n"},
    "message is too long": {"text": "ا" * 4097},
    "BUTTON_DATA_INVALID": {"text": "x", "reply_markup": keyboard(DATA_65)},
    "reply markup is too long": {"text": "x", "reply_markup": keyboard(*[REGISTER] * 101)},
    "Text buttons are not allowed": {
        "text": "x",
        "reply_markup": keyboard(InlineKeyboardButton("x")),
    },
    "Wrong HTTP URL": {"text": "x", "reply_markup": keyboard(InlineKeyboardButton("x", url="x"))},
    'Unsupported start tag "bdo"': {"text": "<bdo>x</bdo>", "parse_mode": "HTML"},
    'Unsupported start tag ""': {"text": "3 < 4", "parse_mode": "HTML"},
    "Can't find end tag": {"text": "<b>x", "parse_mode": "HTML"},
    "Unmatched end tag": {"text": "<b>x</i>", "parse_mode": "HTML"},
    "Unexpected end tag": {"text": "x</i>", "parse_mode": "HTML"},
    "ends after the end of the text": {"text": "x", "entities": [MessageEntity("bold", 0, 2)]},
    "unsupported parse_mode": {"text": "*x*", "parse_mode": "Markdown"},
    "message thread not found": {"text": "x", "message_thread_id": 5},
}


@pytest.mark.parametrize("words", REFUSED_TEXTS)
async def test_a_text_is_refused(bot: Bot, sara: User, words: str) -> None:
    with refused(words):
        await bot.send_message(SARA, **REFUSED_TEXTS[words])
    assert sara.inbox == []


async def test_the_limits_themselves_pass(bot: Bot, sara: User) -> None:
    data = InlineKeyboardButton("x", callback_data="ا" * 32)
    await bot.send_message(SARA, "ا" * 4096, reply_markup=keyboard(*[data] * 100))
    sent = await bot.send_photo(SARA, b"x", caption="ا" * 1024)
    with refused("message caption is too long"):
        await bot.send_photo(SARA, b"x", caption="ا" * 1025)
    with refused("there is no text in the message to edit"):
        await bot.edit_message_text("x", SARA, sent.message_id)
    with refused("MESSAGE_TOO_LONG"):
        await bot.edit_message_text("ا" * 4097, SARA, sara.inbox[0].id)


async def test_flood_limits_follow_the_clock(bot: Bot, clock: Clock, sara: User) -> None:
    for _ in range(3):
        await bot.send_message(SARA, "x")
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(SARA, "x")
    assert flood.value.retry_after == timedelta(seconds=1)
    clock.pass_(seconds=1)
    await bot.send_message(SARA, "x")
    assert len(sara.inbox) == 4


async def test_thirty_a_second_in_all(bot: Bot, api: BotApi) -> None:
    for number in range(600, 630):
        api.user(number, started=True)
        await bot.send_message(number, "x")
    api.user(700, started=True)
    with pytest.raises(RetryAfter):
        await bot.send_message(700, "x")
    api.world.rates.on = False
    await bot.send_message(700, "x")


async def test_an_album_is_taken_whole_or_not_at_all(bot: Bot, api: BotApi, clock: Clock) -> None:
    """Each of its files counts for what a group gets in a minute."""
    group = api.group(-1003)
    photo = api.world.files.keep("photo", Upload("", b"a photo", "image/jpeg")).id
    paper = api.world.files.keep("document", Upload("", b"a paper", "application/pdf")).id
    cannot: list[tuple[str, list[Any]]] = [
        ("wrong number", [InputMediaPhoto(photo)]),
        ("too many messages", [InputMediaPhoto(photo)] * 11),
        ("can't be mixed", [InputMediaPhoto(photo), InputMediaDocument(paper)]),
        ("can't use file of type Document as Photo", [InputMediaPhoto(f) for f in (photo, paper)]),
    ]
    for words, media in cannot:
        with refused(words):
            await bot.send_media_group(group.id, media)
    for _ in range(2):
        await bot.send_media_group(group.id, [InputMediaPhoto(photo)] * 9)
    with pytest.raises(RetryAfter):
        await bot.send_media_group(group.id, [InputMediaPhoto(photo)] * 3)
    assert len(group.general) == 18
    assert len({message.content["media_group_id"] for message in group.general}) == 2
    await bot.send_media_group(group.id, [InputMediaPhoto(photo)] * 2)
    clock.pass_(seconds=60)
    await bot.send_media_group(group.id, [InputMediaPhoto(photo)] * 10)
