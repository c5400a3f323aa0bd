"""Words of a question that mean the same in written Arabic, Gulf and Saudi speech, and fillers.

General language only: what people say of one association stands in the phrasings of its answers.
Spellings are compared folded (`flows.arabic.fold`) and stemmed, so joined pronouns, articles and
endings need not be listed.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.arabic import fold
from flows.matching.stems import stem

_SAME = """
أين: وين فين وينه وينها وينك منوين
متى: إيمتى امتى متا
كيف: شلون وشلون كيفية طريقة
لماذا: ليش ليه علاش لمه
ماذا: وش ايش ويش شنو شنهو اش وشو ماهي ماهو
كم: بكم قديش كام
مين: من منو منهو
أنتم: انتو انتوا أنت إنتي حضرتكم
نحن: حنا احنا
أريد: أبي أبغى أبغا نبي نبغى تبي تبغى يبي يبون يبغى ودي ودنا ودها حاب حابة بغيت بغينا بودي أحب
أريد: نود أود أرغب نرغب ترغب أحتاج نحتاج محتاج أطلب نطلب أرجو نرجو نريد تريد
يمكن: ينفع أقدر نقدر يقدر تقدر يصير ممكن يمكنني يمكننا أستطيع تستطيع يجوز يمديني أمكن بإمكاني
يوجد: فيه توجد متوفر متاح موجود شاغر
ليس: مو مب ماني مهو غير مش
الآن: الحين هالحين دحين حاليا هالوقت اللحين ذحين
غدا: بكرة بكرا باجر
أحد: شخص واحد حد
جيد: زين كويس حلو
سيئ: زفت شين خايس
أسوي: نسوي تسوون يسوي أعمل نعمل أفعل
موقع: مقر مكان عنوان لوكيشن مكتب خريطة خرايط
هاتف: تلفون جوال موبايل تليفون
اتصال: اتصل تتصل يتصل كلموني دق يدق أدق
بريد: ايميل إيميل
مجاني: مجانا ببلاش بلاش مجان
رسوم: سعر تكلفة ثمن قيمة فلوس أسعار مبلغ
دفع: أدفع ندفع تدفع يدفع
مستند: ورق أوراق وثيقة وثائق ورقة
هوية: بطاقة
شكوى: أشتكي بشتكي اشتكى تظلم شكاوى اشتكيت نشتكي
موظف: مسؤول
إلغاء: ألغي نلغي كنسل أكنسل ألغوا تلغون إلغي
حذف: امسح مسح أمسح احذف تمسحون تحذفون شيلوا
اقتراح: مقترح أقترح نقترح
دورة: كورس ورشة ورش تدريبية
تسجيل: أسجل نسجل سجل سجلت تسجل يسجل اشتراك أشترك نشترك انضم أنضم ننضم انضمام ألتحق التحاق
عنبعد: أونلاين اونلاين زوم انترنت
تمويل: تمول يمول نمول
إرسال: أرسل ارسلوا نرسل ترسل أدز أطرش
تغيير: أغير نغير غير تبديل أبدل تعديل أعدل نعدل أحدث تحديث غيروا تغير أصحح نحدث
تبرع: أتبرع نتبرع صدقة
توظيف: وظيفة وظايف شغل أشتغل أتوظف
صوت: فويس صوتية بصمة
مستفيد: أستفيد نستفيد تستفيد يستفيد استفادة
ولد: ابن ابني بنتي بنت ابنة
انتهاء: منتهية خلصت انتهت تنتهي خلص منتهي انتهى
اسم: أسماء
يداوم: دوام مداوم تداوم داوم تفتح فاتح مفتوح تقفل تسكر
عمر: سن السن
موعد: تاريخ تواريخ
يبدأ: ينطلق انطلاق تبدأ بداية
حالة: وضع مستجدات
متأخر: تأخر طول طولتوا
ترخيص: رخصة تراخيص
مشاركة: يشارك أشارك نشارك تشارك
مستشار: استشارة استشارات خبير مختص استشاري
"""
_FILLERS = """
يا في على عن إلى هل إن أن و أو اللي الذي التي الي هذا هذه قد ثم بس لو حق حقت حقي حقكم حقتكم حقتي
لكم لي لنا بالضبط بالزبط يعني طيب والله ذا ذي هذي إذا كان لين عشان علشان لأن أنا مع منكم معكم معاكم
وياكم عندنا لدينا عندي لدي عندكم عندك لديكم لديك عني عنا فيني فيك فيكم أيضا كذلك
إني انه أنه أنكم ترى تراني هنا
أستفسر استفسار أسأل سؤال أعرف نعرف معرفة علموني خبروني أفيدوني تفيدوني أدري ندري سالفة السالفة
"""
_PHRASES = {
    "عن بعد": "عنبعد",
    "عن طريق": "",
    "اون لاين": "عنبعد",
    "سي في": "سيرة",
    "السي في": "سيرة",
    "ولي الأمر": "وليامر",
    "ولي أمر": "وليامر",
    "مين اللي": "مناللي",
    "من اللي": "مناللي",
    "من الذي": "مناللي",
    "ما هي": "ماذا",
    "ما هو": "ماذا",
    "من وين": "أين",
    "على ايش": "ماذا",
}
_SOMEBODY_ELSE = """
أخ أخوي أخت أختي جار جارة جارنا صديق صاحب زوج زوجة زوجي زوجتي عم عمي خال خالي أبوي أمي والدي والدتي
فلان خطيبتي نسيب زميل
"""
_ASKED = "متى أين كم لماذا كيف مناللي"
_VAGUE = "أريد يمكن ماذا ما لا ليس شيء يوجد أحد"
_QUESTION = """
هل وش ايش ويش شنو وشو ماذا ماهي ماهو كيف شلون وشلون متى امتى أين وين فين كم بكم لماذا ليش ليه
مين منو ممكن how what when where who why which
"""
_OPENING = "is are do does did can could will would have has"
_ENGLISH_FILLERS = """
the a an is are am was be do does did can could will would to of in on at for from with my your
our me us and or if please this that there any
"""
_ENGLISH = """
i you we he she it how what when where who why which not no want need have has get give tell about
"""


def _read_same() -> Mapping[str, str]:
    same: dict[str, str] = {}
    for line in _SAME.strip().splitlines():
        head, _, others = line.partition(":")
        meant = stem(fold(head))
        for word in (head, *others.split()):
            same.setdefault(fold(word), meant)
            same.setdefault(stem(fold(word)), meant)
    return same


SAME: Mapping[str, str] = _read_same()
"""A folded word or its stem, and the stem it stands for."""
FILLERS = frozenset(map(fold, (_FILLERS + _ENGLISH_FILLERS).split()))
"""Words that say nothing of what a question is about."""
PHRASES: Mapping[str, str] = {fold(said): fold(meant) for said, meant in _PHRASES.items()}
"""Several words that mean one."""
TELLING = frozenset(stem(fold(word)) for word in (_SOMEBODY_ELSE + _ASKED).split())
"""Stems that no sure answer may lack: about whom else it is, and what is asked (when, how many)."""
VAGUE = frozenset(stem(fold(word)) for word in _VAGUE.split())
"""Stems that are in many questions and make none by themselves."""
ENGLISH = frozenset((_ENGLISH + _ENGLISH_FILLERS).split())
"""Words by which English is told from Arabic in Latin letters."""
QUESTION = frozenset(map(fold, _QUESTION.split()))
"""Words by which a question is told from a statement, wherever in it."""
OPENING = frozenset(_OPENING.split())
"""Words by which English is told to ask, where it begins with them."""
