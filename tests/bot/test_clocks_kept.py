"""Clocks through the shell, on both databases: kept with each move, and rung once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import App
from bot.turns import alarm, clock
from bot.update import Ring
from storage import audit, cases, schedule
from storage import clocks as rows
from storage.cases import Case
from storage.unit import Unit
from tests.clock import FakeClock
from tests.shell import REGISTRATION, Desk, Visitor, running_on

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Stopped(Exception):  # noqa: N818 -- stands for the end of the process
    pass


@pytest.fixture
def clock_() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def app(database_url: str, clock_: FakeClock) -> AsyncIterator[App]:
    """The timer of which is asked by hand."""
    async with running_on(database_url, clock_) as app:
        yield app


async def opened(app: App, *texts: str, by: Visitor | None = None) -> Case:
    visitor = by or Visitor(app)
    await visitor.say(*(texts or ("السلام عليكم", "موظف")))
    return (await visitor.cases())[-1]


async def again(app: App, case: Case) -> Case:
    async with app.database.view() as view:
        found = await cases.by_reference(view, case.reference)
    assert found is not None
    return found


async def alerts(app: App, case: Case) -> list[str]:
    async with app.database.view() as view:
        trail = await audit.of_case(view, case.reference)
    return [str(entry.reason) for entry in trail if entry.move == "alert"]


async def names(app: App, case: Case) -> list[str]:
    async with app.database.view() as view:
        return [one.name for one in await rows.of(view, case.reference)]


async def ring(app: App, case: Case, unit: Unit) -> None:
    await unit.lock_one(str(case.address))  # as a turn does: the timer may be at it too
    now = app.turns.clock.now()
    await alarm.ring(unit, app.turns.kit, now, Ring(0, "", case.reference, now))


async def killed(app: App, case: Case) -> None:
    async with app.database.unit() as unit:
        await ring(app, case, unit)
        raise Stopped


async def test_the_due_time_is_always_the_next_deadline(app: App, clock_: FakeClock) -> None:
    visitor, sara = Visitor(app), Desk(app)
    case = await opened(app, by=visitor)
    now = clock_.now()
    assert case.due_at == now + 15 * MINUTE
    await sara.make(case.reference, "claim")
    assert await names(app, case) == ["first_reply", "lease", "resolution"]
    await sara.make(case.reference, "say", "أهلًا")
    assert (await again(app, case)).due_at is None
    await visitor.say("وبعدين؟")
    assert (await again(app, case)).due_at == now + HOUR
    await sara.make(case.reference, "say", "تم")
    await sara.make(case.reference, "close", "انتهى", "solved")
    assert await names(app, case) == []


async def test_an_application_is_late_only_while_its_data_are_matched(app: App) -> None:
    case, sara = await opened(app, *REGISTRATION), Desk(app)
    assert case.due_at is not None
    promised = case.due_at
    await sara.make(case.reference, "claim")
    assert (await again(app, case)).due_at == promised
    assert await names(app, case) == ["resolution"]
    await sara.make(case.reference, "mark", outcome="sighted", about="*")
    await sara.make(case.reference, "approve")
    assert (await again(app, case)).due_at is None


async def test_a_kill_in_between_tells_nothing_twice(app: App, clock_: FakeClock) -> None:
    case = await opened(app)
    clock_._now += 40 * MINUTE  # without waking anybody
    with pytest.raises(Stopped):
        await killed(app, case)
    assert await alerts(app, case) == []
    for _ in range(2):
        async with app.database.unit() as unit:
            await ring(app, case, unit)
    assert await alerts(app, case) == [f"first_reply:{n}" for n in (1, 2, 3)]
    assert (await again(app, case)).level == 3


async def test_time_turned_back_and_nights_put_an_alert_off(app: App, clock_: FakeClock) -> None:
    case = await opened(app)
    now, kit = clock_.now(), app.turns.kit
    async with app.database.unit() as unit:
        [row] = [r for r in await schedule.due(unit, now + HOUR, 99) if r.kind == clock.KIND]
        early = Ring(row.id, "", case.reference, row.at)
        await alarm.ring(unit, kit, now, early)
        assert (await schedule.due(unit, row.at, 99))[-1].at == row.at
        night = Ring(row.id, "", case.reference, row.at)
        await alarm.ring(unit, kit, now + 12 * HOUR, night)
        await alarm.ring(unit, kit, now, Ring(row.id, "", "00000000", now))
    assert await alerts(app, case) == []
