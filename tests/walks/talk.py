"""How far many walks are alike: an officer is asked for, takes the talk, and tells its outcome."""

from __future__ import annotations

from datetime import timedelta

from tests.walks.officers import DeskOfficer
from tests.walks.stage import Stage
from tests.walks.walk import Beneficiary

A_MOMENT = timedelta(seconds=5)
OUTCOME = "الشهادة تصدر بعد أسبوع."


async def taken(there: Stage, person: Beneficiary) -> tuple[DeskOfficer, str]:
    """An officer who claimed it, and its number."""
    sara = await there.officer()
    await person.say("السلام عليكم", "وعليكم السلام ورحمة الله")
    known = set(await sara.references())
    await person.say("ابي موظف", "أُحيلت محادثتك")
    [case] = set(await sara.references()) - known
    await sara.claim(case)
    await person.hears(f"{case}\u2069. الرسائل من الآن يكتبها موظف")
    return sara, case


async def told(there: Stage, person: Beneficiary) -> tuple[DeskOfficer, str]:
    """The same, once the outcome was told."""
    sara, case = await taken(there, person)
    await sara.close(case, "أُوضح الأمر", OUTCOME)
    await person.hears(f"نتيجة المعاملة رقم \u2066{case}")
    return sara, case


async def delivered(there: Stage, person: Beneficiary) -> tuple[DeskOfficer, str]:
    """Their application, the only open one, is approved and delivered: they are asked about it."""
    sara = await there.officer()
    [application] = await sara.references()
    for move in (sara.claim, sara.approve, sara.deliver):
        await move(application)
        there.clock.advance(A_MOMENT)  # the chat's own limit
    return sara, application


async def apply_again(person: Beneficiary) -> None:
    """Another application of somebody who is known."""
    await person.say("تسجيل", "لمن هذا الطلب؟")
    await person.choose("لنفسي", "ما البرنامج المطلوب؟")
    await person.choose("الاستشارة الفردية", "متصل بالعمل غير الربحي")
    await person.choose("نعم", "هل ما زالت صحيحة؟")
    await person.choose("نعم، صحيحة", "ما موضوع الاستشارة")
    await person.choose("التطوع", "أقرب يوم")
    await person.say("2026/12/21", "هل من ملاحظة")
    await person.choose("تخطٍّ", "مراجعة قبل الإرسال")
    await person.choose("إرسال الطلب", "وصلنا طلبك")
