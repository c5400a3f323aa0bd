"""A low rating through the real shell: its case, who sees it, and the one rating after it."""

from __future__ import annotations

from datetime import timedelta

from bot.app import App
from bot.staff import card
from storage import audit, cases, people, ratings, recoveries
from storage.cases import Case
from storage.recoveries import Recovery
from tests.bot.test_unnamed import served
from tests.clock import FakeClock
from tests.shell import Desk, Visitor, running_on

HOUR = timedelta(hours=1)


async def recovery_of(app: App, noura: Visitor) -> Case:
    [case] = [case for case in await noura.cases() if case.kind == "recovery"]
    return case


async def kept(app: App, reference: str) -> Recovery:
    async with app.database.view() as view:
        found = await recoveries.by_reference(view, reference)
    assert found
    return found


async def passes(app: App, clock: FakeClock, by: timedelta) -> None:
    clock.advance(by)
    for _ in range(3):
        await app.timer.step()


async def test_a_low_score_is_a_case_at_once_and_its_card_follows(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, application = await served(app, "noura")
        await noura.say("2")
        case = await recovery_of(app, noura)
        assert (case.lane, case.concerns, case.reason) == ("supervisors", "sara", "low_score")
        assert (case.application, case.department is not None) == (application, True)
        assert case.due_at
        assert case.due_at - case.opened_at < timedelta(days=2)
        assert len(card.fields(case, "ar")) == 1
        await noura.say("الوقت", "تأخر الموعد أسبوعًا")
        case = await recovery_of(app, noura)
        assert [value for _, value in card.fields(case, "ar")] == ["منخفض", "الوقت"]
        assert card.question(case) == "تأخر الموعد أسبوعًا"
        async with app.database.view() as view:
            rating = await ratings.by_application(view, application)
        assert rating
        assert rating.recovery == case.reference


async def test_a_good_score_with_flagged_words_is_looked_into(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, _ = await served(app, "noura")
        await noura.say("5", "5", "5", "الموظف صرخ علي")
        assert (await recovery_of(app, noura)).reason == "flagged_words"


async def test_a_good_score_is_no_case(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, _ = await served(app, "noura")
        await noura.say("4", "5", "5", "شكرًا")
        assert [case for case in await noura.cases() if case.kind == "recovery"] == []


async def test_it_is_rated_once_more_and_both_scores_stay(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, application = await served(app, "noura")
        await noura.say("1", "النتيجة", "تخطي")
        case, supervisor = await recovery_of(app, noura), Desk(app, "noura")
        assert await supervisor.make(case.reference, "claim") is None
        assert await supervisor.make(case.reference, "say", "نعتذر عما حدث.") is None
        assert "نعتذر عما حدث." in "\n".join(await noura.heard())
        closing = ("close", "أعيدت الجلسة.", "solved")
        assert await supervisor.make(case.reference, *closing) is None
        assert "أعيدت الجلسة." in "\n".join(await noura.heard())
        await passes(app, clock, 2 * HOUR)
        assert "ما مدى رضاك الآن" in (await noura.heard())[-1]
        await noura.say("4")
        assert (await kept(app, case.reference)).again == 4
        async with app.database.view() as view:
            rating = await ratings.by_application(view, application)
            entries = await audit.of_subject(view, application)
        assert rating
        assert rating.score == 1
        assert [e.details for e in entries if e.move == "rerate"] == [{"score": 1, "again": 4}]
        asked = sum("ما مدى رضاك الآن" in line for line in await noura.heard())
        await passes(app, clock, 72 * HOUR)
        assert sum("ما مدى رضاك الآن" in line for line in await noura.heard()) == asked


async def test_who_stopped_notices_is_not_asked_again(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, _ = await served(app, "noura")
        await noura.say("1", "تخطي", "تخطي")
        case, supervisor = await recovery_of(app, noura), Desk(app, "noura")
        await supervisor.make(case.reference, "claim")
        await supervisor.make(case.reference, "close", "تم الشرح.", "explained")
        async with app.database.unit() as unit:
            address = await noura.address()
            [known] = (await people.load_many(unit, [address])).values()
            people.set_notices(unit, known.person.id, notices=False)
        await passes(app, clock, 2 * HOUR)
        assert (await kept(app, case.reference)).asked_at is None


async def test_without_a_name_it_is_made_good_only_for_who_asks(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura, application = await served(app, "noura")
        await noura.say("دون ذكر الاسم", "1", "1", "1", "تأخرتم كثيرًا")
        assert [case for case in await noura.cases() if case.kind == "recovery"] == []
        await noura.say("تواصلوا معي")
        case = await recovery_of(app, noura)
        assert (case.reason, case.concerns, case.lane) == ("call_me", "sara", "supervisors")
        assert card.fields(case, "ar") == []
        assert not card.question(case)
        assert (await kept(app, case.reference)).score is None
        async with app.database.view() as view:
            rating = await ratings.by_application(view, application)
            found = await cases.by_reference(view, case.reference)
        assert rating
        assert (rating.state, rating.score, rating.recovery) == ("used", None, None)
        assert found
        assert found.details
        assert "تأخرتم" not in str(found.details)
