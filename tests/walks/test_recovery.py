"""A low rating made good, on every channel: seen by a supervisor alone, and rated once more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.walks.stage import CHANNELS, Stage, stage
from tests.walks.walk import register

REMARK = "تأخر موعد الجلسة أسبوعين دون اعتذار"
SORRY = "نعتذر عن التأخير، وأعدنا الجلسة يوم الثلاثاء."


@pytest.fixture(params=CHANNELS)
async def there(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(request.param, tmp_path) as there:
        yield there


async def test_a_low_rating_is_made_good_by_somebody_else(there: Stage) -> None:
    nadia, sara, noura = there.person(), await there.officer(), await there.officer("noura")
    await register(nadia)
    [application] = await sara.references()
    await sara.claim(application)
    await nadia.hears("بدأ التحقق من بيانات طلبك")
    await sara.approve(application)
    await nadia.hears("بقبول طلبك")
    await sara.deliver(application)
    await nadia.hears("هل وصلتك الخدمة؟")
    await nadia.choose("نعم، كاملة", "ما مدى رضاك")
    await nadia.choose("منخفض", "ما السبب الأقرب")
    await nadia.choose("الوقت", "هل من ملاحظة أو اقتراح")
    await nadia.say(REMARK, "رأيك محفوظ")
    assert await sara.references() == [], "whoever was rated sees no trace of it"
    assert REMARK not in str(await sara.lines(application))
    assert "ما السبب الأقرب" not in str(await sara.lines(application))
    [recovery] = await noura.references()
    case = await noura.case(recovery)
    assert {field["value"] for field in case["fields"]} == {"منخفض", "الوقت"}
    assert REMARK in str(await noura.lines(recovery))
    assert await sara.refused(recovery, move="claim")
    await noura.claim(recovery)
    await noura.reply(recovery, SORRY)
    await nadia.hears(SORRY)
    assert SORRY not in str(await sara.lines(application))
    assert await noura.refused(recovery, move="close", outcome="no_reply", text="لا رد.")
    assert await noura.refused(recovery, move="close", outcome="explained", text=" ")
    offered = (await noura.case(recovery))["moves"]
    [ends] = [move["outcomes"] for move in offered if move["id"] == "close"]
    assert [end["id"] for end in ends] == ["solved", "explained", "not_possible"]
    await noura.close(recovery, "أُوضح الأمر", "أعدنا الجلسة، ونعتذر.")
    await nadia.hears("أعدنا الجلسة، ونعتذر.")
    there.clock.advance(timedelta(hours=3))
    await nadia.hears("ما مدى رضاك الآن")
    await nadia.choose("عالٍ", "بجانب التقييم الأول")
    assert sum("ما مدى رضاك الآن" in line for line in nadia.heard()) == 1
