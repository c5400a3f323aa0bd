"""Once a day: the sweep is counted and written down, and notices are scheduled for the morning."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from bot.clock import riyadh
from flows.calendar import is_ramadan
from storage import applications, audit, inbox, people, schedule
from storage.inbox import Arrival
from storage.trouble import Unreachable
from tests.bot.faults import raising
from tests.clock import FakeClock
from tests.shell import REGISTRATION, Visitor, running_on

DAY = timedelta(days=1)
THREE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # in Riyadh


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def app(database_url: str, clock: FakeClock) -> AsyncIterator[App]:
    async with running_on(database_url, clock) as app, asyncio.timeout(60):
        while THREE not in clock._alarms:  # until the app's own loop waits for the night
            clock._alarmed.clear()
            await clock._alarmed.wait()
        yield app


async def sweeps(app: App) -> list[audit.Entry]:
    async with app.database.view() as view:
        return await audit.of_subject(view, "retention")


async def waiting(app: App, kind: str) -> list[schedule.Due]:
    async with app.database.view() as view:
        due = await schedule.due(view, app.timer.clock.now() + 101 * DAY, 1000)
    return [row for row in due if row.kind == kind]


async def changed(app: App, who: Visitor, **changes: object) -> str:
    """Their one application, as it would be: its reference."""
    address = await who.address()
    async with app.database.unit() as unit:
        [known] = (await people.load_many(unit, [address])).values()
        [made] = (await applications.of_persons(unit, [known.person.id]))[known.person.id]
        answers = {**made.answers, "id_expiry": changes.pop("expiry", "2027-01-21")}
        applications.move(unit, replace(made, answers=answers, **changes))  # type: ignore[arg-type]  # as named
    return made.reference


async def test_it_runs_at_three_and_counts_what_it_dropped(app: App, clock: FakeClock) -> None:
    async with app.database.unit() as unit:
        for n in range(3):
            await inbox.receive(unit, Arrival("telegram", "bot", f"{n}", "x"), THREE - 60 * DAY)
    assert await app.daily.step() == THREE
    assert await sweeps(app) == []
    await app.daily.run_once(THREE)
    [swept] = await sweeps(app)
    assert (swept.actor, swept.move) == ("bot", "sweep")
    assert swept.details is not None
    assert {kind: n for kind, n in swept.details.items() if n} == {"inbox": 3}
    assert app.kit.meter.dropped["inbox"] == 3
    clock.advance(THREE - clock.now())
    assert await app.daily.step() == THREE + DAY


async def test_one_that_was_missed_is_made_up_for(app: App, clock: FakeClock) -> None:
    async with app.database.unit() as unit:
        audit.record(unit, audit.Entry(clock.now() - 2 * DAY, "bot", "retention", "sweep"))
    assert await app.daily.step() == THREE
    assert len(await sweeps(app)) == 2


async def test_trouble_with_the_database_is_waited_for(app: App, clock: FakeClock) -> None:
    async with app.database.unit() as unit:
        audit.record(unit, audit.Entry(clock.now() - 2 * DAY, "bot", "retention", "sweep"))
    app.database.trace = raising(Unreachable("gone"), "outdated_audit")
    with pytest.raises(Unreachable):
        await app.daily.step()
    assert await app.daily.step() == THREE
    assert len(await sweeps(app)) == 2


@pytest.mark.parametrize(
    ("left", "reminded"), [(61, 0), (60, 1), (31, 1), (30, 1), (7, 1), (1, 1), (-1, 0)]
)
async def test_an_expiry_is_reminded_of_once_for_each_time(
    app: App, clock: FakeClock, left: int, reminded: int
) -> None:
    noura = Visitor(app)
    await noura.say(*REGISTRATION, "اشتراك")
    expiry = (THREE + 100 * DAY).date()
    await changed(app, noura, expiry=expiry.isoformat())
    night = THREE + (100 - left) * DAY
    for _ in range(2):
        await app.daily.notices.schedule(night)
    due = await waiting(app, "expiry_notice")
    assert len(due) == reminded
    opens = timedelta(hours=7 if is_ramadan(riyadh(night).date()) else 6)
    assert {row.at for row in due} <= {night + opens}, "at nine, in Ramadan at ten"


async def test_only_who_wants_notices_is_reminded_and_none_of_what_was_known(app: App) -> None:
    silent, late = Visitor(app, "silent"), Visitor(app, "late")
    await silent.say(*REGISTRATION)
    await late.say(*REGISTRATION, "اشتراك")
    await changed(app, silent, expiry="2027-01-21")
    await changed(app, late, expiry="2026-12-30")  # within sixty days when it was made
    await app.daily.notices.schedule(THREE)
    assert await waiting(app, "expiry_notice") == []


async def test_the_reminder_leads_to_the_new_date(app: App, clock: FakeClock) -> None:
    noura = Visitor(app)
    await noura.say(*REGISTRATION, "اشتراك")
    reference = await changed(app, noura, expiry="2027-01-22")
    await app.daily.notices.schedule(THREE + DAY)
    clock.advance(THREE + DAY + timedelta(hours=6) - clock.now())
    await app.timer.step()
    assert "تنتهي الهوية المسجلة" in (await noura.heard())[-1]
    assert "حُدّث تاريخ الهوية" in await noura.say("تحديث التاريخ", "1452/05/23", "نعم")
    async with app.database.view() as view:
        made = await applications.by_reference(view, reference)
    assert made is not None
    assert made.answers["id_expiry"] == "2030-09-21"


async def test_whoever_renewed_or_stopped_meanwhile_hears_nothing(
    app: App, clock: FakeClock
) -> None:
    renewed, stopped = Visitor(app, "renewed"), Visitor(app, "stopped")
    for who in (renewed, stopped):
        await who.say(*REGISTRATION, "اشتراك")
        await changed(app, who, expiry="2027-01-22")
    await app.daily.notices.schedule(THREE + DAY)
    await changed(app, renewed, expiry="2030-01-01")
    await stopped.say("إيقاف")
    heard = [await who.heard() for who in (renewed, stopped)]
    clock.advance(THREE + DAY + timedelta(hours=6) - clock.now())
    await app.timer.step()
    assert [await who.heard() for who in (renewed, stopped)] == heard


async def test_what_falls_due_at_night_waits_for_the_morning(app: App, clock: FakeClock) -> None:
    noura = Visitor(app)
    await noura.say(*REGISTRATION, "اشتراك")
    await changed(app, noura, expiry="2027-01-22")
    await app.daily.notices.schedule(THREE + DAY)
    clock.advance(
        THREE + DAY + timedelta(hours=20) - clock.now()
    )  # the process was down till 23:00
    heard = await noura.heard()
    await app.timer.step()
    assert await noura.heard() == heard
    clock.advance(timedelta(hours=10))
    await app.timer.step()
    assert "تنتهي الهوية المسجلة" in (await noura.heard())[-1]


async def test_a_correction_is_reminded_of_twice_and_then_left_alone(
    app: App, clock: FakeClock
) -> None:
    noura = Visitor(app)
    await noura.say(*REGISTRATION)
    asked = clock.now()
    await changed(app, noura, state="needs_correction", updated_at=asked)
    for day in range(40):
        await app.daily.notices.schedule(asked + day * DAY)
    due = await waiting(app, "correction_reminder")
    assert [row.at - asked for row in due] == [3 * DAY, 10 * DAY]
