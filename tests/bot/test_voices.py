"""Complaints, suggestions and thanks through the real shell: what follows them, and when."""

from __future__ import annotations

from datetime import timedelta

from bot.app import App
from storage import cases, praises
from storage.cases import Case
from tests.clock import FakeClock
from tests.shell import Desk, Visitor, running_on

DAY = timedelta(days=1)


async def passes(app: App, clock: FakeClock, by: timedelta) -> None:
    clock.advance(by)
    for _ in range(3):
        await app.timer.step()


async def suggested(app: App) -> tuple[Visitor, Case]:
    noura = Visitor(app, "noura")
    await noura.say("السلام عليكم", "عندي اقتراح", "نقترح دورات مسائية")
    [case] = await noura.cases()
    return noura, case


def told(lines: list[str], words: str) -> int:
    return sum(words in line for line in lines)


async def test_halfway_they_hear_where_it_stands_once(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, case = await suggested(app)
        await passes(app, clock, 8 * DAY)
        assert told(await noura.heard(), "قيد الدراسة") == 0
        await passes(app, clock, 2 * DAY)
        assert told(await noura.heard(), "قيد الدراسة") == 1
        assert case.reference in (await noura.heard())[-1]
        await passes(app, clock, 8 * DAY)
        assert told(await noura.heard(), "قيد الدراسة") == 1


async def test_what_was_answered_is_not_spoken_of_halfway(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, case = await suggested(app)
        sara = Desk(app)
        await sara.make(case.reference, "claim")
        assert await sara.make(case.reference, "close", "", "explained"), "it needs an answer"
        assert await sara.make(case.reference, "close", "تبدأ الدورات المسائية.", "adopted") is None
        await passes(app, clock, 10 * DAY)
        assert told(await noura.heard(), "قيد الدراسة") == 0


async def test_thanks_are_relayed_without_a_name(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app, "noura")
        await noura.say("السلام عليكم", "شكر وثناء", "شكرًا للبرامج والتدريب، جوالي 0551234567")
        assert "دون ذكر الاسم" in "\n".join(await noura.heard())
        async with app.database.view() as view:
            [praise] = await praises.recent(view, app.turns.clock.now() - DAY)
        assert praise.department == "programmes"
        assert praise.words
        assert "0551234567" not in praise.words
        assert await noura.cases() == []


async def test_somebody_else_looks_at_a_complaint_again(database_url: str) -> None:
    clock = FakeClock()
    async with running_on(database_url, clock) as app:
        noura, sara = Visitor(app, "noura"), Desk(app)
        await noura.say("السلام عليكم", "عندي شكوى")
        await noura.say("تأخر الرد ثلاثة أسابيع", "لا")
        [first] = await noura.cases()
        supervisor = Desk(app, "noura")
        decider = supervisor if first.lane == "supervisors" else sara
        assert await decider.make(first.reference, "claim") is None
        assert await decider.make(first.reference, "close", "نعتذر.", "explained") is None
        assert told(await noura.heard(), "كلمة «اعتراض»") == 1
        await noura.say("أعترض", "لم يُذكر سبب التأخير")
        async with app.database.view() as view:
            found = await cases.open_of(view, [await noura.address()])
        [again] = [c for c in found[await noura.address()] if c.reason == "complaint_again"]
        assert (again.lane, again.follows) == ("supervisors", first.reference)
        assert await decider.make(again.reference, "claim"), "not whoever decided"
