"""The one question after an enquiry and the half-yearly one, through the real shell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from bot.app import App
from bot.recommendations import Recommendations
from flows.calendar import RIYADH
from storage import people, ratings, recommendations, recoveries
from storage.ratings import Rating
from tests.bot.test_surveys import passes
from tests.bot.test_unnamed import served
from tests.clock import FakeClock
from tests.databases import look
from tests.replacing import replace
from tests.shell import Desk, Visitor, running_on

HOURS = "متى ساعات العمل عندكم؟"
WANTED = "ما مدى الرضا عن الإجابة"
LIKELY = "ما احتمال أن توصي"
DAY = timedelta(days=1)
JUNE = datetime(2027, 6, 1, 7, tzinfo=RIYADH).astimezone(UTC)


async def enquiries(app: App, url: str) -> list[Rating]:
    numbers = look(url, "SELECT application FROM ratings WHERE kind = 'enquiry' ORDER BY due_at")
    async with app.database.view() as view:
        found = [await ratings.by_application(view, number) for (number,) in numbers]
    return [rating for rating in found if rating]


async def test_an_answer_that_helped_is_asked_about_once_in_seven_days(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura = Visitor(app)
        assert WANTED in await noura.say("السلام عليكم", HOURS, "نعم")
        assert "رأيك محفوظ" in "\n".join([await noura.say("٥"), *(await noura.heard())])
        clock.advance(DAY)
        assert WANTED not in await noura.say(HOURS, "نعم")
        first, second = await enquiries(app, database_url)
        assert (first.state, first.score, first.answer, first.officer) == (
            *("answered", 5),
            *("working_hours", None),
        )
        assert (first.department, first.channel) == ("care", "website")
        assert (second.state, second.held, second.asked_at) == ("suppressed", "too_soon", None)
        assert app.kit.meter.surveys["too_soon"] == 1
        clock.advance(7 * DAY)
        assert WANTED in await noura.say(HOURS, "نعم")
        await noura.say("لا شكرا")
        assert (await enquiries(app, database_url))[-1].state == "refused"


async def test_who_waits_for_a_service_is_asked_about_that_alone(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, _ = await served(app, "noura")
        await noura.say("القائمة")
        assert WANTED not in await noura.say(HOURS, "نعم")
        [rating] = await enquiries(app, database_url)
        assert (rating.state, rating.held) == ("suppressed", "expected")


async def talk(app: App, outcome: str = "explained") -> tuple[Visitor, str]:
    noura, sara = Visitor(app), Desk(app)
    await noura.say("مسؤول")
    [case] = await noura.cases()
    assert await sara.make(case.reference, "claim") is None
    for words in ("أهلًا", "هل ما زلت تحتاج المساعدة؟"):
        assert await sara.make(case.reference, "say", words) is None
    assert await sara.make(case.reference, "close", "أوضحنا المطلوب", outcome) is None
    return noura, case.reference


async def test_a_talk_that_was_closed_is_asked_about_a_while_later(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, reference = await talk(app)
        [rating] = await enquiries(app, database_url)
        assert (rating.application, rating.state, rating.officer) == (reference, "due", "sara")
        assert WANTED not in (await noura.heard())[-1]
        await passes(app, clock, timedelta(hours=4))
        assert WANTED in (await noura.heard())[-1]
        await noura.say("2")
        [rating] = await enquiries(app, database_url)
        assert (rating.state, rating.score) == ("answered", 2)
        assert rating.recovery, "a low one is made good"
        supervisor = Desk(app, "noura")
        assert await supervisor.make(rating.recovery, "claim") is None
        assert await supervisor.make(rating.recovery, "close", "صححنا الجواب.", "solved") is None
        await passes(app, clock, timedelta(hours=2))
        assert "ما مدى رضاك الآن" in (await noura.heard())[-1]
        await noura.say("4")
        async with app.database.view() as view:
            begun = await recoveries.by_reference(view, rating.recovery)
        assert begun
        assert (begun.score, begun.again) == (2, 4)


async def test_nobody_there_is_not_asked(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        await talk(app, "no_reply")
        assert await enquiries(app, database_url) == []


async def test_what_holds_a_later_question_back_is_counted(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, _ = await talk(app)
        async with app.database.unit() as unit:
            people.set_reachable(unit, await noura.address(), reachable=False)
        await passes(app, clock, timedelta(hours=4))
        [rating] = await enquiries(app, database_url)
        assert (rating.state, rating.held) == ("suppressed", "unreachable")


# ------------------------------------------------------------------ twice a year
async def test_a_sample_is_asked_in_june_and_each_once(database_url: str) -> None:
    clock = FakeClock(JUNE - 30 * DAY)
    async with running_on(database_url, clock) as app:
        visitors = [Visitor(app, name) for name in ("noura", "sami", "huda", "ali")]
        for who in visitors:
            await who.say("السلام عليكم", "تشغيل التنبيهات")
        numbers = replace(app.kit.book.association.numbers, recommendation_sample=3)
        association = replace(app.kit.book.association, numbers=numbers)
        drawing = Recommendations(app.database, association, Random(1))
        app.daily.recommendations = drawing  # whatever the hour at which it draws by itself
        assert await drawing.draw(clock.now()) == 0, "it is May"
        clock.advance(30 * DAY)
        assert await drawing.draw(clock.now()) == 3
        assert await drawing.draw(clock.now()) == 0, "the sample is whole"
        await passes(app, clock, timedelta(hours=6))
        asked = [who for who in visitors if LIKELY in (await who.heard())[-1]]
        assert len(asked) == 3
        assert "رقم من 0 إلى 10" in "\n".join([await asked[0].say("11"), *(await asked[0].heard())])
        await asked[0].say("10/10")
        await asked[1].say("عشرة")
        await asked[2].say("تخطي")
        async with app.database.view() as view:
            assert await recommendations.scores(view, "2027-1") == {10: 2}
            assert await recommendations.states(view, "2027-1") == {"answered": 2, "refused": 1}
        await asked[0].say("3")
        async with app.database.view() as view:
            assert await recommendations.scores(view, "2027-1") == {10: 2}


async def test_who_was_surveyed_lately_is_asked_later_and_who_said_stop_never(
    database_url: str,
) -> None:
    clock = FakeClock(JUNE - DAY)
    async with running_on(database_url, clock) as app:
        noura, sami = Visitor(app, "noura"), Visitor(app, "sami")
        for who in (noura, sami):
            await who.say("السلام عليكم", "تشغيل التنبيهات")
        await noura.say(HOURS, "نعم")
        clock.advance(DAY)
        drawing = Recommendations(app.database, app.kit.book.association, Random(1))
        assert await drawing.draw(clock.now()) == 2
        await sami.say("إيقاف")
        await passes(app, clock, timedelta(hours=6))
        for who in (noura, sami):
            assert not [line for line in await who.heard() if LIKELY in line]
        await passes(app, clock, 7 * DAY)
        assert LIKELY in (await noura.heard())[-1]
        assert not [line for line in await sami.heard() if LIKELY in line]
