"""Long polling confirms nothing that was not committed, and keeps everybody's order."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.telegram_update import KINDS
from bot.turns.loop import Overloaded
from bot.update import Update
from flows.cases import Refused
from flows.events import Said
from tests.bot.test_telegram.ours import FAHD, NOURA, Ours
from tests.bot.test_telegram.test_updates import update
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi, User

POLLING = {"telegram_mode": "polling"}


def offsets(api: BotApi) -> list[int]:
    return [int(call.parameters["offset"]) for call in api.called("getUpdates")]


async def test_updates_come_and_are_confirmed(ours: Ours, api: BotApi, noura: User) -> None:
    async with ours.running(**POLLING):
        for text in ("السلام عليكم", "استفسار", "شكرا"):
            await noura.say(text)
        assert await ours.heard(3) == [Said("السلام عليكم"), Said("استفسار"), Said("شكرا")]
        await api.until(lambda: api.idle)
    [first, *_] = api.called("getUpdates")
    assert first.parameters["timeout"] == 50
    assert first.parameters["allowed_updates"] == list(KINDS)
    assert offsets(api)[-1] == int(ours.taken[-1].id) + 1


async def test_a_webhook_of_before_is_taken_away_first(ours: Ours, api: BotApi) -> None:
    async with ours.running():
        await ours.ready()
        assert api.world.updates.webhook
    async with ours.running(**POLLING):
        await api.until(lambda: api.called("getUpdates"))
    assert api.world.updates.webhook is None
    assert {call.status for call in api.called("getUpdates")} <= {200, None}


async def test_nothing_is_confirmed_that_was_not_committed(
    ours: Ours, api: BotApi, noura: User, clock: FakeClock
) -> None:
    ours.trouble = [Overloaded()]
    await noura.say("السلام عليكم")
    async with ours.running(**POLLING):
        await api.until(lambda: not ours.trouble)
        assert (offsets(api), ours.taken) == ([0], [])
        await clock.skip()
        assert await ours.heard() == [Said("السلام عليكم")]
        await api.until(lambda: api.idle)
    assert offsets(api)[:2] == [0, 0]


async def test_a_process_that_dies_between_commit_and_confirmation_repeats(
    ours: Ours, api: BotApi, noura: User
) -> None:
    """The same id comes again, which the inbox knows: nothing is lost, nothing happens twice."""
    await noura.say("السلام عليكم")
    hold = api.hold("getUpdates")  # its answer arrives, and the next poll never goes out
    async with ours.running(**POLLING):
        await hold.arrived.wait()
    assert len(api.world.updates.pending) == 1
    api.heal()
    async with ours.running(**POLLING):
        await ours.heard()
        await api.until(lambda: api.idle)
    assert len({update.id for update in ours.taken}) == 1


async def test_people_do_not_wait_for_each_other_but_for_themselves(
    ours: Ours, api: BotApi, noura: User
) -> None:
    slow, started = asyncio.Event(), asyncio.Event()
    take = ours.take

    async def held(update: Update) -> Refused | None:
        if b"slow" in update.raw:
            started.set()
            await slow.wait()
        return await take(update)

    ours.take = held  # type: ignore[method-assign]  # one update is held back
    await noura.say("a slow one")
    await noura.say("second")
    await api.user(FAHD).say("third")
    async with ours.running(**POLLING):
        await started.wait()
        assert await ours.heard() == [Said("third")]
        slow.set()
        assert await ours.heard(3) == [Said("third"), Said("a slow one"), Said("second")]


async def test_a_person_goes_on_only_after_what_came_before(
    ours: Ours, api: BotApi, noura: User, clock: FakeClock
) -> None:
    ours.trouble = [Overloaded()]
    await noura.say("first")
    await noura.say("second")
    async with ours.running(**POLLING):
        await api.until(lambda: not ours.trouble)
        await clock.skip()
        assert await ours.heard(2) == [Said("first"), Said("second")]


@pytest.mark.parametrize(
    ("status", "body"),
    [(502, None), (409, None), (500, b"<html>"), (200, b"garbage"), (200, {"ok": True})],
)
async def test_trouble_is_waited_for(
    ours: Ours, noura: User, clock: FakeClock, status: int, body: object
) -> None:
    ours.api.fail("getUpdates", status, body=body)  # type: ignore[arg-type]  # of the parameters above
    async with ours.running(**POLLING):
        assert await clock.skip() == timedelta(seconds=1)
        await noura.say("السلام عليكم")
        assert await ours.heard() == [Said("السلام عليكم")]


async def test_trouble_that_lasts_is_waited_for_longer_and_longer(
    ours: Ours, api: BotApi, clock: FakeClock
) -> None:
    api.fail("getUpdates", 502, times=None)
    async with ours.running(**POLLING):
        waits = [(await clock.skip()).seconds for _ in range(9)]
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
        api.heal()
        await api.until(lambda: len(api.called("getUpdates")) == 10)
        api.fail("getUpdates", 502)  # not this one, which waits for news
        await api.user(NOURA).say("السلام عليكم")
        assert await ours.heard() == [Said("السلام عليكم")]
        assert (await clock.skip()).seconds == 1


async def test_telegram_says_how_long_to_wait(
    ours: Ours, api: BotApi, noura: User, clock: FakeClock
) -> None:
    api.fail("getUpdates", 429, retry_after=30)
    await noura.say("السلام عليكم")
    async with ours.running(**POLLING):
        assert await clock.skip() == timedelta(seconds=30)
        assert await ours.heard() == [Said("السلام عليكم")]


async def test_an_update_nobody_can_read_does_not_block(
    ours: Ours, api: BotApi, noura: User
) -> None:
    await noura.say("first")
    [strange] = api.world.updates.pending.values()
    strange.body["message"]["chat"] = "nowhere"
    await noura.say("second")
    async with ours.running(**POLLING):
        assert await ours.heard() == [Said("second")]
        await api.until(lambda: api.idle)
    assert api.violations  # the fake's own: no Telegram says such a thing
    api.violations.clear()


async def test_the_webhook_still_answers_while_polling(ours: Ours) -> None:
    async with ours.running(**POLLING):
        await ours.api.until(lambda: ours.api.called("getUpdates"))
        assert (await ours.post(update(text="متأخرة")))[0] == 200
    assert ours.events == [Said("متأخرة")]
    assert str(NOURA) == ours.people[0].external
