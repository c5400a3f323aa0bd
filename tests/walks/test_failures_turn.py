"""Known failures of hand-offs: whose turn it is, during a talk with an officer and after it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.walks.stage import PROVIDED, Stage, stage
from tests.walks.talk import taken, told

FEES, ANSWERED = "كم رسوم الخدمات؟", "البرامج المعلنة هنا بلا رسوم"
REPLY = "نعم، تكفي صورة الخطاب."
QUESTION = "ما البرنامج المطلوب؟"


@pytest.fixture(params=PROVIDED)
async def there(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(request.param, tmp_path) as there:
        yield there


async def test_1_the_bot_is_silent_while_an_officer_talks_and_the_form_goes_on(
    there: Stage,
) -> None:
    """1: the bot answers on top of the officer; or the officer's reply ends the form."""
    noura, sara = there.person(), await there.officer()
    await noura.say("السلام عليكم", "وعليكم السلام")
    await noura.choose("التسجيل في خدمة", "هل لدينا موافقتك؟")
    await noura.choose("موافقة", "لمن هذا الطلب؟")
    await noura.choose("لنفسي", QUESTION)
    await noura.say("مسؤول", "أُحيلت محادثتك")
    [case] = await sara.references()
    await sara.claim(case)
    await noura.hears("معك سارة")
    before = len(noura.heard())
    for text in (FEES, "1", "الاستشارة الفردية"):  # each of them the bot could answer
        await noura.say(text, "")
        await there.shows(sara, case, text)
    await sara.reply(case, REPLY)
    await noura.hears(REPLY)
    [line] = noura.heard()[before:]
    assert REPLY in line
    assert not await sara.refused(case, move="hand_back")
    await noura.hears("ونكمل من هنا")
    assert QUESTION in noura.heard()[-1]
    await noura.choose("الاستشارة الفردية", "متصل بالعمل غير الربحي")


async def test_1_words_of_an_officer_in_the_middle_of_a_form_lose_nothing_of_it(
    there: Stage,
) -> None:
    """1: whoever writes first wins; here the form rests, and is asked again where it was."""
    noura = there.person()
    sara, case = await taken(there, noura)
    await noura.say("القائمة", "كيف نخدمك؟")
    await noura.choose("التسجيل في خدمة", "هل لدينا موافقتك؟")
    await noura.choose("موافقة", "لمن هذا الطلب؟")
    await noura.choose("لنفسي", QUESTION)
    await sara.reply(case, REPLY)
    await noura.hears(REPLY)
    await noura.say("الاستشارة الفردية", "")
    await there.shows(sara, case, "الاستشارة الفردية")
    assert not [line for line in noura.heard() if "متصل بالعمل" in line]
    assert not await sara.refused(case, move="hand_back")
    await noura.hears("ونكمل من هنا")
    assert QUESTION in noura.heard()[-1]
    await noura.choose("الاستشارة الفردية", "متصل بالعمل غير الربحي")


async def test_2_after_the_end_words_are_for_the_bot_and_no_officer_of_before(
    there: Stage,
) -> None:
    """2: after closing, what is said next lies with an officer who has gone home."""
    noura, khalid = there.person(), await there.officer("khalid")
    sara, case = await told(there, noura)
    await noura.choose("تم، شكرًا", "سعدنا بخدمتك")
    await sara.leaves()
    await noura.say(FEES, ANSWERED)
    assert (await khalid.case(case))["state"] == "closed"
    assert await khalid.references() == []
    await noura.say("ابي موظف", "أُحيلت محادثتك")
    [after] = await khalid.references()
    assert (after != case, (await khalid.case(after))["owner"]) == (True, None)
    await khalid.claim(after)
    await noura.hears("معك خالد")


async def test_2_what_comes_back_while_its_officer_is_away_waits_for_anybody(
    there: Stage,
) -> None:
    """2: it was told, not settled; its officer is on leave when more is said."""
    noura, khalid = there.person(), await there.officer("khalid")
    sara, case = await told(there, noura)
    await sara.leaves()
    there.clock.advance(timedelta(hours=2))
    await noura.say("لكن الاسم فيها غلط", "عادت المعاملة رقم")
    assert (await khalid.case(case))["owner"] is None
    assert await khalid.references() == [case]
    await khalid.claim(case)
    await noura.hears("معك خالد")
    await khalid.hears(case, "لكن الاسم فيها غلط")
