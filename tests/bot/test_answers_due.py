"""An answer that was wrong is corrected once to each who was told; one near its date is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import answers_due
from bot.app import App
from bot.update import Correction, Update
from tests.bot.answering import HOURS, correct, in_the_room, pass_time
from tests.clock import FakeClock
from tests.shell import Visitor, running_on

RIGHT = "نعمل من الثامنة حتى الثالثة"
SORRY = "تصحيح معلومة"


def corrections(heard: list[str]) -> list[str]:
    return [line for line in heard if SORRY in line]


async def asked(app: App, *names: str) -> list[Visitor]:
    visitors = [Visitor(app, name) for name in names]
    for visitor in visitors:
        await visitor.say(HOURS)
    return visitors


async def test_everybody_who_was_given_it_is_told_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In several batches; who was never told it hears nothing."""
    monkeypatch.setattr(answers_due, "TOGETHER", 2)
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        told = await asked(app, "a", "b", "c", "d", "e", "a")
        [other] = await asked_for_another(app)
        assert await correct(app, "working_hours", RIGHT) is None
        for _ in range(5):
            await pass_time(app, clock, minutes=2)
        for visitor in told:
            [line] = corrections(await visitor.heard())
            assert RIGHT in line
        assert not corrections(await other.heard())


async def asked_for_another(app: App) -> list[Visitor]:
    visitor = Visitor(app, "other")
    await visitor.say("وين مقركم")
    return [visitor]


async def test_a_process_that_was_killed_goes_on_where_it_was(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        await asked(app, "a")
        await correct(app, "working_hours", RIGHT)
    clock.advance(timedelta(minutes=5))
    for _ in range(2):
        async with running_on(database_url, clock) as app:
            await pass_time(app, clock, minutes=5)
            assert len(corrections(await Visitor(app, "a").heard())) == 1


async def test_nobody_is_woken_by_a_correction(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        [visitor] = await asked(app, "a")
        clock.advance(timedelta(hours=13))  # ten at night
        await correct(app, "working_hours", RIGHT)
        await pass_time(app, clock, minutes=5)
        assert not corrections(await visitor.heard())
        await pass_time(app, clock, hours=12)
        assert len(corrections(await visitor.heard())) == 1


async def test_who_was_told_long_before_the_window_hears_nothing(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        [visitor] = await asked(app, "a")
        clock.advance(timedelta(days=10))
        await correct(app, "working_hours", RIGHT, days=3)
        await pass_time(app, clock, minutes=5)
        assert not corrections(await visitor.heard())


async def test_a_change_that_is_no_correction_is_told_nobody(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        [visitor] = await asked(app, "a")
        await correct(app, "working_hours", RIGHT, days=0)
        await pass_time(app, clock, minutes=5)
        assert not corrections(await visitor.heard())


async def test_a_process_that_has_not_heard_of_it_waits_until_it_has(database_url: str) -> None:
    """It would repeat what was wrong. And what nobody says any more is not corrected."""
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        [visitor] = await asked(app, "a")
        address = await visitor.address()
        for number, answer in enumerate(("working_hours", "no_such_answer")):
            what = Correction(0, address, answer, 2)
            await app.turns.take(Update("timer", "correction_told", f"x{number}", what))
        assert not corrections(await visitor.heard())
        await correct(app, "working_hours", RIGHT, days=0)
        await pass_time(app, clock, minutes=2)
        assert len(corrections(await visitor.heard())) == 1


async def test_in_english_it_is_told_in_english(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        visitor = Visitor(app)
        await visitor.say("English", HOURS)
        await correct(app, "working_hours", RIGHT)
        await pass_time(app, clock, minutes=5)
        assert "A correction to something we told you" in (await visitor.heard())[-1]


async def test_a_department_is_reminded_once_before_the_date_and_once_after(
    database_url: str,
) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        app.turns.kit.room.chats = {"general": -1001}
        await pass_time(app, clock, days=1)
        told = await in_the_room(app)
        assert len([line for line in told if "انتهت صلاحية" in line]) == 1  # of the sample
        await pass_time(app, clock, days=205)  # a fortnight before the end of June 2027
        near = [line for line in await in_the_room(app) if "تنتهي صلاحية" in line]
        assert any("خدمة المستفيدين" in line and "أوقات الدوام" in line for line in near)
        await pass_time(app, clock, days=30)
        past = [line for line in await in_the_room(app) if "انتهت صلاحية" in line]
        assert len(past) == 1 + len(near)
    async with running_on(database_url, clock) as app:
        app.turns.kit.room.chats = {"general": -1001}
        await pass_time(app, clock, days=2)
        assert len([x for x in await in_the_room(app) if "صلاحية" in x]) == len(near) + len(past)
