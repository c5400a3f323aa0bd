"""The fake on the bad days: faults on order, flood limits, and what it will not let pass."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.fakes.botapi import BotApi, User
from tests.fakes.botapi.client import connected
from tests.fakes.test_botapi.bot_side import SARA, refused


async def test_errors_come_as_often_as_ordered(bot: Bot, api: BotApi, sara: User) -> None:
    api.fail("sendMessage", 500, times=2)
    api.fail("*", 502)
    for words in ("Internal Server Error", "Internal Server Error", "Bad Gateway"):
        with refused(words, NetworkError):
            await bot.send_message(SARA, "x")
    await bot.send_message(SARA, "x")
    assert [call.status for call in api.called("sendMessage")] == [500, 500, 502, 200]
    assert len(sara.inbox) == 1


async def test_a_flood_wait_on_order(bot: Bot, api: BotApi, sara: User) -> None:
    api.fail("sendMessage", 429, retry_after=7)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(SARA, "x")
    assert flood.value.retry_after == timedelta(seconds=7)


async def test_an_answer_of_ones_own_and_garbage(bot: Bot, api: BotApi, sara: User) -> None:
    api.fail("sendMessage", 403, body={"ok": False, "description": "Forbidden: made up"})
    with refused("made up", Forbidden):
        await bot.send_message(SARA, "x")
    api.fail("sendMessage", 200, body=b"\xff\xfe garbage")
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(SARA, "x")


@pytest.mark.parametrize("done", [False, True])
async def test_a_connection_lost_before_or_after_the_work(
    bot: Bot, api: BotApi, sara: User, done: bool
) -> None:
    api.drop("sendMessage", done=done)
    with pytest.raises(NetworkError):
        await bot.send_message(SARA, "x")
    assert len(sara.inbox) == int(done)
    assert api.called("sendMessage")[0].status is None


async def test_an_answer_is_held_until_released(bot: Bot, api: BotApi, sara: User) -> None:
    hold = api.hold("sendMessage")
    sending = asyncio.create_task(bot.send_message(SARA, "x"))
    await hold.arrived.wait()
    await api.until(lambda: sara.inbox)
    assert not sending.done()
    hold.open.set()
    assert (await sending).text == "x"


async def test_healing_and_closing_let_go(bot: Bot, api: BotApi, sara: User) -> None:
    api.fail("sendMessage", times=None)
    hold = api.hold("getMe", times=None)
    asking = asyncio.create_task(bot.get_me())
    await hold.arrived.wait()
    api.heal()
    await asking
    await bot.send_message(SARA, "x")


async def test_a_download_can_fail_too(bot: Bot, api: BotApi, sara: User) -> None:
    sent = await sara.send_photo(b"x")
    file = await bot.get_file(sent.content["photo"][-1]["file_id"])
    api.fail("file", 502)
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"x"


async def test_waiting_in_vain_fails_with_the_log(bot: Bot, api: BotApi, sara: User) -> None:
    await bot.send_message(SARA, "الذي أُرسل")
    with pytest.raises(AssertionError, match="الذي أُرسل"):
        await api.until(lambda: len(sara.inbox) == 2, seconds=0.01)


async def call(api: BotApi, method: str, **parameters: object) -> tuple[int, dict[str, object]]:
    """A request no library would make."""
    url = f"{api.url}/bot{api.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=parameters) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize(
    ("method", "parameters", "violation"),
    [
        ("sendMessage", {"chat_id": SARA, "text": "x", "colour": 1}, "nobody knows 'colour'"),
        ("sendMessage", {"chat_id": SARA, "text": "x", "entities": 5}, "entities"),
        ("deleteMessage", {"chat_id": SARA}, "message_id"),
        (
            "sendMessage",
            {"chat_id": SARA, "text": "x", "reply_markup": {"inline_keyboard": [[{"txt": 1}]]}},
            "reply_markup: nobody knows 'inline_keyboard'",
        ),
        ("sendDice", {"chat_id": SARA}, "the fake does not know senddice"),
    ],
)
async def test_a_malformed_request_fails_the_test(
    method: str, parameters: dict[str, object], violation: str
) -> None:
    async def send() -> None:
        async with BotApi() as api:
            api.user(SARA, started=True)
            status, _ = await call(api, method, **parameters)
            assert status in {200, 400, 404}

    with pytest.raises(AssertionError, match=violation):
        await send()


async def test_json_and_queries_are_read_like_forms() -> None:
    async with BotApi() as api:
        sara = api.user(SARA, started=True)
        status, _ = await call(api, "SENDMESSAGE", chat_id=str(SARA), text="[1]")
        assert (status, sara.last.text) == (200, "[1]")
        markup = '{"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}'
        await call(api, "sendMessage?text=من الرابط", chat_id=SARA, reply_markup=markup)
        assert (sara.last.text, sara.last.labels) == ("من الرابط", ["x"])
        status, answer = await call(api, "sendMessage", chat_id=SARA, text="x", reply_markup="{")
        assert status == 400
        assert answer["description"] == (
            "Bad Request: can't parse reply keyboard markup JSON object"
        )


async def test_a_malformed_update_fails_the_test() -> None:
    api = BotApi()
    api.world.updates.add("message", {"message_id": 1, "date": 1}, ("chat", 1))
    with pytest.raises(AssertionError, match=r"update: message\.chat: Field required"):
        async with api:
            pass


async def test_a_wide_row_is_noted() -> None:
    row = [InlineKeyboardButton(str(number), callback_data=str(number)) for number in range(9)]
    async with BotApi() as api, connected(api) as bot:
        api.user(SARA, started=True)
        await bot.send_message(SARA, "x", reply_markup=InlineKeyboardMarkup([row]))
        assert api.violations == ["a row has more than 8 buttons"]
        api.violations.clear()


async def test_an_error_of_the_test_is_not_hidden_by_violations() -> None:
    api = BotApi()
    api.violations.append("something")
    with pytest.raises(TimedOut):
        async with api:
            raise TimedOut
