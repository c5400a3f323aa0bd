"""What becomes of a message that Telegram refuses, delays or says nothing about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import TimedOut

from bot.channels.channel import Failed, Later, Moved, Receipt, Sent, Unknown
from bot.channels.telegram import Telegram
from bot.channels.telegram_errors import receipt
from tests.bot.test_telegram.ours import FAHD, NOURA, ROOM, Ours, outgoing
from tests.fakes.botapi import BotApi, User

QUARTER = timedelta(minutes=15)


def refusal(code: int, text: str, **parameters: int) -> dict[str, Any]:
    said = {"ok": False, "error_code": code, "description": text}
    return said | ({"parameters": parameters} if parameters else {})


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (429, refusal(429, "x", retry_after=7), Later("too_fast", timedelta(seconds=7))),
        (403, refusal(403, "Forbidden: bot was blocked by the user"), Failed("blocked", True)),
        (403, refusal(403, "Forbidden: user is deactivated"), Failed("deactivated", True)),
        (
            403,
            refusal(403, "Forbidden: bot can't initiate conversation with a user"),
            Failed("never_wrote", True),
        ),
        (403, refusal(403, "Forbidden: whatever is new"), Failed("blocked", True)),
        (400, refusal(400, "Bad Request: chat not found"), Failed("unknown_chat", True)),
        (400, refusal(400, "Bad Request: message is too long"), Failed("too_long")),
        (400, refusal(400, "Bad Request: message text is empty"), Failed("empty")),
        (400, refusal(400, "Bad Request: whatever is new"), Failed("refused")),
        (400, refusal(400, "x", migrate_to_chat_id=ROOM), Moved(str(ROOM))),
        (401, refusal(401, "Unauthorized"), Later("token_refused", QUARTER, everyone=True)),
        (404, refusal(404, "Not Found"), Later("token_refused", QUARTER, everyone=True)),
        (409, refusal(409, "Conflict"), Unknown("network")),
        (500, refusal(500, "Internal Server Error"), Unknown("network", answered=True)),
        (502, None, Unknown("network", answered=True)),
        (200, b"<html>", Unknown("network")),
        (200, {"ok": True, "result": 5}, Unknown("garbled")),
        (200, {"ok": True, "result": {}}, Unknown("garbled")),
        (200, {"ok": False}, Unknown("garbled")),
    ],
)
async def test_answers(
    sending: Telegram, api: BotApi, status: int, body: Any, expected: Receipt
) -> None:
    noura = api.user(NOURA, started=True)
    api.fail("sendMessage", status, body=body)
    assert await sending.send(outgoing(text="أهلًا")) == expected
    assert noura.inbox == []


async def test_a_lost_answer_may_have_been_sent(
    sending: Telegram, api: BotApi, noura: User
) -> None:
    api.drop("sendMessage", done=True)
    assert await sending.send(outgoing(text="أهلًا")) == Unknown("network")
    assert noura.last.text == "أهلًا"


def test_an_answer_that_does_not_come_in_time_may_have_been_sent() -> None:
    assert receipt(TimedOut(), room=False) == Unknown("timed_out")


async def test_nobody_there_means_nothing_was_sent(ours: Ours) -> None:
    channel = ours.channel(telegram_api_url="http://127.0.0.1:1")
    assert await channel.send(outgoing(text="أهلًا")) == Later("not_sent")
    await channel.close()


async def test_real_refusals_of_people(sending: Telegram, api: BotApi, noura: User) -> None:
    assert await sending.send(outgoing(text="أهلًا", to="99")) == Failed("unknown_chat", True)
    api.user(FAHD)
    never = await sending.send(outgoing(text="أهلًا", to=str(FAHD)))
    assert never == Failed("never_wrote", unreachable=True)
    await noura.block()
    assert await sending.send(outgoing(text="أهلًا")) == Failed("blocked", unreachable=True)
    await noura.unblock()
    assert isinstance(await sending.send(outgoing(text="أهلًا")), Sent)
    noura.deactivate()
    assert await sending.send(outgoing(text="أهلًا")) == Failed("deactivated", unreachable=True)


async def test_what_is_too_old_is_not_deleted(ours: Ours, sending: Telegram, noura: User) -> None:
    sent = await sending.send(outgoing(text="أهلًا"))
    assert isinstance(sent, Sent)
    ours.clock.advance(timedelta(hours=49))
    assert await sending.send(outgoing("delete", target=sent.external)) == Failed("too_old")


async def test_a_room_that_is_closed_to_us_may_open_again(sending: Telegram, api: BotApi) -> None:
    post = outgoing(text="أهلًا", to=str(ROOM), room=True)
    with capture_logs() as logs:
        assert await sending.send(post) == Later("room_closed", QUARTER)
        group = api.group(ROOM)
        await group.remove_bot()
        assert await sending.send(post) == Later("room_closed", QUARTER)
    assert [log["event"] for log in logs] == ["telegram_room_closed"] * 2
    await group.add_bot()
    assert isinstance(await sending.send(post), Sent)


async def test_a_refused_token_is_logged_without_it(sending: Telegram, api: BotApi) -> None:
    api.fail("sendMessage", 401)
    with capture_logs() as logs:
        await sending.send(outgoing(text="أهلًا", to=str(NOURA)))
    assert [log["event"] for log in logs] == ["telegram_token_refused"]
    assert "TEST" not in str(logs)
