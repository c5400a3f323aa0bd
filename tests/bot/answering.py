"""What tests of the association's answers share: asking, answering, and time that goes by."""

from __future__ import annotations

from datetime import date, timedelta

from bot import body
from bot.app import App
from bot.drafting import Drafting, read
from flows.answers import Proposal
from flows.book import Wording
from flows.text import Text
from storage import drafts, messages
from storage.drafts import Draft
from tests.clock import FakeClock
from tests.replacing import replace
from tests.shell import Desk, Visitor

QUESTION = "هل يوجد سكن للمتدربين القادمين من حفر الباطن"
REPLY = "لا يوجد سكن، ونعلن أماكن قريبة قبل كل دورة."
HOURS = "أوقات الدوام"


async def unanswered(app: App, who: str = "noura") -> tuple[Visitor, str]:
    """Somebody whose question nothing answers, and the case it became."""
    visitor = Visitor(app, who)
    await visitor.say("السلام عليكم", QUESTION, "غير ذلك")
    [case] = await visitor.cases()
    return visitor, case.reference


async def replied(app: App, case: str, officer: str = "sara") -> Desk:
    """The officer who took the case and answered it."""
    desk = Desk(app, officer)
    assert await desk.make(case, "claim") is None
    assert await desk.make(case, "say", REPLY) is None
    return desk


async def draft_of(app: App, answer: str) -> Draft | None:
    async with app.database.view() as view:
        return await drafts.of_answer(view, answer)


def whole(draft: Draft) -> Proposal:
    """As a second person completes it."""
    return replace(
        read(draft),
        title=Wording("السكن", "Housing"),
        text=Wording(REPLY, "There is no housing."),
        source=Wording("دليل المتدرب", "Trainee guide"),
        valid_until=date(2027, 6, 30),
    )


async def approve(app: App, answer: str, officer: str, days: int = 0) -> Text | None:
    """At the desk: what stands in the draft, completed."""
    draft = await draft_of(app, answer)
    assert draft is not None
    async with app.database.unit() as unit:
        kit, now = app.turns.kit, app.answers.clock.now()
        drafting = Drafting(unit, kit, now, kit.book.officers[officer])
        why = await drafting.approve(answer, whole(draft), draft.revision, days)
    await app.answers.load()
    return why


async def correct(app: App, answer: str, text: str, days: int = 30) -> Text | None:
    """One officer writes what is right, another approves it as a correction."""
    kit, now = app.turns.kit, app.answers.clock.now()
    async with app.database.unit() as unit:
        writing = Drafting(unit, kit, now, kit.book.officers["sara"])
        draft, begun = await writing.begin(answer, kit.book.answers[answer])  # type: ignore[arg-type]  # it is known
        right = replace(begun, text=Wording(text, text))
        await writing.write(answer, draft, right)
    kept = await draft_of(app, answer)
    assert kept is not None
    async with app.database.unit() as unit:
        reading = Drafting(unit, kit, now, kit.book.officers["noura"])
        why = await reading.approve(answer, right, kept.revision, days)
    await app.answers.load()
    return why


async def pass_time(app: App, clock: FakeClock, **span: float) -> None:
    """And everything that falls due meanwhile is done."""
    clock.advance(timedelta(**span))
    while (at := await app.timer.step()) is not None and at <= clock.now():
        pass


async def in_the_room(app: App) -> list[str]:
    """All that the staff room was told in words."""
    told = []
    async with app.database.view() as view:
        for number in range(1, 200):
            line = await messages.by_id(view, number)
            if line and line.room and line.direction == "out" and line.act == "post":
                told.append(body.read(line.body).text)
    return told
