"""Clocks that ring in the staff room: whom they call, where, and once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flows.cases import Refused
from flows.text import Text
from storage import audit
from tests.bot.test_staff_telegram.stage import Stage, stage
from tests.fakes.botapi import Message
from tests.shell import REGISTRATION, Desk
from tests.walks.test_telegram import SARA

SUPERVISORS, FOCAL = -1002000000001, -1002000000002
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
APOLOGY, LATE_BY_A_DAY = "نعتذر عن تأخر الرد", "لم يصلك في موعده"
WARNED, LATE = "قارب الموعد", "فات الموعد"


def general(there: Stage, chat: int | None = None) -> list[Message]:
    """What the bot said outside the topics of cases."""
    group = there.api.world.groups[chat] if chat else there.group
    return [m for m in group.messages.values() if m.by_bot and not m.thread]


async def alerts(there: Stage, reference: str) -> list[str]:
    async with there.app.database.view() as view:
        every = await audit.of_case(view, reference)
    return [str(entry.reason) for entry in every if entry.move == "alert"]


async def passes(there: Stage, by: timedelta, reference: str, last: str) -> None:
    """Time goes by until this alert was told and all of it was sent."""
    there.clock.advance(by)

    async def told() -> bool:
        return (await alerts(there, reference))[-1:] == [last]

    await there._until(told)
    await there.settled()


async def apologised(there: Stage) -> None:
    async def heard() -> bool:
        return APOLOGY in await there.sent_to_visitor()

    await there._until(heard)


async def test_a_conversation_nobody_takes_goes_up_once_each(tmp_path: Path) -> None:
    async with stage(tmp_path, supervisors=SUPERVISORS) as there:
        reference = await there.open_case()
        await passes(there, 12 * MINUTE, reference, "first_reply:1")
        assert WARNED in there.texts(reference)
        assert LATE not in there.texts(reference)
        assert "قارب الموعد" in there.card(reference).text
        await passes(there, 4 * MINUTE, reference, "first_reply:2")
        assert LATE in there.texts(reference)
        [breach] = general(there, SUPERVISORS)
        assert reference in breach.text
        assert "نورة" in breach.text
        assert "أُبلغ المشرفون" in there.card(reference).text
        assert (await there.case(reference)).level == 2
        await apologised(there)
        await passes(there, 20 * MINUTE, reference, "first_reply:3")
        [_, management] = general(there, SUPERVISORS)
        assert "تصعيد إلى الإدارة" in management.text
        assert "عبدالله" in management.text
        there.clock.advance(timedelta(hours=2))
        await there.settled()
        assert await alerts(there, reference) == [f"first_reply:{n}" for n in (1, 2, 3)]
        assert (await there.sent_to_visitor()).count(APOLOGY) == 1


async def test_a_promise_made_anew_with_a_transfer_is_apologised_for_once(tmp_path: Path) -> None:
    """Where it is broken; neither where it was kept, nor for what nobody promised."""
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        topic, passed_on = there.topic(reference), "تحويل @خدمة المستفيدين للمتابعة"
        await there.sara.say(passed_on, thread=topic)
        await there.settled()
        assert "متوقع قبل" in (await there.visitor.heard())[-1]
        await there.khalid.tap(there.card(reference), "استلام")
        await there.settled()
        await there.khalid.say("أهلًا بك", thread=topic)
        await there.settled()
        there.clock.advance(2 * HOUR)
        await there.visitor.say("وبعدين؟")
        await passes(there, 61 * MINUTE, reference, "next_reply:2")
        assert APOLOGY not in await there.sent_to_visitor()
        await there.khalid.say(passed_on, thread=topic)
        await there.settled()
        await passes(there, 59 * MINUTE, reference, "next_reply:1")
        assert APOLOGY not in await there.sent_to_visitor()
        await passes(there, MINUTE, reference, "next_reply:2")
        await apologised(there)
        await passes(there, HOUR, reference, "next_reply:3")
        assert (await there.sent_to_visitor()).count(APOLOGY) == 1


async def test_a_registration_that_is_late_is_apologised_for_by_a_day(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.visitor.say(*REGISTRATION)
        await there.settled()
        [case] = await there.visitor.cases()
        await passes(there, 3 * DAY, case.reference, "resolution:2")
        assert LATE_BY_A_DAY not in await there.sent_to_visitor()
        there.clock.advance(DAY)

        async def heard() -> bool:
            return LATE_BY_A_DAY in await there.sent_to_visitor()

        await there._until(heard)
        assert (await there.visitor.heard())[-1].count(case.reference) == 1


async def test_a_claim_without_a_word_is_reminded_of_and_ends(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await passes(there, 20 * MINUTE, reference, "lease:1")
        [reminder] = [m for m in there.told(reference) if "دقائق عمل تعود" in m.text]
        [mention] = reminder.content["entities"]
        assert mention["type"] == "text_mention"
        assert mention["user"]["id"] == SARA
        at = mention["offset"]
        assert reminder.text[at : at + mention["length"]] == "سارة"
        heard = len(await there.visitor.heard())
        await passes(there, 10 * MINUTE, reference, "lease:2")
        case = await there.case(reference)
        assert (case.state, case.owner) == ("queued", None)
        assert "استلام" in [label for label, _ in buttons(there.card(reference))]
        assert any("مضت مهلة الرد" in m.text and reference in m.text for m in general(there))
        apologies = [w for w in (await there.visitor.heard())[heard:] if APOLOGY not in w]
        assert apologies == []  # of the lease nothing is said to them


def buttons(message: Message) -> list[tuple[str, str]]:
    rows = message.markup["inline_keyboard"] if message.markup else []
    return [(b["text"], b["callback_data"]) for row in rows for b in row]


async def test_words_in_time_are_the_end_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        reference = await there.claimed_case()
        await there.sara.say("أهلًا بك", thread=there.topic(reference))
        await there.settled()
        there.clock.advance(timedelta(hours=3))
        await there.settled()
        assert await alerts(there, reference) == []
        assert (await there.case(reference)).due_at is None
        await there.visitor.say("وبعدين؟")
        await passes(there, 45 * MINUTE, reference, "next_reply:1")


async def test_at_night_nobody_is_called(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        there.clock.advance(timedelta(hours=7) - 5 * MINUTE)  # it is 15:55
        reference = await there.open_case()
        there.clock.advance(timedelta(hours=5))
        await there.settled()
        assert await alerts(there, reference) == []
        there.clock.advance(timedelta(hours=11) + 15 * MINUTE)  # 08:10
        await passes(there, MINUTE, reference, "first_reply:2")
        assert APOLOGY not in await there.sent_to_visitor()  # quiet until nine
        await passes(there, timedelta(hours=1), reference, "first_reply:3")
        await apologised(there)


async def test_a_sensitive_case_calls_its_people_at_night_and_may_go_back(tmp_path: Path) -> None:
    hours = timedelta(hours=1)
    async with stage(tmp_path, supervisors=SUPERVISORS, focal=FOCAL) as there:
        focal, hessa = there.api.world.groups[FOCAL], Desk(there.app, "hessa")
        reference = await there.open_case()
        await passes(there, 16 * MINUTE, reference, "first_reply:2")
        [breach] = general(there, SUPERVISORS)
        assert await Desk(there.app).make(reference, "sensitive") is None
        await there.settled()
        await there.api.until(lambda: breach.deleted)
        case = await there.case(reference)
        assert case.due_at == there.clock.now() + hours, "words are owed anew"
        assert (case.lane, case.priority) == ("focal", 5)
        await passes(there, 18 * hours, reference, "resolution:1")  # it is 03:16
        await passes(there, 6 * hours, reference, "resolution:2")
        late = [m for m in focal.messages.values() if m.by_bot and not m.thread]
        assert "حصة" in late[-1].text
        assert [m for m in general(there, SUPERVISORS) if not m.deleted] == []

        refused = await Desk(there.app, "noura").make(reference, "not_sensitive")
        assert refused == Refused(Text("case.refused.unknown"))
        assert await hessa.make(reference, "not_sensitive") is None
        await there.settled()
        case = await there.case(reference)
        assert (case.lane, case.state, case.owner, case.priority) == ("general", "queued", None, 0)
        assert "ليس بلاغًا سريًا" in await there.sent_to_visitor()
        assert "استلام" in there.card(reference).labels
        assert late[-1].deleted
        await there.sara.tap(there.card(reference), "استلام")
        await there.settled()
        assert (await there.case(reference)).owner == "sara"
