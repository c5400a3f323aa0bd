"""Known failures of channels and forms: waiting, repeats, stops, relays, ways back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.twilio import TWICE
from tests.walks import test_telegram as telegram
from tests.walks import test_whatsapp as whatsapp
from tests.walks.stage import PROVIDED, Stage, stage
from tests.walks.talk import taken
from tests.walks.walk import Beneficiary

WHOM, QUESTION, ELIGIBLE = "لمن هذا الطلب؟", "ما البرنامج المطلوب؟", "متصل بالعمل غير الربحي"
FEES, ANSWERED = "كم رسوم الخدمات؟", "البرامج المعلنة هنا بلا رسوم"
PHONE, PLACE = "ما رقم الجوال", "في أي محافظة"
NAME = "نورة سعد محمد العتيبي"


@pytest.fixture(params=PROVIDED)
async def there(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(request.param, tmp_path) as there:
        yield there


async def begin(person: Beneficiary) -> None:
    """As far as the question for whom it is."""
    await person.say("السلام عليكم", "وعليكم السلام")
    await person.choose("التسجيل في خدمة", "هل لدينا موافقتك؟")
    await person.choose("موافقة", WHOM)


# ------------------------------------------------------------------ waiting
async def test_19_who_waits_hears_how_many_go_before_and_then_that_somebody_writes(
    there: Stage,
) -> None:
    """19: nobody says how long it takes, nor shows that an answer is being written."""
    noura, nadia, sara = there.person(), there.person(), await there.officer()
    for each in (noura, nadia):
        await each.say("موظف", "والرد متوقع قبل")
        there.clock.advance(timedelta(minutes=1))
    await nadia.say("متى دوري؟", "قبلك معاملة واحدة")
    await noura.say("متى دوري؟", "هي التالية")
    [first] = [line for line in await sara.references() if line in noura.heard()[-1]]
    await sara.claim(first)
    await noura.hears("معك سارة")
    await nadia.say("متى دوري؟", "هي التالية")
    await sees_somebody_type(noura)


async def sees_somebody_type(person: Beneficiary) -> None:
    match person:
        case telegram.Phone(telegram_api, user):
            await telegram_api.until(lambda: user.private.actions == ["typing"])
        case whatsapp.Phone(twilio):
            await twilio.until(lambda: len(twilio.typing) == 1)
        case _:
            raise AssertionError(person)


# ------------------------------------------------------------------ deliveries
async def test_20_what_telegram_delivers_twice_happens_once(tmp_path: Path) -> None:
    """20: a webhook that is tried again makes a second message, and a second answer."""
    async with telegram.world(tmp_path, webhook=True) as there:
        noura, updates = there.phone(), there.api.world.updates
        await begin(noura)
        updates.twice = 2
        await noura.choose("لنفسي", QUESTION)
        await noura.say("1", ELIGIBLE)
        await there.api.until(lambda: updates.idle)
        await noura.say("مساعدة", ELIGIBLE)
        delivered = [one.update["update_id"] for one in updates.deliveries]
        assert len(delivered) >= len(set(delivered)) + 2
        assert sum(QUESTION in line for line in noura.heard()) == 1
        assert "ما رقم الهوية" not in "".join(noura.heard())


async def test_20_what_twilio_delivers_twice_happens_once(tmp_path: Path) -> None:
    """20: the same, where a number typed twice would be the answer to the next question too."""
    async with whatsapp.world(tmp_path) as there:
        noura = there.phone()
        await begin(noura)
        await noura.user.say("1", TWICE)
        await noura.hears(QUESTION)
        await noura.user.say("1", TWICE)
        await noura.hears(ELIGIBLE)
        await noura.say("مساعدة", ELIGIBLE)
        assert "ما رقم الهوية" not in "".join(noura.heard())


async def test_21_somebody_without_a_number_is_one_person_under_any_name(tmp_path: Path) -> None:
    """21: one person is two contacts; without a number their messages are dropped."""
    async with whatsapp.world(tmp_path) as there:
        noura = there.phone("")
        await begin(noura)
        noura.user.profile = "أم سعد"
        await noura.choose("لنفسي", QUESTION)
        sara = there.officer()
        await noura.say("مسؤول", "أُحيلت محادثتك")
        [case] = await sara.references()
        await sara.claim(case)
        await sara.reply(case, "أهلًا بك.")
        await noura.hears("أهلًا بك.")


# ------------------------------------------------------------------ a stop
async def test_23_a_stop_is_a_stop_wherever_it_is_said(there: Stage) -> None:
    """23: the word is taken for an answer to the form, or read by an officer and forgotten."""
    noura = there.person()
    await begin(noura)
    await noura.say("إيقاف", "أُوقفت التنبيهات")
    assert WHOM in noura.heard()[-1]
    await noura.choose("لنفسي", QUESTION)
    await noura.say("اشتراك", "ستصلك التنبيهات")
    await taken(there, noura)
    await noura.say("إيقاف", "أُوقفت التنبيهات")


# ------------------------------------------------------------------ relays
async def test_24_a_person_ends_the_talk_and_their_officer_hears_of_it(there: Stage) -> None:
    """24: who talks with an officer cannot end it, and is never told that it ended."""
    noura = there.person()
    sara, case = await taken(there, noura)
    await noura.say("إنهاء", "انتهت المحادثة رقم")
    assert ((await sara.case(case))["state"], await sara.references()) == ("withdrawn", [])
    assert await sara.refused(case, move="say", text="ما زلنا هنا")
    await noura.say(FEES, ANSWERED)


async def test_24_an_officer_sees_what_did_not_arrive_and_what_was_changed(tmp_path: Path) -> None:
    """24: to who blocked the bot a reply is lost in silence; edits are not passed on."""
    async with telegram.world(tmp_path) as there:
        noura, sara = there.phone(), there.officer()
        await noura.say("مسؤول", "إلى مسؤول البرامج")
        [case] = await sara.references()
        await sara.claim(case)
        line = await noura.user.say("رقم طلبي 26000421")
        await sara.sees(case, "26000421")
        await noura.user.edit(line, "رقم طلبي 26000422")
        await sara.sees(case, "26000422")
        [topic] = there.group.topics
        await sara.seat.pin(topic.messages[0])  # a service message is nobody's words
        await noura.user.block()
        await sara.reply(case, "وصلني الرقم.")
        await sara.sees(case, "لم تصل هذه الرسالة")
        assert "وصلني الرقم." not in "".join(noura.heard())
        await noura.user.unblock()
        await noura.say("عدت", "")
        await sara.sees(case, "عدت")
        await sara.reply(case, "أهلًا من جديد.")
        await noura.hears("أهلًا من جديد.")


# ------------------------------------------------------------------ forms
async def test_25_a_form_is_gone_back_in_interrupted_and_put_right(there: Stage) -> None:
    """25: no way back, no way to change one answer; a question in between breaks the form."""
    noura = there.person()
    await begin(noura)
    await noura.choose("لنفسي", QUESTION)
    await noura.choose("الاستشارة الفردية", ELIGIBLE)
    await noura.say(FEES, ANSWERED)
    assert ELIGIBLE in noura.heard()[-1]
    await noura.choose("نعم", "ما رقم الهوية")
    await noura.say("١٠٠٠٠٠٠٠٠٧", "ما رقم الهوية")  # its last digit is wrong
    await noura.say("١٠٠٠٠٠٠٠٠٨", "ما تاريخ انتهاء الهوية")
    await noura.say("١٤٥٠/٠٥/٢٣", "هل التاريخ صحيح؟")
    await noura.choose("نعم", "ما الاسم")
    await noura.say(NAME, PHONE)
    await noura.say("رجوع", "ما الاسم")
    await noura.say(NAME, PHONE)
    await noura.say("0551234567", PLACE)
    await noura.say("الخبر", "ما موضوع الاستشارة")
    await noura.choose("المسار المهني", "أقرب يوم")
    await noura.say("2026/12/20", "هل من ملاحظة")
    await noura.choose("تخطٍّ", "مراجعة قبل الإرسال")
    await noura.choose("تعديل", "ما الإجابة المطلوب تعديلها")
    await noura.say("المحافظة", PLACE)
    await noura.say("الجبيل", "مراجعة قبل الإرسال")
    review = noura.heard()[-1]
    assert [word in review for word in ("الجبيل", NAME, "المسار المهني")] == [True] * 3
    await noura.choose("إرسال الطلب", "وصلنا طلبك")
