"""Calls, visits and letters that officers write down: a number, a case, and a survey read out."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from bot.app import App
from bot.update import Logged, Order, ReadOut, Update
from flows import reference
from flows.cases import Refused
from flows.logbook import CHANNEL, Line
from flows.readout import Answers
from storage import (
    applications,
    audit,
    cases,
    improvements,
    messages,
    people,
    ratings,
    recoveries,
)
from storage.cases import Case, Sight
from storage.ratings import Rating
from tests.clock import FakeClock
from tests.shell import Desk, Visitor, running_on

MOBILE, CALLED = "+966551234567", "0551234567"
COUNT = itertools.count()


async def typed(app: App, does: str, text: str) -> Refused | None:
    order = Order("sara", does, text, "-100", "1")
    return await app.turns.take(Update("telegram", "bot", f"order:{next(COUNT)}", order))


async def logged(app: App, line: Line, officer: str = "sara") -> Refused | None:
    what = Logged(officer, line)
    return await app.turns.take(Update("desk", officer, f"line:{next(COUNT)}", what))


async def read_out(
    app: App, case: Case, officer: str, again: str = "", **answers: Any
) -> Refused | None:
    given = Answers(**answers)
    what = ReadOut(officer, str(case.address), case.reference, given, again)
    return await app.turns.take(Update("desk", officer, f"read:{next(COUNT)}", what))


async def queue(app: App) -> list[Case]:
    async with app.database.view() as view:
        found = await cases.desk(view, ["queued"], Sight("", ["general"]))
    return sorted(found, key=lambda case: case.reference)


async def rating_of(app: App, reference: str) -> Rating | None:
    async with app.database.view() as view:
        return await ratings.by_application(view, reference)


async def test_each_has_a_number_and_the_same_life(database_url: str) -> None:
    async with running_on(database_url) as app:
        assert await typed(app, "call", f"{CALLED} تسأل عن الدورات") is None
        assert await typed(app, "visit", f"{CALLED} زيارة للاستفسار") is None
        assert await typed(app, "letter", "جمعية البر؛ طلب تعاون") is None
        call, visit, letter = await queue(app)
        assert [case.reason for case in (call, visit, letter)] == ["call", "visit", "letter"]
        assert call.address == visit.address != letter.address, "one number, one person"
        assert call.due_at
        sara = Desk(app)
        assert await sara.make(call.reference, "claim") is None
        refused = await sara.make(call.reference, "say", "مرحبًا")
        assert refused
        assert refused.reason.id == "staff.by_phone"
        assert await sara.make(call.reference, "close", "أوضحنا المواعيد", "explained") is None
        async with app.database.view() as view:
            assert await messages.transcript(view, str(call.address), limit=9) == []
            [address] = (await people.load_many(view, [str(call.address)])).values()
            entries = await audit.of_subject(view, call.reference)
        assert (address.channel, address.phone, address.reachable) == (CHANNEL, MOBILE, False)
        assert {"log", "open", "claim", "close"} <= {entry.move for entry in entries}


async def test_somebody_known_hears_of_it_where_they_are(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app)
        await noura.say("السلام عليكم")
        async with app.database.unit() as unit:
            people.set_phone(unit, await noura.address(), MOBILE)
        await typed(app, "call", f"{CALLED} تسأل عن الدورات")
        [case] = await queue(app)
        assert case.address == await noura.address()
        assert case.reference in (await noura.heard())[-1]
        assert "مكالمتك" in (await noura.heard())[-1]


async def test_what_cannot_be_read_is_not_written_down(database_url: str) -> None:
    async with running_on(database_url) as app:
        for does, text in (("call", "نورة"), ("call", CALLED), ("visit", ""), ("letter", " ")):
            assert await typed(app, does, text) is None
        assert await queue(app) == []


async def test_a_visit_about_a_case_stands_with_it(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app)
        await noura.say("مسؤول")
        [case] = await noura.cases()
        assert await typed(app, "visit", f"{case.reference} حضرت وقُبلت") is None
        async with app.database.view() as view:
            entries = await audit.of_subject(view, case.reference)
        [visit] = [entry for entry in entries if entry.move == "visit"]
        assert visit.details == {"text": "حضرت وقُبلت"}
        assert len(await queue(app)) == 1
        assert await typed(app, "visit", f"{reference.make('2699999')} لا أحد")


async def test_its_survey_is_read_out_by_another_officer(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        programme = next(iter(app.kit.book.programmes))
        line = Line("call", "طلب استشارة", MOBILE, "نورة سعد العتيبي", programme)
        assert await logged(app, line) is None
        [case] = await queue(app)
        sara = Desk(app)
        assert await sara.make(case.reference, "claim") is None
        assert await sara.make(case.reference, "deliver", "قُدمت بالهاتف") is None
        rating = await rating_of(app, case.reference)
        assert rating
        assert (rating.state, rating.held, rating.channel) == ("due", "by_phone", "phone")
        async with app.database.view() as view:
            waiting = await ratings.to_read_out(view, clock.now(), 9)
        assert [one.application for one in waiting] == [case.reference]
        refused = await read_out(app, case, "sara", received="full", score=5)
        assert refused
        assert refused.reason.id == "staff.readout.yours"
        answers: dict[str, Any] = {"score": 4, "effort": 5, "conduct": 5, "comment": "شكرًا"}
        assert await read_out(app, case, "khalid", received="full", **answers) is None
        rating = await rating_of(app, case.reference)
        assert rating
        assert (rating.state, rating.how, rating.score, rating.effort, rating.unconfirmed) == (
            *("answered", "phone", 4, 5),
            False,
        )
        async with app.database.view() as view:
            application = await applications.by_reference(view, case.reference)
        assert application
        assert application.state == "closed"
        again = await read_out(app, case, "khalid", score=1)
        assert again
        assert again.reason.id == "staff.readout.over"


async def test_what_was_not_received_is_not_rated_and_nobody_is_pressed(database_url: str) -> None:
    async with running_on(database_url) as app:
        programme = next(iter(app.kit.book.programmes))
        for number in ("1", "2"):
            line = Line("visit", "طلب", f"+96655123456{number}", "", programme)
            assert await logged(app, line) is None
        first, second = await queue(app)
        sara = Desk(app)
        for case in (first, second):
            await sara.make(case.reference, "claim")
            await sara.make(case.reference, "deliver", "قُدمت")
        assert await read_out(app, first, "khalid", received="no") is None
        rating = await rating_of(app, first.reference)
        assert rating
        assert rating.state == "due"
        async with app.database.view() as view:
            kept = await cases.by_reference(view, first.reference)
        assert kept
        assert kept.priority
        assert await read_out(app, second, "khalid") is None
        rating = await rating_of(app, second.reference)
        assert rating
        assert (rating.state, rating.score) == ("refused", None)


async def served(app: App) -> Case:
    """Somebody who called was given what they called for."""
    programme = next(iter(app.kit.book.programmes))
    assert await logged(app, Line("call", "طلب استشارة", MOBILE, "", programme)) is None
    [case] = await queue(app)
    sara = Desk(app)
    await sara.make(case.reference, "claim")
    await sara.make(case.reference, "deliver", "قُدمت بالهاتف")
    return case


async def test_a_low_one_is_made_good_and_asked_again_by_telephone(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        case, noura = await served(app), Desk(app, "noura")
        assert await read_out(app, case, "khalid", received="full", score=2, reason="time") is None
        rating = await rating_of(app, case.reference)
        assert rating
        recovery = str(rating.recovery)
        async with app.database.view() as view:
            [begun] = await recoveries.to_call(view, clock.now() - timedelta(days=9), 9)
        assert (begun.reference, begun.score, begun.asked_at) == (recovery, 2, None)
        early = await read_out(app, case, "noura", recovery, score=4)
        assert early
        assert early.reason.id == "staff.readout.over", "it is not made good yet"
        await noura.make(recovery, "claim")
        assert await noura.make(recovery, "close", "اتصلنا واعتذرنا", "solved") is None
        clock.advance(timedelta(hours=3))
        await app.timer.step()
        for officer in ("sara", "khalid"):
            assert await read_out(app, case, officer, recovery, score=5), "supervisors alone"
        assert await read_out(app, case, "noura", recovery, score=4) is None
        assert await read_out(app, case, "noura", recovery, score=5), "once"
        async with app.database.view() as view:
            after = await recoveries.by_reference(view, recovery)
            assert await recoveries.to_call(view, clock.now() - timedelta(days=9), 9) == []
            entries = await audit.of_subject(view, case.reference)
            assert await messages.transcript(view, str(case.address), limit=9) == []
        assert after
        assert (after.score, after.again) == (2, 4)
        [again] = [entry for entry in entries if entry.move == "rerate"]
        assert (again.actor, again.reason) == ("officer:noura", "phone")


async def test_nobody_is_pressed_to_rate_again(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        case, noura = await served(app), Desk(app, "noura")
        await read_out(app, case, "khalid", received="full", score=1)
        rating = await rating_of(app, case.reference)
        assert rating
        recovery = str(rating.recovery)
        await noura.make(recovery, "claim")
        await noura.make(recovery, "close", "اتصلنا واعتذرنا", "solved")
        clock.advance(timedelta(hours=3))
        await app.timer.step()
        assert await read_out(app, case, "noura", recovery) is None
        async with app.database.view() as view:
            after = await recoveries.by_reference(view, recovery)
        assert after
        assert (after.again, after.answered_at) == (None, clock.now())


async def test_low_ones_alike_call_for_a_change_whoever_wrote_them_down(database_url: str) -> None:
    async with running_on(database_url) as app:
        programme = next(iter(app.kit.book.programmes))
        for number in "123":
            line = Line("visit", "طلب", f"+96655123456{number}", "", programme)
            assert await logged(app, line) is None
        sara = Desk(app)
        for case in await queue(app):
            await sara.make(case.reference, "claim")
            await sara.make(case.reference, "deliver", "قُدمت")
            given: dict[str, Any] = {"received": "full", "score": 1, "reason": "time"}
            assert await read_out(app, case, "khalid", **given) is None
        async with app.database.view() as view:
            [item] = await improvements.listed(view)
        assert (item.origin, item.reason) == ("ratings", "time")
