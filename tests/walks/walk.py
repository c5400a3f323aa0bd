"""The walk itself, without a word about channels: what each side does, what the other must see."""

from __future__ import annotations

from typing import Protocol


class Beneficiary(Protocol):
    async def say(self, text: str, answer: str) -> None:
        """Type, and wait until something with `answer` in it came back."""
        ...

    async def choose(self, label: str, answer: str) -> None:
        """Press the button or list item of that label, and wait in the same way."""
        ...

    async def hears(self, answer: str) -> None: ...

    async def show(self, picture: bytes, caption: str, answer: str) -> None:
        """Send a picture, and wait in the same way."""
        ...

    def heard(self) -> list[str]:
        """All that came so far."""
        ...


class Officer(Protocol):
    async def claim(self, reference: str) -> None: ...

    async def reply(self, reference: str, text: str) -> None:
        """Words for the beneficiary."""
        ...

    async def murmur(self, reference: str, text: str) -> None:
        """Words that must stay inside."""
        ...

    async def hears(self, reference: str, text: str) -> None: ...

    async def approve(self, reference: str) -> None:
        """Confirm every answer of a claimed application, and approve it."""
        ...

    async def deliver(self, reference: str) -> None: ...

    async def close(self, reference: str, outcome: str, text: str) -> None: ...

    async def references(self) -> list[str]:
        """The open cases, oldest first."""
        ...


async def register(beneficiary: Beneficiary) -> None:
    await beneficiary.say("السلام عليكم", "وعليكم السلام ورحمة الله")
    await beneficiary.choose("التسجيل في خدمة", "هل لدينا موافقتك؟")
    await beneficiary.choose("موافقة", "لمن هذا الطلب؟")
    await beneficiary.choose("لنفسي", "ما البرنامج المطلوب؟")
    await beneficiary.choose("الاستشارة الفردية", "متصل بالعمل غير الربحي")
    await beneficiary.choose("نعم", "ما رقم الهوية")
    await beneficiary.say("١٠٠٠٠٠٠٠٠٨", "ما تاريخ انتهاء الهوية")
    await beneficiary.say("1450/05/23", "23 جمادى الأولى 1450")
    await beneficiary.choose("نعم", "ما الاسم")
    await beneficiary.say("نورة سعد محمد العتيبي", "ما رقم الجوال")
    await beneficiary.say("0551234567", "في أي محافظة")
    await beneficiary.say("الخبر", "ما موضوع الاستشارة")
    await beneficiary.choose("المسار المهني", "أقرب يوم")
    await beneficiary.say("2026/12/20", "هل من ملاحظة")
    await beneficiary.choose("تخطٍّ", "مراجعة قبل الإرسال")
    await beneficiary.choose("إرسال الطلب", "وصلنا طلبك")


async def walk(beneficiary: Beneficiary, officer: Officer) -> None:
    """Registration, an unclear question, an officer's answer, delivery, confirmation, rating."""
    await register(beneficiary)
    [application] = await officer.references()
    await beneficiary.say("ابغى اعرف كيف اطبخ كبسة", "لم يتضح لنا المقصود")
    await beneficiary.say("والله ما ادري وش السالفة", "أُحيلت المحادثة إلى مسؤول البرامج")
    [_, hand_off] = await officer.references()
    await officer.claim(hand_off)
    await beneficiary.hears("الرسائل من الآن يكتبها موظف")
    await officer.murmur(hand_off, "من يعرف هذا الموضوع؟")
    await officer.reply(hand_off, "أهلًا، المطلوب واضح الآن.")
    await beneficiary.hears("أهلًا، المطلوب واضح الآن.")
    await beneficiary.say("جزاكم الله كل خير على الرد", "")
    await officer.hears(hand_off, "جزاكم الله كل خير")
    await officer.close(hand_off, "أُوضح الأمر", "أوضحنا المطلوب.")
    await beneficiary.hears("أوضحنا المطلوب.")
    await officer.claim(application)
    await beneficiary.hears("بدأ التحقق من بيانات طلبك")
    await officer.approve(application)
    await beneficiary.hears("بقبول طلبك")
    await officer.deliver(application)
    await beneficiary.hears("هل وصلتك الخدمة؟")
    await beneficiary.choose("نعم، كاملة", "ما مدى رضاك")
    await beneficiary.choose("عالٍ جدًا", "ما مدى سهولة")
    await beneficiary.choose("سهلة", "كيف كان تعامل")
    await beneficiary.choose("ممتاز", "هل من ملاحظة أو اقتراح")
    await beneficiary.say("شكرًا على الخدمة", "رأيك محفوظ")
    assert await officer.references() == []
