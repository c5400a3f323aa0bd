"""What the association wants seen end to end, each written once and played on every channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.checklist import ALL
from tests.bot.answering import HOURS
from tests.walks.officers import DeskOfficer
from tests.walks.stage import CHANNELS, Stage, stage
from tests.walks.test_telegram import association
from tests.walks.walk import Beneficiary

NAME, NUMBER = "نورة سعد محمد العتيبي", "1000000008"
RECIPE = "ابغى اعرف كيف اطبخ كبسة"
REPLY = "لا نقدّم وصفات، وفي مكتبة الحي دورة طبخ كل شهر."
RIGHT = "العمل من الأحد إلى الأربعاء من التاسعة إلى الثانية."


@pytest.fixture(params=CHANNELS)
async def there(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """With an answer that is true until tomorrow."""
    content = association(tmp_path)
    about = content / "answers" / "about.toml"
    hours, rest = about.read_text("utf-8").split("[location]", 1)
    hours = hours.replace("valid_until = 2027-06-30", "valid_until = 2026-11-22")
    about.write_text(f"{hours}[location]{rest}", "utf-8")
    async with stage(request.param, tmp_path, association=content) as there:
        yield there


# ------------------------------------------------------------------ from salam to a rating
async def by_digits(person: Beneficiary) -> None:
    await person.say("السلام عليكم", "وعليكم السلام ورحمة الله")
    await person.say("1", "هل لدينا موافقتك؟")
    await person.say("١", "لمن هذا الطلب؟")
    await person.say("1", "ما البرنامج المطلوب؟")
    await person.say("1", "متصل بالعمل غير الربحي")
    await person.say("1", "ما رقم الهوية")


async def details(person: Beneficiary) -> None:
    """From the name to the reference."""
    await person.say(NAME, "ما رقم الجوال")
    await person.say("٠٥٥١٢٣٤٥٦٧", "في أي محافظة")
    await person.say("6", "ما موضوع الاستشارة")
    await person.say("1", "أقرب يوم")
    await person.say("2026/12/20", "هل من ملاحظة")
    await person.say("1", "مراجعة قبل الإرسال")
    await person.say("1", "وصلنا طلبك")


async def test_by_digits_alone_verified_field_by_field_and_rated(there: Stage) -> None:
    noura, sara = there.person(), await there.officer()
    await by_digits(noura)
    await noura.say("١٠٠٠٠٠٠٠٠٨", "ما تاريخ انتهاء الهوية")
    await noura.say("١٤٥٠/٠٥/٢٣", "هل التاريخ صحيح؟")
    await noura.say("1", "ما الاسم")
    await details(noura)
    [case] = await sara.references()
    await sara.claim(case)
    await noura.hears("بدأ التحقق من بيانات طلبك")
    fields = await sara.fields(case)
    assert NUMBER not in str(fields)
    assert NUMBER in await sara.reveals(case, "national_id")
    for field in fields:
        assert "مطابقة" in await sara.refused(case, move="approve")
        await sara.match(case, field["key"], "sighted")
    assert all(field["confirmed"] for field in await sara.fields(case))
    await noura.hears("اكتمل التحقق")
    assert not await sara.refused(case, move="approve")
    await noura.hears("بقبول طلبك")
    await sara.deliver(case)
    await noura.hears("هل وصلتك الخدمة؟")
    await noura.choose("نعم، كاملة", "ما مدى رضاك")
    await noura.say("5", "ما مدى سهولة")
    await noura.say("4", "كيف كان تعامل")
    await noura.say("5", "هل من ملاحظة أو اقتراح")
    await noura.say("شكرًا على الخدمة", "رأيك محفوظ")
    assert await sara.references() == []


# ------------------------------------------------------------------ what expires
async def test_an_identity_that_expired_at_entry_and_again_before_the_decision(
    there: Stage,
) -> None:
    noura = there.person()
    await by_digits(noura)
    await noura.say(NUMBER, "ما تاريخ انتهاء الهوية")
    await noura.say("1448/06/01", "انتهت صلاحية الهوية")
    there.clock.advance(timedelta(days=1))
    if there.channel != "whatsapp":  # whose window is closed by then
        await noura.hears("تذكير وحيد")
    there.clock.advance(timedelta(days=5))
    await noura.say("السلام عليكم", "بقي طلب لم يكتمل")
    assert sum("تذكير وحيد" in line for line in noura.heard()) == (there.channel != "whatsapp")
    await noura.choose("متابعة", "ما تاريخ انتهاء الهوية")
    await noura.say("2026/12/05", "هل التاريخ صحيح؟")
    await noura.say("نعم", "ما الاسم")
    await details(noura)
    sara = await there.officer()
    [case] = await sara.references()
    await sara.claim(case)
    await sara.match(case, ALL, "sighted")
    await noura.hears("اكتمل التحقق")
    there.clock.advance(timedelta(days=10))
    sara = await there.officer()
    assert "انته" in await sara.refused(case, move="approve")
    [lapsed] = [field for field in await sara.fields(case) if field["lapsed"]]
    assert (lapsed["key"], lapsed["confirmed"]) == ("id_expiry", False)
    assert "approve" not in [move["id"] for move in (await sara.case(case))["moves"]]
    await noura.say("طلبي", case)
    assert not await sara.refused(case, move="ask_correction", text="بعد التجديد")
    await noura.hears("بعد التجديد")
    await noura.say("2031/09/18", "هل التاريخ صحيح؟")
    await noura.say("نعم", "وصل تصحيحك")
    await sara.match(case, "id_expiry", "sighted")
    assert not await sara.refused(case, move="approve")
    await noura.hears("بقبول طلبك")


# ------------------------------------------------------------------ what nobody understands
async def test_what_is_not_understood_twice_has_one_owner_and_becomes_an_answer(
    there: Stage,
) -> None:
    noura = there.person()
    both = [await there.officer(), await there.officer("khalid")]
    await noura.say("السلام عليكم", "وعليكم السلام")
    await noura.say(RECIPE, "لم يتضح لنا المقصود")
    await noura.say("والله ما ادري وش السالفة", "أُحيلت المحادثة إلى مسؤول البرامج")
    [case] = await both[0].references()
    told = await asyncio.gather(*(each.refused(case, move="claim") for each in both))
    [(owner, _)] = [(each, no) for each, no in zip(both, told, strict=True) if not no]
    [(late, why)] = [(each, no) for each, no in zip(both, told, strict=True) if no]
    assert ((await owner.case(case))["owner_name"]) in why
    assert await late.refused(case, move="say", text="وأنا أيضًا")
    await noura.hears("الرسائل من الآن يكتبها موظف")
    await owner.reply(case, REPLY)
    await noura.hears(REPLY)
    assert not [line for line in noura.heard() if "وأنا أيضًا" in line]
    assert not await owner.refused(case, move="answer")
    other = there.person()
    await other.say("السلام عليكم", "وعليكم السلام")
    await other.say(RECIPE, "لم يتضح لنا المقصود")
    recipes = {
        "title": {"ar": "وصفات الطبخ", "en": "Recipes"},
        "text": {"ar": REPLY, "en": "We have no recipes."},
        "source": {"ar": "دليل الخدمات", "en": "Service guide"},
        "phrasings": [RECIPE],
        "owner": "care",
        "valid_until": "2027-06-30",
    }
    await published(there, owner, f"case_{case}", recipes)
    third = there.person()
    await third.say("السلام عليكم", "وعليكم السلام")
    await third.say(RECIPE, REPLY)
    assert not [line for line in other.heard() if REPLY in line]


async def published(
    there: Stage, author: DeskOfficer, answer: str, changes: dict[str, Any], days: int = 0
) -> None:
    """The author completes it and may not approve it, a second person may."""
    path = f"/desk/answers/one/{answer}"
    seen = await author.get(path)
    whole = seen["proposal"] | changes
    wish: dict[str, Any] = {"do": "save", "revision": seen["revision"], "proposal": whole}
    status, told = await author.post(path, wish)
    assert status == 200, told
    wish |= {"do": "approve", "revision": seen["revision"] + 1, "corrects_days": days}
    status, told = await author.post(path, wish)
    assert (status, bool(told["error"])) == (409, True)
    status, told = await (await there.officer("noura")).post(path, wish)
    assert status == 200, told


# ------------------------------------------------------------------ what is true no more
async def test_an_answer_past_its_date_is_not_said_and_a_corrected_one_is_told_again(
    there: Stage,
) -> None:
    reader = there.person()
    there.clock.advance(timedelta(hours=3))
    await reader.say("السلام عليكم", "وعليكم السلام")
    await reader.say(HOURS, "من 08:00 إلى 16:00")
    there.clock.advance(timedelta(hours=22))
    other = there.person()
    await other.say("السلام عليكم", "وعليكم السلام")
    await other.say(HOURS, "أُحيل")
    assert not [line for line in other.heard() if "08:00 إلى 16:00" in line]
    sara = await there.officer()
    [case] = await sara.references()
    assert (await sara.case(case))["reason"]
    right = {"text": {"ar": RIGHT, "en": "Sunday to Wednesday."}, "valid_until": "2027-06-30"}
    await published(there, sara, "working_hours", right, days=7)
    there.clock.advance(timedelta(minutes=3))
    await reader.hears("تصحيح معلومة")
    [line] = [line for line in reader.heard() if "تصحيح معلومة" in line]
    assert RIGHT in line
    assert not [line for line in other.heard() if "تصحيح معلومة" in line]
