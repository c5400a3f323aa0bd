"""Only Telegram is listened to; what it says is kept once, or it is told to say it again."""

from __future__ import annotations

import json
import sqlite3

import pytest
from structlog.testing import capture_logs

from bot.turns.loop import Overloaded
from flows.events import Said, Tapped
from storage.trouble import Unreachable
from tests.bot.test_telegram.ours import NOURA, PUBLIC, ROOM, SECRET, Ours, choices, outgoing
from tests.bot.test_telegram.test_updates import update
from tests.fakes.botapi import BotApi, User

TEXT = update(text="السلام عليكم")


@pytest.mark.parametrize("secret", [None, "", "x", SECRET[:-1], SECRET + "x", SECRET.upper()])
async def test_a_call_without_the_secret_is_refused(ours: Ours, secret: str | None) -> None:
    async with ours.running():
        status, _, _ = await ours.post(TEXT, secret)
        assert (status, ours.taken) == (403, [])
        status, _, body = await ours.post(TEXT)
        assert (status, body, ours.events) == (200, b"", [Said("السلام عليكم")])


async def test_the_raw_update_is_handed_in_with_its_id(ours: Ours) -> None:
    async with ours.running():
        await ours.post(TEXT)
    assert [(u.channel, u.account, u.id, u.raw) for u in ours.taken] == [
        ("telegram", "123456", "7", TEXT)
    ]


async def test_without_a_setting_the_secret_follows_from_the_database(ours: Ours) -> None:
    derived = ours.database.vault.lookup("telegram webhook")
    async with ours.running(telegram_webhook_secret=None):
        await ours.ready()
        hook = ours.api.world.updates.webhook
        assert hook is not None
        assert (hook.url, hook.secret) == (f"{PUBLIC}/telegram/webhook", derived)
        assert (await ours.post(TEXT, SECRET))[0] == 403
        assert (await ours.post(TEXT, derived))[0] == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": 1, "message": 5}', b"\xff"])
async def test_what_cannot_be_read_is_not_sent_again(ours: Ours, body: bytes) -> None:
    async with ours.running():
        with capture_logs() as logs:
            assert (await ours.post(body))[0] == 200
    assert ours.taken == []
    assert [log["event"] for log in logs if log["event"] == "telegram_unreadable"]


async def test_logs_say_nothing_of_what_people_wrote(ours: Ours) -> None:
    strange = json.dumps({"update_id": 1, "message": {"text": "هويتي 1000000008"}}).encode()
    async with ours.running():
        with capture_logs() as logs:
            await ours.post(strange)
            await ours.post(update(text="هويتي 1000000008"))
    assert logs
    assert "1000000008" not in str(logs)


@pytest.mark.parametrize(
    "trouble", [Overloaded(), sqlite3.OperationalError("disk full"), Unreachable("no server")]
)
async def test_what_was_not_kept_is_asked_for_again(
    ours: Ours, noura: User, trouble: Exception
) -> None:
    async with ours.running():
        await ours.ready()
        ours.trouble = [trouble]
        await noura.say("السلام عليكم")
        await ours.api.until(lambda: ours.api.deliveries)
        assert [d.status for d in ours.api.deliveries] == [503]
        await ours.api.redeliver()
        assert [d.status for d in ours.api.deliveries] == [503, 200]
        assert ours.events == [Said("السلام عليكم")]


async def test_telegram_is_told_when_to_come_back(ours: Ours) -> None:
    async with ours.running():
        ours.trouble = [Overloaded()]
        status, headers, _ = await ours.post(TEXT)
        assert (status, headers["Retry-After"]) == (503, "5")


async def test_a_fault_of_ours_does_not_block_the_chat(ours: Ours, noura: User) -> None:
    async with ours.running():
        await ours.ready()
        ours.trouble, ours.faults = [RuntimeError("a bug")], ["RuntimeError"]
        await noura.say("السلام عليكم")
        await noura.say("أحد هنا؟")
        assert await ours.heard() == [Said("أحد هنا؟")]
    [kept] = await ours.failed()
    assert b"message_id" in (kept.raw or b"")


async def test_an_update_delivered_twice_has_one_id(ours: Ours, noura: User) -> None:
    async with ours.running():
        await ours.ready()
        ours.api.twice()
        await noura.say("السلام عليكم")
        await ours.heard(2)
    assert len({update.id for update in ours.taken}) == 1


