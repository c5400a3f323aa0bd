"""Calls, visits and letters that officers write down: a number, a case, and a survey read out."""

from __future__ import annotations

import itertools

from bot.app import App
from bot.update import Logged, Order, ReadOut, Update
from flows import reference
from flows.cases import Refused
from flows.logbook import CHANNEL, Line
from storage import applications, audit, cases, messages, people, ratings
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


async def read_out(app: App, case: Case, officer: str, **answers: object) -> Refused | None:
    what = ReadOut(officer, str(case.address), case.reference, **answers)  # type: ignore[arg-type]  # as typed
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
        answers = {"score": 4, "effort": 5, "conduct": 5, "comment": "شكرًا"}
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
