"""The end of a talk through the real shell: its outcome, the days of grace, and what time does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import App
from bot.update import Departed, Update
from storage import applications, audit, cases, duty
from storage.cases import Case
from tests.clock import FakeClock
from tests.shell import REGISTRATION, Desk, Visitor, running_on

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OUTCOME = ("close", "أُرسلت الشهادة من جديد.", "solved")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def app(database_url: str, clock: FakeClock) -> AsyncIterator[App]:
    async with running_on(database_url, clock) as app:
        yield app


@pytest.fixture
def sara(app: App) -> Desk:
    return Desk(app)


@pytest.fixture
async def noura(app: App, sara: Desk) -> Visitor:
    """She asked for an officer, and Sara has her case."""
    noura = Visitor(app)
    await noura.say("السلام عليكم", "ابي موظف")
    await sara.make(await talk(noura), "claim")
    return noura


async def talk(who: Visitor) -> str:
    return (await who.cases())[-1].reference


async def case_of(app: App, reference: str) -> Case:
    async with app.database.view() as view:
        case = await cases.by_reference(view, reference)
    assert case is not None
    return case


async def moves(app: App, reference: str) -> list[str]:
    async with app.database.view() as view:
        return [entry.move for entry in await audit.of_case(view, reference)]


async def passes(app: App, clock: FakeClock, by: timedelta) -> None:
    clock.advance(by)
    for _ in range(3):
        await app.timer.step()


# ------------------------------------------------------------------ the person's word
async def test_whoever_agrees_closes_it_at_once(app: App, noura: Visitor, sara: Desk) -> None:
    reference = await talk(noura)
    await sara.make(reference, *OUTCOME)
    resolved = await case_of(app, reference)
    assert (resolved.state, resolved.outcome, resolved.closed_at) == ("resolved", "solved", None)
    assert resolved.resolved_at is not None
    assert "هل حُلّ الأمر؟" in (await noura.heard())[-1]
    assert "سعدنا بخدمتك" in await noura.say("تم")
    closed = await case_of(app, reference)
    assert (closed.state, closed.resolved_at) == ("closed", resolved.resolved_at)
    assert closed.closed_at is not None
    assert (await moves(app, reference))[-2:] == ["close", "settle"]


@pytest.mark.parametrize(
    "polite",
    ["شكرًا لكم", "الله يجزاكم خير", "السلام عليكم", "🌹", "🙂", "مع السلامة", "جزاكم الله كل خير"],
)
async def test_a_kind_word_opens_nothing_again(
    app: App, noura: Visitor, sara: Desk, polite: str
) -> None:
    reference = await talk(noura)
    await sara.make(reference, *OUTCOME)
    await noura.say(polite)
    assert (await case_of(app, reference)).state == "resolved"


@pytest.mark.parametrize(
    "more", ["لم تُحل", "شكرًا لكن الشهادة ما وصلت", "متى يفتح المكتب", "ابي موظف", "2"]
)
async def test_what_is_new_brings_it_back_to_the_same_officer(
    app: App, noura: Visitor, sara: Desk, more: str
) -> None:
    reference = await talk(noura)
    await sara.make(reference, *OUTCOME)
    assert "عادت المعاملة" in await noura.say(more)
    again = await case_of(app, reference)
    assert (again.state, again.owner, again.resolved_at) == ("waiting_officer", "sara", None)
    assert again.priority > 0
    assert "reopen" in await moves(app, reference)
    await sara.make(reference, "say", "نعتذر، أُرسلت الآن.")
    assert (await noura.heard())[-1] == "نعتذر، أُرسلت الآن."


async def test_it_waits_for_anybody_where_the_officer_is_on_leave(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    await sara.make(reference, *OUTCOME)
    async with app.database.unit() as unit:
        duty.leave(unit, "sara", clock.now())
    await noura.say("لم تُحل")
    again = await case_of(app, reference)
    assert (again.state, again.owner) == ("queued", None)
    assert (await moves(app, reference))[-1] == "requeue"


async def test_it_waits_for_anybody_where_the_officer_left(
    app: App, noura: Visitor, sara: Desk
) -> None:
    reference = await talk(noura)
    await sara.make(reference, *OUTCOME)
    await app.turns.take(Update("desk", "sara", "left", Departed("sara", "-1")))
    await app.officers.load()
    await noura.say("لم تُحل")
    again = await case_of(app, reference)
    assert (again.state, again.owner) == ("queued", None)
    assert (await moves(app, reference))[-1] == "requeue"


async def test_an_application_that_ended_with_its_case_goes_on_with_it(
    app: App, sara: Desk
) -> None:
    noura = Visitor(app)
    await noura.say(*REGISTRATION)
    reference = await talk(noura)
    await sara.approve(reference)
    await sara.make(reference, "close", "لا مقاعد هذا الفصل.", "not_possible")
    await noura.say("لم تُحل")
    assert (await case_of(app, reference)).state == "waiting_officer"
    async with app.database.view() as view:
        row = await applications.by_reference(view, reference)
    assert row is not None
    assert row.state == "approved"


# ------------------------------------------------------------------ time
async def test_after_the_days_of_grace_it_is_closed_once_and_followed_by_another(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    await sara.make(reference, *OUTCOME)
    await passes(app, clock, 3 * DAY - HOUR)
    assert (await case_of(app, reference)).state == "resolved"
    await passes(app, clock, HOUR)
    await passes(app, clock, 3 * DAY)
    assert (await case_of(app, reference)).state == "closed"
    assert (await moves(app, reference)).count("conclude") == 1
    told = [line for line in await noura.heard() if "انتهت المهلة" in line]
    assert len(told) == 1
    await noura.say("ابي موظف")
    [after] = await noura.cases()
    assert after.reference != reference
    assert after.follows == reference


async def test_what_was_said_within_the_grace_starts_it_anew(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    await sara.make(reference, *OUTCOME)
    await passes(app, clock, 2 * DAY)
    await noura.say("لم تُحل")
    await sara.make(reference, *OUTCOME)
    await passes(app, clock, 2 * DAY)
    assert (await case_of(app, reference)).state == "resolved"
    await passes(app, clock, DAY)
    assert (await case_of(app, reference)).state == "closed"


async def test_who_does_not_answer_is_warned_once_before_the_end(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    await sara.make(reference, "say", "ما رقم الطلب؟")
    heard = len(await noura.heard())
    await passes(app, clock, 3 * DAY)
    await passes(app, clock, 2 * DAY)
    assert len(await noura.heard()) == heard + 1
    assert "بحاجة إلى متابعة" in (await noura.heard())[-1]
    await passes(app, clock, DAY)
    ended = await case_of(app, reference)
    assert (ended.state, ended.outcome) == ("expired", "no_reply")
    assert ended.closed_at is not None
    assert "لأن ردك لم يصلنا" in (await noura.heard())[-1]
    await noura.say("ابي موظف")
    assert [case.follows for case in await noura.cases()] == [reference]


async def test_an_answer_to_the_warning_keeps_it_open(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    await sara.make(reference, "say", "ما رقم الطلب؟")
    await noura.say("القائمة")
    await passes(app, clock, 3 * DAY)
    await noura.say("نعم أبحث عنه")
    assert (await case_of(app, reference)).state == "waiting_officer"
    await passes(app, clock, 10 * DAY)
    assert (await case_of(app, reference)).state == "waiting_officer", "it is the officer's turn"
    assert "expire" not in await moves(app, reference)


async def test_every_word_of_the_officer_begins_the_silence_anew(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    await sara.make(reference, "say", "ما رقم الطلب؟")
    await passes(app, clock, 2 * DAY)
    await sara.make(reference, "say", "هو ثمانية أرقام.")
    heard = len(await noura.heard())
    await passes(app, clock, 2 * DAY)
    assert len(await noura.heard()) == heard
    await passes(app, clock, DAY)
    assert len(await noura.heard()) == heard + 1


async def test_nobody_is_warned_in_quiet_hours(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    clock.advance(13 * HOUR)  # to 22:00
    await sara.make(reference, "say", "ما رقم الطلب؟")
    heard = len(await noura.heard())
    await passes(app, clock, 3 * DAY)
    assert len(await noura.heard()) == heard
    await passes(app, clock, 12 * HOUR)
    assert len(await noura.heard()) == heard + 1


async def test_our_own_reply_that_has_not_arrived_ends_nothing(
    app: App, noura: Visitor, sara: Desk, clock: FakeClock
) -> None:
    reference = await talk(noura)
    await sara.make(reference, "say", "ما رقم الطلب؟")
    async with app.database.unit() as unit:
        cases.park(unit, reference)
    await passes(app, clock, 4 * DAY)
    assert "warn" not in await moves(app, reference)
    await noura.say("السلام عليكم")
    assert not (await case_of(app, reference)).parked


async def test_what_waits_for_an_officer_is_never_ended(
    app: App, noura: Visitor, clock: FakeClock
) -> None:
    claimed = await talk(noura)
    huda = Visitor(app, "huda")
    await huda.say("السلام عليكم", "ابي موظف")
    await passes(app, clock, 30 * DAY)
    assert (await case_of(app, claimed)).state in {"claimed", "queued"}
    assert (await case_of(app, await talk(huda))).state == "queued"
