"""How far many walks are alike: an officer is asked for, takes the talk, and tells its outcome."""

from __future__ import annotations

from tests.walks.officers import DeskOfficer
from tests.walks.stage import Stage
from tests.walks.walk import Beneficiary

OUTCOME = "الشهادة تصدر بعد أسبوع."


async def taken(there: Stage, person: Beneficiary) -> tuple[DeskOfficer, str]:
    """An officer who claimed it, and its number."""
    sara = await there.officer()
    await person.say("السلام عليكم", "وعليكم السلام ورحمة الله")
    known = set(await sara.references())
    await person.say("ابي موظف", "أُحيلت محادثتك")
    [case] = set(await sara.references()) - known
    await sara.claim(case)
    await person.hears("الرسائل من الآن يكتبها موظف")
    return sara, case


async def told(there: Stage, person: Beneficiary) -> tuple[DeskOfficer, str]:
    """The same, once the outcome was told."""
    sara, case = await taken(there, person)
    await sara.close(case, "أُوضح الأمر", OUTCOME)
    await person.hears("هل حُلّ الأمر؟")
    return sara, case
