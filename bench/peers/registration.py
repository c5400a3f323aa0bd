"""The registration that every peer asks: 15 questions, their checks, the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows.checks import luhn

TO_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
YES_NO = ("نعم", "لا")
GOVERNORATES = ("الدمام", "الأحساء", "حفر الباطن", "الجبيل", "القطيف", "الخبر", "الخفجي")
TOPICS = ("المسار المهني", "مبادرة أو مشروع", "التطوع", "موضوع آخر")

UNCLEAR = "لم تتضح الإجابة. فضلًا أعد المحاولة."
DONE = "وصلنا طلبك، ورقمه {reference}.\nللمتابعة في أي وقت تكفي كلمة «طلبي»."
REVIEW = (
    "مراجعة قبل الإرسال:\nالاسم: {name}\nرقم الهوية: {identity}\nانتهاء الهوية: {expiry}\n"
    "الجوال: {mobile}\nالمحافظة: {governorate}\nالموضوع: {topic}\nأقرب يوم: {day}\n"
    "هل البيانات صحيحة وسارية اليوم؟"
)


@dataclass(frozen=True, slots=True)
class Question:
    """`pattern` is what the answer must look like where there are no choices."""

    key: str
    text: str
    choices: tuple[str, ...] = ()
    pattern: str = ".*"
    check: Callable[[str], bool] = lambda _: True

    def read(self, typed: str) -> str | None:
        """The answer that was meant; None for none. A choice may be given by its number."""
        text = " ".join(typed.translate(TO_LATIN).split())
        if not self.choices:
            return text if re.fullmatch(self.pattern, text) and self.check(text) else None
        if text.isdigit() and 0 < int(text) <= len(self.choices):
            return self.choices[int(text) - 1]
        return text if text in self.choices else None

    def ask(self, answers: Mapping[str, str]) -> str:
        return self.text.format_map(answers)


_DATE = r"\d{4}/\d{2}/\d{2}"

QUESTIONS = (
    Question(
        "service",
        "السلام عليكم ورحمة الله وبركاته.\nأهلًا بك في خدمة المستفيدين. كيف نخدمك؟",
        ("التسجيل في خدمة", "استفسار", "طلباتي"),
    ),
    Question("consent", "نجمع بياناتك لدراسة طلبك. هل لدينا موافقتك؟", YES_NO),
    Question("applicant", "لمن هذا الطلب؟", ("لفرد", "لجهة غير ربحية")),
    Question(
        "programme",
        "ما البرنامج المطلوب؟",
        ("الاستشارة الفردية", "حاضنة الفرق التطوعية", "قيادات الشباب"),
    ),
    Question("eligible", "هل موضوع الاستشارة متصل بالعمل غير الربحي أو التطوعي؟", YES_NO),
    Question(
        "identity", "ما رقم الهوية الوطنية أو الإقامة؟", pattern=r"[12]\d{9}", check=luhn.holds
    ),
    Question("expiry", "ما تاريخ انتهاء الهوية، هجريًا أو ميلاديًا؟", pattern=_DATE),
    Question("expiry_right", "تنتهي الهوية في {expiry}. هل التاريخ صحيح؟", YES_NO),
    Question("name", "ما الاسم الكامل كما في الهوية أو الإقامة؟", pattern=r"\S+( \S+){3,}"),
    Question("mobile", "ما رقم الجوال للتواصل؟", pattern=r"05\d{8}"),
    Question("governorate", "في أي محافظة السكن؟", GOVERNORATES),
    Question("topic", "ما موضوع الاستشارة؟", TOPICS),
    Question("day", "ما أقرب يوم مناسب للجلسة؟", pattern=_DATE),
    Question("note", "هل من ملاحظة يحسن أن يعرفها المختص قبل الجلسة؟", ("تخطي",)),
    Question("review", REVIEW, ("إرسال الطلب", "تعديل", "إلغاء")),
)
"""What is asked after ``/start``, in order."""
