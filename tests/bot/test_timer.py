"""The timer: due things become turns once, whatever happens, and then it rests."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.timer import NAP, PAUSE, TOGETHER
from flows.context import Context, Needs
from flows.conversation import Conversation
from flows.effects import Turn
from flows.engine import Engine
from flows.events import Event, Opened
from storage import inbox, schedule
from storage.schedule import Due
from storage.trouble import Unreachable
from tests.bot.faults import raising
from tests.bot.sending import RestingClock
from tests.databases import writer
from tests.replacing import replace
from tests.shell import REGISTRATION, Desk, Visitor, running_on

HOUR = timedelta(hours=1)
ABOUT: dict[str, object] = {"application": "26000001"}


class TimersClock(RestingClock):
    """Knows what the timer waits for; the sender waits without being watched."""

    timers: asyncio.Event | None = None

    async def wait(self, woken: asyncio.Event, until: datetime | None) -> None:
        if self.timers is not None and woken is self.timers:
            await super().wait(woken, until)
        else:
            await super(RestingClock, self).wait(woken, until)

    async def rest(self) -> None:
        async with asyncio.timeout(20):
            while True:
                await self.entered.wait()
                await asyncio.sleep(0)
                if self.is_waited_on:
                    return


@pytest.fixture
def clock() -> TimersClock:
    return TimersClock()


@pytest.fixture
async def app(database_url: str, clock: TimersClock) -> AsyncIterator[App]:
    async with running_on(database_url, clock) as app:
        await forget_the_answers(app)
        await watch(app, clock)
        yield app


async def forget_the_answers(app: App) -> None:
    """What the association's own answers have scheduled is not what is tested here."""
    async with app.database.unit() as unit:
        for row in await schedule.due(unit, app.timer.clock.now() + timedelta(days=4000), 1000):
            schedule.done(unit, row.id)


async def watch(app: App, clock: TimersClock) -> None:
    clock.timers = app.timer.woken
    app.timer.woken.set()
    await clock.rest()


async def later(app: App, kind: str, payload: dict[str, object], count: int = 1) -> None:
    """Something scheduled in an hour for somebody who has said hello."""
    noura = Visitor(app)
    await noura.say("السلام عليكم")
    address = await noura.address()
    at = app.timer.clock.now() + HOUR
    async with app.database.unit() as unit:
        for number in range(count):
            schedule.add(unit, Due(address, kind, payload, at, f"{kind}:{number}"))
    app.timer.woken.set()


async def waits(app: App) -> datetime | None:
    async with app.database.view() as view:
        return await schedule.next_at(view)


async def test_it_waits_for_exactly_the_next_thing(app: App, clock: TimersClock) -> None:
    await later(app, "delivery_reminder", ABOUT)
    await clock.rest()
    assert clock.until == clock.now() + NAP
    clock.advance(HOUR - NAP / 2)
    await clock.rest()
    assert clock.until == clock.now() + NAP / 2
    clock.advance(NAP / 2)
    await clock.rest()
    assert clock.until == clock.now() + NAP
    assert await waits(app) is None


async def test_what_is_scheduled_without_a_word_is_seen_after_a_nap(
    app: App, clock: TimersClock
) -> None:
    """What a person's turn schedules, or an answer that is published."""
    await later(app, "delivery_reminder", ABOUT)
    app.timer.woken.clear()
    await clock.rest()
    clock.advance(HOUR)
    await clock.rest()
    assert await waits(app) is None


async def test_a_reminder_falls_due_once(app: App, clock: TimersClock) -> None:
    noura, sara = Visitor(app), Desk(app)
    await noura.say(*REGISTRATION)
    [case] = await noura.cases()
    await sara.approve(case.reference)
    await sara.make(case.reference, "deliver")
    await clock.rest()
    asked = len(await noura.heard())
    clock.advance(48 * HOUR)
    await clock.rest()
    assert len(await noura.heard()) == asked + 1
    clock.advance(48 * HOUR)
    await clock.rest()
    assert len(await noura.heard()) == asked + 1


async def test_more_than_fit_together_are_all_handed_in(app: App, clock: TimersClock) -> None:
    await later(app, "delivery_reminder", ABOUT, TOGETHER + 3)
    await clock.rest()
    clock.advance(HOUR)
    await clock.rest()
    assert await waits(app) is None


async def test_what_fell_due_while_the_process_was_down_is_done_at_the_start(
    app: App, clock: TimersClock
) -> None:
    await later(app, "delivery_reminder", ABOUT)
    await clock.rest()
    clock.advance(100 * HOUR)
    await clock.rest()
    assert await waits(app) is None


class Poisoned(Engine):
    """An engine with a fault that everything due brings out."""

    __slots__ = ()

    def advance(self, conversation: Conversation, event: Event, ctx: Context) -> Turn | Needs:
        if isinstance(event, Opened):
            raise ZeroDivisionError
        return super().advance(conversation, event, ctx)


async def test_a_due_thing_whose_turn_fails_is_kept_and_not_tried_for_ever(
    app: App, clock: TimersClock
) -> None:
    noura, sara = Visitor(app), Desk(app)
    await noura.say(*REGISTRATION)
    [case] = await noura.cases()
    await sara.approve(case.reference)
    await sara.make(case.reference, "deliver")
    app.turns.kit = replace(app.turns.kit, engine=Poisoned(app.kit.engine.flows))
    await clock.rest()
    clock.advance(48 * HOUR)
    await clock.rest()
    assert await waits(app) == clock.now() + (7 * 24 - 48) * HOUR  # what comes without an answer
    async with app.database.view() as view:
        [failed] = await inbox.unfinished(view, "failed")
    assert (failed.arrival.channel, failed.failure) == ("timer", "ZeroDivisionError")


@pytest.mark.parametrize(
    ("kind", "payload"), [("of_a_later_release", {}), ("report", {}), ("report", {"report": {}})]
)
async def test_a_row_this_release_cannot_read_stops_nothing(
    app: App, clock: TimersClock, kind: str, payload: dict[str, object]
) -> None:
    await later(app, kind, payload)
    await clock.rest()
    clock.advance(HOUR)
    await clock.rest()
    assert await waits(app) is None


async def test_trouble_with_the_database_is_waited_for(app: App, clock: TimersClock) -> None:
    await later(app, "delivery_reminder", ABOUT)
    await clock.rest()
    app.database.trace = raising(Unreachable("gone"), "due_now")
    clock.advance(HOUR)
    await clock.rest()
    assert clock.until == clock.now() + PAUSE
    clock.advance(PAUSE)
    await clock.rest()
    assert await waits(app) is None


async def test_a_locked_file_is_waited_for(tmp_path: Path, clock: TimersClock) -> None:
    file = tmp_path / "sila.db"
    async with running_on(f"sqlite:///{file}", clock) as app:
        await forget_the_answers(app)
        await watch(app, clock)
        await later(app, "delivery_reminder", ABOUT)
        await clock.rest()
        await writer(app.database).execute("PRAGMA busy_timeout = 0")
        other = await asyncio.to_thread(another_writer, file)
        clock.advance(HOUR)
        await clock.rest()
        assert clock.until == clock.now() + PAUSE
        other.close()
        clock.advance(PAUSE)
        await clock.rest()
        assert await waits(app) is None


def another_writer(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection
