"""How the fake delivers updates: long polls, webhooks, again after a failure, twice on order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton
from telegram.error import Conflict

from tests.fakes.botapi import BotApi, User
from tests.fakes.test_botapi.bot_side import SARA, Clock, keyboard, refused, updates

PUBLIC = "https://bot.sila.example"


class Hook:
    """A bot's webhook that answers with the next of `statuses`, then with 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.got: list[tuple[int, str | None]] = []
        self.say = ""

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((update["update_id"], secret))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, text=self.say)

    @property
    def ids(self) -> list[int]:
        return [update_id for update_id, _ in self.got]


@pytest.fixture
async def hook(api: BotApi) -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/telegram/webhook", hook.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.world.updates.hosts[PUBLIC] = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield hook
    await runner.cleanup()


async def test_a_poll_waits_for_the_next_update(bot: Bot, api: BotApi, sara: User) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await api.until(lambda: api.called("getUpdates"))
    await sara.say("أهلًا")
    (update,) = await poll
    again = await bot.get_updates()
    assert [u.update_id for u in again] == [update.update_id]
    assert not api.idle
    assert await updates(bot, update.update_id + 1) == []
    assert api.idle
    assert [d.status for d in api.deliveries] == [200]


async def test_a_poll_ends_with_the_server(bot: Bot, api: BotApi) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await api.until(lambda: api.called("getUpdates"))
    await api.close()
    assert await poll == ()


async def test_a_limit_and_a_negative_offset(bot: Bot, sara: User) -> None:
    for text in "أبج":
        await sara.say(text)
    assert [u.message.text for u in await bot.get_updates(limit=2) if u.message] == ["أ", "ب"]
    assert [u["message"]["text"] for u in await updates(bot, -1)] == ["ج"]
    assert len(await updates(bot)) == 1


async def test_two_pollers_conflict(bot: Bot, api: BotApi) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await api.until(lambda: api.called("getUpdates"))
    assert await bot.get_updates() == ()
    with refused("terminated by other getUpdates request", Conflict):
        await first


async def test_a_webhook_takes_the_place_of_polling(
    bot: Bot, api: BotApi, hook: Hook, sara: User
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await api.until(lambda: api.called("getUpdates"))
    await bot.set_webhook(f"{PUBLIC}/telegram/webhook", secret_token="s3cret", max_connections=7)
    with refused("terminated by setWebhook request", Conflict):
        await poll
    with refused("can't use getUpdates method while webhook is active", Conflict):
        await bot.get_updates()
    await sara.say("أهلًا")
    await api.until(lambda: api.idle)
    assert hook.got == [(api.deliveries[0].update["update_id"], "s3cret")]
    info = await bot.get_webhook_info()
    assert (info.max_connections, info.pending_update_count) == (7, 0)
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_what_was_refused_holds_up_its_chat_until_redelivered(
    bot: Bot, api: BotApi, hook: Hook, sara: User
) -> None:
    await bot.set_webhook(f"{PUBLIC}/telegram/webhook")
    hook.statuses = [500]
    await sara.say("أ")
    await sara.say("ب")
    await api.user(502).say("ج")
    await api.until(lambda: api.idle)
    assert {delivery.status for delivery in api.deliveries} == {500, 200}
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.pending_update_count == 2
    hook.statuses = [503]
    await api.redeliver()
    assert [d.status for d in api.deliveries][2:] == [503]
    await api.redeliver()
    texts = [d.update["message"]["text"] for d in api.deliveries]
    assert texts[2:] == ["أ", "أ", "ب"]
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_nobody_at_the_webhook(bot: Bot, api: BotApi, sara: User) -> None:
    for url in ("http://127.0.0.1:9/telegram/webhook", "https://elsewhere.example/hook"):
        await bot.set_webhook(url)
        await sara.say("x")
        await api.until(lambda: api.idle)
    assert [d.status for d in api.deliveries] == [None, None]
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"


async def test_what_a_webhook_may_not_be(bot: Bot, api: BotApi, hook: Hook, sara: User) -> None:
    with refused("An HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://bot.sila.example/hook")
    with refused("only on ports 80, 88, 443 or 8443"):
        await bot.set_webhook("https://bot.sila.example:8080/hook")
    with refused("secret token contains unallowed characters"):
        await bot.set_webhook(PUBLIC, secret_token="سر")
    hook.say = '{"method": "sendMessage"}'
    await bot.set_webhook(f"{PUBLIC}/telegram/webhook")
    await sara.say("x")
    await api.until(lambda: api.idle)
    assert api.violations == ["the webhook answers with a call: its result is lost"]
    api.violations.clear()


async def test_an_update_comes_twice_by_webhook(
    bot: Bot, api: BotApi, hook: Hook, sara: User
) -> None:
    await bot.set_webhook(f"{PUBLIC}/telegram/webhook")
    api.twice()
    await sara.say("أ")
    await sara.say("ب")
    await api.until(lambda: api.idle)
    first, again, last = hook.ids
    assert first == again == last - 1


async def test_an_update_comes_twice_by_poll(bot: Bot, api: BotApi, sara: User) -> None:
    api.twice()
    await sara.say("أ")
    (first,) = await updates(bot)
    assert await updates(bot, first["update_id"] + 1) == [first]
    assert await updates(bot, first["update_id"] + 1) == []


async def test_updates_grow_old(bot: Bot, clock: Clock, sara: User) -> None:
    await bot.send_message(
        SARA, "x", reply_markup=keyboard(InlineKeyboardButton("x", callback_data="x"))
    )
    await sara.tap(sara.last, "x")
    await sara.say("y")
    clock.pass_(seconds=151)
    assert ["message" in update for update in await updates(bot)] == [True]
    clock.pass_(hours=24)
    assert await updates(bot) == []


async def test_only_what_is_asked_for_comes(bot: Bot, api: BotApi, sara: User) -> None:
    group = api.group(-1002)
    said = await sara.in_group(group).say("x")
    await sara.in_group(group).react(said, "👍")
    assert len(await bot.get_updates(allowed_updates=["message_reaction"])) == 1
    await sara.say("y")
    await sara.in_group(group).react(said, "👍")
    assert "message_reaction" in (await updates(bot))[-1]
    await bot.delete_webhook(drop_pending_updates=True)
    assert await updates(bot) == []