async def test_a_tap_is_answered_and_its_buttons_go(ours: Ours, noura: User) -> None:
    async with ours.running() as channel:
        await ours.ready()
        await channel.send(outgoing(text="نعم أو لا", options=choices("نعم", "لا"), prompt=4))
        tap = await noura.tap(noura.last, "لا")
        await ours.api.until(lambda: tap.answered and not noura.last.buttons)
        assert (ours.events, tap.text) == ([Tapped(4, "b")], "")


async def test_a_tap_that_was_not_kept_waits(ours: Ours, noura: User) -> None:
    async with ours.running() as channel:
        await ours.ready()
        await channel.send(outgoing(text="نعم أو لا", options=choices("نعم", "لا"), prompt=4))
        ours.trouble = [Overloaded()]
        tap = await noura.tap(noura.last, "نعم")
        await ours.api.until(lambda: ours.api.deliveries)
        assert not tap.answered
        assert noura.last.buttons
        await ours.api.redeliver()
        await ours.api.until(lambda: tap.answered)


async def test_trouble_with_politeness_is_nobodys_trouble(ours: Ours, noura: User) -> None:
    async with ours.running() as channel:
        await ours.ready()
        await channel.send(outgoing(text="نعم أو لا", options=choices("نعم", "لا"), prompt=4))
        ours.api.fail("answerCallbackQuery", 400)
        ours.api.drop("editMessageReplyMarkup")
        await noura.tap(noura.last, "نعم")
        await ours.api.until(lambda: ours.api.called("editMessageReplyMarkup"))
        await noura.say("شكرا")
        assert (await ours.heard(2))[1] == Said("شكرا")
    assert [delivery.status for delivery in ours.api.deliveries] == [200, 200]


async def test_a_button_that_telegram_forgot_is_tapped_all_the_same(
    ours: Ours, noura: User
) -> None:
    async with ours.running() as channel:
        await ours.ready()
        await channel.send(outgoing(text="نعم أو لا", options=choices("نعم", "لا"), prompt=4))
        asked = noura.last
        asked.deleted = True
        tap = await noura.tap(asked, "4:a", stale=True)
        await ours.api.until(lambda: tap.answered)
        assert ours.events == [Tapped(4, "a")]
        assert not ours.api.called("editMessageReplyMarkup")


# ------------------------------------------------------------------ groups
async def test_a_strange_group_is_left_without_a_word(ours: Ours, api: BotApi) -> None:
    group = api.group(-100777)
    async with ours.running():
        await ours.ready()
        await api.user(NOURA).in_group(group).say("/start@sila_test_bot")
        await api.until(lambda: group.standing == "left")
    assert ours.taken == []
    assert group.general[-1].text == "/start@sila_test_bot"


async def test_being_thrown_out_of_a_strange_group_is_nothing(ours: Ours, api: BotApi) -> None:
    group = api.group(-100777, rights=None)
    async with ours.running():
        await ours.ready()
        await group.remove_bot()
        await api.until(lambda: api.deliveries)
        assert api.idle
    assert not api.called("leaveChat")


@pytest.mark.parametrize(
    "setting",
    ["telegram_staff_chat_id", "telegram_supervisor_chat_id", "telegram_focal_chat_id"],
)
async def test_the_groups_of_the_settings_are_kept(ours: Ours, api: BotApi, setting: str) -> None:
    group = api.group(ROOM)
    async with ours.running(**{setting: ROOM}):
        await ours.ready()
        await api.user(NOURA).in_group(group).say("صباح الخير")
        await api.until(lambda: api.deliveries)
        assert api.idle
    assert (group.standing, ours.taken, api.called("leaveChat")) == ("member", [], [])


async def test_a_group_of_the_settings_that_moved_is_kept(ours: Ours, api: BotApi) -> None:
    group = api.group(-555)
    async with ours.running(telegram_supervisor_chat_id=-555):
        await ours.ready()
        new = await group.migrate(ROOM)
        await api.user(NOURA).in_group(new).say("صباح الخير")
        await api.until(lambda: len(api.deliveries) == 3)
        assert api.idle
    assert (new.standing, api.called("leaveChat")) == ("member", [])


async def test_no_group_is_left_while_telegram_cannot_be_asked(ours: Ours, api: BotApi) -> None:
    group = api.group(-100777)
    api.group(ROOM)
    async with ours.running(telegram_focal_chat_id=ROOM):
        await ours.ready()
        api.fail("sendChatAction", 502)
        await api.user(NOURA).in_group(group).say("/start@sila_test_bot")
        await api.until(lambda: api.deliveries)
        assert (api.deliveries[0].status, group.standing) == (503, "member")
        await api.redeliver()
        await api.until(lambda: group.standing == "left")
