"""A survey for each delivered service, through the real shell: once, on time, and for a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from bot.app import App
from flows import survey
from storage import audit, people, ratings, schedule
from storage.ratings import OPEN, Rating, State
from tests.bot.test_unnamed import served
from tests.clock import FakeClock
from tests.shell import REGISTRATION, Desk, Visitor, running_on

DAY = timedelta(days=1)


def test_what_is_kept_are_the_states_of_the_table() -> None:
    assert {*get_args(State)} == survey.MOVES.states()
    assert {*survey.OPEN} == OPEN


async def rating_of(app: App, reference: str) -> Rating | None:
    async with app.database.view() as view:
        return await ratings.by_application(view, reference)


async def passes(app: App, clock: FakeClock, by: timedelta) -> None:
    clock.advance(by)
    for _ in range(3):
        await app.timer.step()


async def delivered(app: App) -> tuple[Visitor, str]:
    noura, sara = Visitor(app), Desk(app)
    await noura.say(*REGISTRATION)
    [case] = await noura.cases()
    await sara.approve(case.reference)
    await sara.make(case.reference, "deliver")
    return noura, case.reference


async def test_a_delivery_nobody_confirmed_is_rated_after_a_week(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, reference = await delivered(app)
        await passes(app, clock, 2 * DAY)
        assert await rating_of(app, reference) is None
        await passes(app, clock, 5 * DAY)
        rating = await rating_of(app, reference)
        assert rating
        assert (rating.state, rating.unconfirmed, rating.officer) == ("asked", True, "sara")
        assert "ما مدى رضاك" in (await noura.heard())[-1]
        await noura.say("5")
        rating = await rating_of(app, reference)
        assert rating
        assert (rating.state, rating.score, rating.unconfirmed) == ("answered", 5, True)


async def test_it_is_reminded_of_once_and_then_expires(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, reference = await served(app, "noura")
        heard = len(await noura.heard())
        await passes(app, clock, 2 * DAY)
        assert "تذكير من فريق الجودة" in (await noura.heard())[-1]
        await passes(app, clock, 10 * DAY)
        assert len(await noura.heard()) == heard + 1
        clock.advance(19 * DAY)
        await app.daily.surveys.close(clock.now())
        rating = await rating_of(app, reference)
        assert rating
        assert rating.state == "expired"
        assert "انتهت مدة تقييم" in await noura.say("5")


@pytest.mark.parametrize(
    ("notices", "reachable", "held"), [(False, True, "opted_out"), (None, False, "unreachable")]
)
async def test_why_it_was_not_asked_is_kept(
    database_url: str, notices: bool | None, reachable: bool, held: str
) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, reference = await delivered(app)
        address = await noura.address()
        async with app.database.unit() as unit:
            [known] = (await people.load_many(unit, [address])).values()
            if notices is not None:
                people.set_notices(unit, known.person.id, notices)
            people.set_reachable(unit, address, reachable=reachable)
        await passes(app, clock, 7 * DAY)
        rating = await rating_of(app, reference)
        assert rating
        assert (rating.held, rating.asked_at) == (held, None)
        assert app.kit.meter.surveys[held] == 1
        if reachable:
            assert "لا توجد خدمة" not in await noura.say("تقييم"), "it is in the menu"
        else:
            await noura.say("السلام عليكم")
            assert "ما مدى رضاك" in await noura.say("نعم كاملة"), "first the question that waits"
            rating = await rating_of(app, reference)
            assert rating
            assert (rating.state, rating.unconfirmed) == ("asked", False)


async def test_every_change_is_kept_and_double_taps_count_once(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, reference = await served(app, "noura")
        await noura.say("٤", "5", "5", "تخطي", "تقييم", "1", "1")
        rating = await rating_of(app, reference)
        assert rating
        assert (rating.score, rating.effort) == (1, None)
        async with app.database.view() as view:
            entries = await audit.of_subject(view, reference)
            assert await schedule.next_at(view) is not None
        kept = [entry.details for entry in entries if entry.move == "rate"]
        assert kept == [
            {"score": 4},
            {"score": 4, "effort": 5},
            {"score": 4, "effort": 5, "conduct": 5},
            {"score": 1},
        ]
