"""The work that is measured: a registration in 16 messages, typed by people who all differ.

Even people type words, odd ones the numbers of choices and Arabic digits. `answer` is what stands
in the reply to a message and in no other reply, so that a reply tells which message it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hijridate import Gregorian

from flows.checks import luhn


@dataclass(frozen=True, slots=True)
class Line:
    """One message: its words, where it picks a choice that choice's number, and the reply."""

    words: str
    number: str
    answer: str


CONVERSATION = (
    Line("/start", "", "السلام عليكم"),
    Line("التسجيل في خدمة", "١", "هل لدينا موافقتك"),
    Line("نعم", "١", "لمن هذا الطلب"),
    Line("لفرد", "١", "ما البرنامج المطلوب"),
    Line("الاستشارة الفردية", "١", "هل موضوع الاستشارة متصل"),
    Line("نعم", "١", "ما رقم الهوية"),
    Line("{identity}", "", "ما تاريخ انتهاء الهوية"),
    Line("{expiry}", "", "هل التاريخ صحيح"),
    Line("نعم", "١", "ما الاسم الكامل"),
    Line("{name}", "", "ما رقم الجوال"),
    Line("{mobile}", "", "في أي محافظة"),
    Line("الخبر", "٦", "ما موضوع الاستشارة؟"),
    Line("المسار المهني", "١", "ما أقرب يوم مناسب"),
    Line("{day}", "", "هل من ملاحظة"),
    Line("تخطي", "١", "هل البيانات صحيحة"),
    Line("إرسال الطلب", "١", "وصلنا طلبك"),
)
MESSAGES = len(CONVERSATION)

FIRST = (
    "محمد",
    "عبدالله",
    "فهد",
    "سارة",
    "نورة",
    "خالد",
    "ريم",
    "عمر",
    "هند",
    "سلطان",
    "لطيفة",
    "يوسف",
    "منى",
    "بدر",
    "أمل",
    "طلال",
)
FATHER = (
    "عبدالعزيز",
    "أحمد",
    "سعد",
    "إبراهيم",
    "علي",
    "حسن",
    "صالح",
    "عبدالرحمن",
    "فيصل",
    "ماجد",
)
FAMILY = (
    "القحطاني",
    "الدوسري",
    "الغامدي",
    "الشهري",
    "العتيبي",
    "الزهراني",
    "المطيري",
    "الحربي",
    "السبيعي",
)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

_TODAY = date.today()  # noqa: DTZ011 -- dates that people type lie years ahead
_IDENTITY_ENDS = Gregorian(_TODAY.year, _TODAY.month, _TODAY.day).to_hijri().year + 3


def name(person: int) -> str:
    """Four parts, as on an identity card."""
    father, grandfather = FATHER[person // 16 % 10], FATHER[person // 7 % 10]
    return f"{FIRST[person % 16]} {father} {grandfather} {FAMILY[person // 160 % 9]}"


def identity(person: int) -> str:
    """A citizen's number with its check digit; no two people have the same."""
    digits = f"1{person:08d}"
    return digits + luhn.check_digit(digits)


def texts(person: int) -> tuple[str, ...]:
    """Everything that person number `person` (below 10 million) types, in order."""
    own = {
        "identity": identity(person),
        "expiry": f"{_IDENTITY_ENDS}/05/23",
        "name": name(person),
        "mobile": f"055{person:07d}",
        "day": f"{_TODAY.year + 1}/01/20",
    }
    if person % 2 == 0:
        return tuple(line.words.format(**own) for line in CONVERSATION)
    typed = ((line.number or line.words).format(**own) for line in CONVERSATION)
    return tuple(text.translate(ARABIC_DIGITS) for text in typed)


def step_of(reply: str) -> int | None:
    """Which message this is the reply to."""
    for step, line in enumerate(CONVERSATION):
        if line.answer in reply:
            return step
    return None
