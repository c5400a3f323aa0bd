"""The bot introduces itself, whenever Telegram is there; nothing waits for it."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram_menu import MENU
from bot.channels.telegram_update import KINDS
from bot.update import RoomMoved
from flows.arabic import fold
from flows.events import Said
from tests.bot.test_telegram.ours import PUBLIC, ROOM, SARA, SECRET, Ours, book
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi, User

DEFAULT = '{"type": "default"}'


async def test_the_webhook_is_set(ours: Ours, api: BotApi) -> None:
    async with ours.running():
        await ours.ready()
    [call] = api.called("setWebhook")
    assert call.parameters == {
        "url": f"{PUBLIC}/telegram/webhook",
        "secret_token": SECRET,
        "allowed_updates": list(KINDS),
    }


async def test_menus_are_there_in_both_languages(ours: Ours, api: BotApi) -> None:
    async with ours.running():
        await api.until(lambda: len(api.world.commands) == 3)
    menus = {code: menu for (_, code), menu in api.world.commands.items()}
    assert menus[""] == menus["ar"]
    assert menus["ar"][1] == {"command": "register", "description": "التسجيل في خدمة"}
    assert menus["en"][1] == {"command": "register", "description": "Register"}


def test_every_command_of_the_menu_is_understood() -> None:
    words = book().words
    for command, _ in MENU:
        assert any(fold(f"/{command}") in spelled for spelled in words.values()), command


async def test_officers_have_a_menu_in_their_room(ours: Ours, api: BotApi) -> None:
    api.group(ROOM)
    async with ours.running(telegram_staff_chat_id=ROOM):
        await api.until(lambda: len(api.world.commands) == 4)
    [(scope, _)] = [key for key in api.world.commands if "chat_id" in key[0]]
    assert str(ROOM) in scope
    assert {"command": "claim", "description": "تصير المعاملة في عهدتك"} in api.world.commands[
        scope, ""
    ]


async def test_telegram_down_at_the_start_is_waited_for(
    ours: Ours, api: BotApi, noura: User, clock: FakeClock
) -> None:
    api.fail("setWebhook", 502, times=4)
    async with ours.running():
        assert [(await clock.skip()).seconds for _ in range(4)] == [1, 2, 4, 8]
        await ours.ready()
        await noura.say("السلام عليكم")
        assert await ours.heard() == [Said("السلام عليكم")]


async def test_nobody_listening_at_the_start_is_waited_for(ours: Ours, clock: FakeClock) -> None:
    async with ours.running(telegram_api_url="http://127.0.0.1:1"):
        with capture_logs() as logs:
            assert [(await clock.skip()).seconds for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert {log["error"] for log in logs} == {"NotSent"}


async def test_a_refused_token_is_tried_again_later(ours: Ours, clock: FakeClock) -> None:
    ours.api.fail("setWebhook", 401)
    async with ours.running():
        assert (await clock.skip()).total_seconds() == 15 * 60
        await ours.ready()


@pytest.mark.parametrize("body", [b"<html>", {"ok": True}, {"ok": False}])
async def test_nonsense_at_the_start_is_waited_for(
    ours: Ours, clock: FakeClock, body: bytes | dict[str, bool]
) -> None:
    ours.api.fail("setWebhook", 200, body=body)
    async with ours.running():
        await clock.skip()
        await ours.ready()


async def test_a_room_that_is_not_there_is_said_once_and_stops_nothing(
    ours: Ours, api: BotApi, noura: User
) -> None:
    with capture_logs() as logs:
        async with ours.running(telegram_staff_chat_id=ROOM, telegram_mode="polling"):
            await noura.say("السلام عليكم")
            assert await ours.heard() == [Said("السلام عليكم")]
    told = [log for log in logs if log["event"] == "telegram_room_closed"]
    assert [log.get("setting") for log in told] == [None, "TELEGRAM_STAFF_CHAT_ID"]


async def test_a_room_that_moved_while_we_were_away_is_found(ours: Ours, api: BotApi) -> None:
    old = api.group(-555, admins=[api.user(SARA)])
    new = await old.migrate(ROOM)
    api.world.updates.pending.clear()  # too long ago
    async with ours.running(telegram_staff_chat_id=-555):
        await api.until(lambda: ours.taken)
        assert ours.taken[0].what == RoomMoved("-555", str(ROOM))
        await api.user(SARA).in_group(new).say("صباح الخير")
        await api.until(lambda: api.deliveries)
        assert api.idle
    assert new.standing == "member"


async def test_it_ends_while_it_waits(ours: Ours, api: BotApi) -> None:
    hold = api.hold("setWebhook")
    async with asyncio.timeout(5), ours.running():
        await hold.arrived.wait()
