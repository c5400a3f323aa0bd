"""Drafts in the shell: the timer reminds of them, and what was said for one goes with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import body
from bot.app import App
from flows import codec
from storage import audit, conversations, people
from tests.bot import kept
from tests.clock import FakeClock
from tests.shell import REGISTRATION, Desk, Visitor, running_on

NAME, NUMBER = "هيفاء ناصر فهد الدوسري", "1010101010"
BEGUN = (*REGISTRATION[:6], NUMBER, *REGISTRATION[7:9], NAME)
"""From the first word to the name."""
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def app(database_url: str, clock: FakeClock) -> AsyncIterator[App]:
    async with running_on(database_url, clock) as app:
        yield app


async def passes(app: App, clock: FakeClock, by: timedelta) -> None:
    """Time goes by, and what fell due is done."""
    clock.advance(by)
    for _ in range(3):
        await app.timer.step()


async def forms(app: App, who: Visitor) -> int:
    address = await who.address()
    async with app.database.view() as view:
        snapshot = (await conversations.load_many(view, [address]))[address]
    return len(codec.load(snapshot.state, snapshot.format).forms)


async def moves(app: App, who: Visitor) -> list[str]:
    address = await who.address()
    async with app.database.view() as view:
        known = (await people.load_many(view, [address]))[address]
        return [e.move for e in await audit.of_subject(view, known.person.id)]


async def test_it_is_reminded_of_once_and_then_destroyed(
    app: App, clock: FakeClock, database_url: str
) -> None:
    noura = Visitor(app)
    await noura.say(*BEGUN)
    heard = len(await noura.heard())
    await passes(app, clock, DAY)
    assert "تذكير وحيد" in (await noura.heard())[-1]
    for _ in range(3):
        await passes(app, clock, DAY)
    assert len(await noura.heard()) == heard + 1
    await passes(app, clock, 27 * DAY)
    assert await forms(app, noura) == 0
    assert await moves(app, noura) == ["draft_expired"]
    assert len(await noura.heard()) == heard + 1, "without a word"
    for where, text in kept.everything(app.database, database_url):
        assert NAME not in text, where
        assert NUMBER not in text, where


async def test_who_comes_back_after_six_days_goes_on(app: App, clock: FakeClock) -> None:
    noura = Visitor(app)
    await noura.say(*BEGUN)
    await passes(app, clock, DAY)
    await passes(app, clock, 5 * DAY)
    assert "بقي طلب لم يكتمل" in await noura.say("السلام عليكم")
    assert "ما رقم الجوال" in await noura.say("متابعة")


async def test_one_that_is_given_up_leaves_nothing_and_no_name_on_the_desk(
    app: App, clock: FakeClock, database_url: str
) -> None:
    noura, sara = Visitor(app), Desk(app)
    await noura.say(*BEGUN, "حذف المسودة", "نعم", "مسؤول", "لم أعد أحتاج")
    [case] = await noura.cases()
    await sara.make(case.reference, "claim")
    told = [body.read(line.body).text for line in await noura.lines()]
    assert "لم أعد أحتاج" in told, "what an officer hears stays"
    assert await moves(app, noura) == ["draft_given_up"]
    for where, text in kept.everything(app.database, database_url):
        assert NAME not in text, where
        assert NUMBER not in text, where


async def test_it_is_only_erased_from_where_it_began(app: App, clock: FakeClock) -> None:
    noura = Visitor(app)
    await noura.say("السلام عليكم", "أوقات الدوام")
    clock.advance(timedelta(minutes=1))
    await noura.say("القائمة")
    before = await noura.heard()
    clock.advance(timedelta(minutes=1))
    await noura.say(*BEGUN[1:], "إلغاء", "نعم")
    assert (await noura.heard())[: len(before)] == before


async def test_nobody_is_reminded_who_cannot_be_reached_or_wants_none(
    app: App, clock: FakeClock
) -> None:
    noura, sara = Visitor(app, "noura"), Visitor(app, "sara")
    for who in (noura, sara):
        await who.say(*BEGUN)
    await sara.say("إيقاف")
    async with app.database.unit() as unit:
        people.set_reachable(unit, await noura.address(), reachable=False)
    heard = [await who.heard() for who in (noura, sara)]
    await passes(app, clock, DAY)
    await passes(app, clock, DAY)
    assert [await who.heard() for who in (noura, sara)] == heard


async def test_the_night_is_kept(app: App, clock: FakeClock) -> None:
    noura = Visitor(app)
    clock.advance(timedelta(hours=13))  # ten in the evening
    await noura.say(*BEGUN)
    heard = await noura.heard()
    await passes(app, clock, DAY)
    assert await noura.heard() == heard
    await passes(app, clock, timedelta(hours=10, minutes=59))
    assert await noura.heard() == heard
    await passes(app, clock, timedelta(minutes=2))
    assert len(await noura.heard()) == len(heard) + 1


async def test_somebody_elses_application_is_shown_to_who_knows_its_numbers_only(
    app: App, clock: FakeClock
) -> None:
    noura, other = Visitor(app, "noura"), Visitor(app, "other")
    await noura.say(*REGISTRATION)
    [case] = await noura.cases()
    assert "للتحقق" in await other.say("القائمة", case.reference)
    assert "طلب رقم" in await other.say("0008 4567")
    for n in range(3):
        stranger = Visitor(app, f"stranger {n}")
        assert "لم تتطابق" in await stranger.say("القائمة", case.reference, f"000{n} 4567")
    late = Visitor(app, "late")
    assert "لم تتطابق" in await late.say("القائمة", case.reference, "0008 4567"), "closed to all"
    clock.advance(DAY + timedelta(minutes=1))
    assert "طلب رقم" in await late.say("القائمة", case.reference, "0008 4567")
