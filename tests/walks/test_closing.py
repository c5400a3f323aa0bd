"""The end of a talk, on every channel: not solved, brought back by what is said, thanked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.walks.stage import CHANNELS, Stage, stage


@pytest.fixture(params=CHANNELS)
async def there(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(request.param, tmp_path) as there:
        yield there


async def test_a_talk_is_over_when_the_person_says_so(there: Stage) -> None:
    noura, sara = there.person(), await there.officer()
    await noura.say("السلام عليكم", "وعليكم السلام ورحمة الله")
    await noura.say("ابي موظف", "أُحيلت محادثتك")
    [case] = await sara.references()
    await sara.claim(case)
    await noura.hears("الرسائل من الآن يكتبها موظف")
    await sara.close(case, "أُوضح الأمر", "الشهادة تصدر بعد أسبوع.")
    await noura.hears("هل حُلّ الأمر؟")
    assert await sara.references() == []
    await noura.choose("لم تُحل", "عادت المعاملة رقم")
    assert await sara.references() == [case]
    await sara.reply(case, "نعتذر، أُرسلت الآن.")
    await noura.hears("نعتذر، أُرسلت الآن.")
    await sara.close(case, "أُوضح الأمر", "أُرسلت الشهادة.")
    await noura.hears("أُرسلت الشهادة.")
    await noura.say("جزاكم الله خير", "العفو")
    await noura.say("🌹", "")
    await noura.say("شكرًا", "العفو")
    assert await sara.references() == []
    assert sum("أُرسلت الشهادة." in line for line in noura.heard()) == 1
    await noura.say("لكن الاسم فيها غلط", "عادت المعاملة رقم")
    await sara.hears(case, "لكن الاسم فيها غلط")
    await sara.close(case, "أُوضح الأمر", "صُحح الاسم.")
    await noura.hears("صُحح الاسم.")
    await noura.choose("تم، شكرًا", "سعدنا بخدمتك")
    await noura.say("ابي موظف", "أُحيلت محادثتك")
    [after] = await sara.references()
    assert after != case


async def test_who_does_not_answer_is_warned_and_then_told(there: Stage) -> None:
    noura, sara = there.person(), await there.officer()
    await noura.say("السلام عليكم", "وعليكم السلام ورحمة الله")
    await noura.say("ابي موظف", "أُحيلت محادثتك")
    [case] = await sara.references()
    await sara.claim(case)
    await sara.reply(case, "ما رقم الطلب؟")
    await noura.hears("ما رقم الطلب؟")
    there.clock.advance(timedelta(days=3))
    if there.channel != "whatsapp":  # its window is over: it waits until she writes
        await noura.hears("بحاجة إلى متابعة")
    sara = await there.officer()
    assert await sara.references() == [case]
    await noura.say("عذرًا، وجدته", "")
    await noura.say("مساعدة", "كلمة «إنهاء» تنهي المحادثة")
    await sara.hears(case, "عذرًا، وجدته")
