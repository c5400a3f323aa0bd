"""Known failures of endings: late answers, what opens a case again, whom time may close."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.walks.stage import PROVIDED, Stage, stage
from tests.walks.talk import taken, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WARNED, ENDED = "بحاجة إلى متابعة", "لأن ردك لم يصلنا"


@pytest.fixture(params=PROVIDED)
async def there(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(request.param, tmp_path) as there:
        yield there


async def test_13_what_an_officer_answers_late_arrives_whole_and_in_order(there: Stage) -> None:
    """13: an answer after the channel's window is lost. It waits, and the officer sees that."""
    noura, late = there.person(), ("نعتذر عن التأخر.", "الشهادة جاهزة.")
    sara, case = await taken(there, noura)
    await sara.reply(case, "أهلًا بك.")
    await noura.hears("أهلًا بك.")
    there.clock.advance(25 * HOUR)
    sara = await there.officer()
    before = len(noura.heard())
    for text in late:
        await sara.reply(case, text)
    if there.channel == "whatsapp":
        await there.shows(sara, case, late[1], "parked")
        assert len(noura.heard()) == before
        await noura.say("هل من جديد؟", late[1])
    await noura.hears(late[1])
    heard = noura.heard()[before:]
    assert [text in line for text, line in zip(late, heard, strict=True)] == [True, True]
    await there.shows(sara, case, late[1], "delivered" if there.channel == "whatsapp" else "sent")


async def test_14_within_the_grace_it_is_the_same_case_and_afterwards_another(
    there: Stage,
) -> None:
    """14: there is no rule for what opens a closed case again."""
    noura = there.person()
    sara, case = await told(there, noura)
    await there.passes(71 * HOUR)
    await noura.say("لكن الاسم فيها غلط", "عادت المعاملة رقم")
    sara = await there.officer()
    assert ((again := await sara.case(case))["owner"], again["state"]) == (
        "sara",
        "waiting_officer",
    )
    await sara.close(case, "أُوضح الأمر", "صُحح الاسم.")
    await noura.hears("صُحح الاسم.")
    await there.passes(73 * HOUR)
    sara = await there.officer()
    assert (await sara.case(case))["state"] == "closed"
    await noura.say("موظف", "لمسؤول البرامج برقم")
    [after] = await sara.references()
    assert (after != case, (await sara.case(case))["state"]) == (True, "closed")


async def test_16_nobody_is_closed_out_who_waits_for_an_officer(there: Stage) -> None:
    """16: cases are closed by time though the officer is silent, or pile up where the person is."""
    noura, nadia = there.person(), there.person()
    sara, answered = await taken(there, noura)
    await sara.reply(answered, "ما رقم الطلب؟")
    await noura.hears("ما رقم الطلب؟")
    _, waits = await taken(there, nadia)
    await sara.reply(waits, "أي شهادة؟")
    await nadia.hears("أي شهادة؟")
    await nadia.say("شهادة الحضور", "")
    await there.shows(sara, waits, "شهادة الحضور")
    await there.passes(3 * DAY)
    sara = await there.officer()
    assert set(await sara.references()) == {answered, waits}
    await there.passes(3 * DAY + HOUR)
    sara = await there.officer()
    assert await sara.references() == [waits]
    assert (await sara.case(answered))["state"] == "expired"
    if there.channel == "telegram":
        await noura.hears(ENDED)
        assert sum(WARNED in line for line in noura.heard()) == 1
    else:  # the window is closed: told when she writes
        await noura.say("السلام عليكم", ENDED)
    await nadia.say("القائمة", "كيف نخدمك؟")
    assert not [line for line in nadia.heard() if WARNED in line or ENDED in line]


async def test_14_a_question_of_ours_in_between_does_not_end_the_grace(there: Stage) -> None:
    """14: what was promised to open it again is taken for an answer to something else."""
    noura = there.person()
    sara, case = await told(there, noura)
    await there.passes(2 * HOUR + timedelta(minutes=5))
    await noura.hears("ما مدى الرضا عن الإجابة")
    await noura.say("لكن الاسم فيها غلط", "عادت المعاملة رقم")
    await sara.hears(case, "لكن الاسم فيها غلط")
    assert await sara.references() == [case]
