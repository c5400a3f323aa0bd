"""What the words of a question are good for: which say nothing, which tell what is asked.

General language only: what people say of one association stands in the phrasings of its answers.
Spellings are compared folded (`flows.arabic.fold`). What means the same stands in `synonyms`.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.arabic import fold
from flows.matching.stems import stem

_FILLERS = """
يا من في على عن إلى هل إن أن و أو اللي الذي التي الي هذا هذه قد ثم بس لو حق حقت حقي حقكم حقتكم حقتي
لكم لي لنا بالضبط بالزبط يعني طيب والله ذا ذي هذي إذا كان لين عشان علشان لأن أنا مع منكم معكم معاكم
وياكم عندنا لدينا عندي لدي عندكم عندك لديكم لديك عني عنا فيني فيك فيكم أيضا كذلك إني انه أنه أنكم
ترى تراني هنا هناك لقد بي ذلك تلك تم يتم منذ لكن ولكن بعض أي عندما لما حتى بشكل هو هي إنها حيث فضلك
لدى الخاص الخاصة به بها له لها هم كنت كانت يكون فهل توني للتو كذا المفروض أعتقد أظن ظنيت حسيت توقعت
ربما تكفى تكفي تكفين تكفون سمحت سمحتي سمحتم يرجى الرجاء رجاء هلا مرحبا أهلا راح سوف قاعد قاعدة
قاعدين توه توها أصلا فعلا حقا فقط برضو برضه كمان كأن كذه كدا جذي ف ب وما مما عبر خلال رغم تبع تبعي
تبعك تبعكم معي معاي معاك معك معه معاه وياي وياه علي عليك عليه عليها عليكم عنه عنها منه منها إليه
إليها كانوا كنا لكنه لكنها لكنني أنني بأن بأنه لأنه لأنها لأني أواجه يواجه موضوع الموضوع مدري مادري
دريت عرفت تعرفون خبرني أخبرني أخبروني يخبرني تخبرني أستفسر استفسار أسأل سؤال أعرف نعرف معرفة علموني
خبروني أفيدوني تفيدوني أدري ندري سالفة السالفة
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
_HEARSAY = """
سمعت سمعنا اسمع نسمع يقولون يقولوا يقول قالوا قالولي قال قالت تقول يقال ينقال يشاع شائعة إشاعة
إشاعات صحيح صح صدق صدقا صج فعلا حقيقي حقيقة معقول الناس
heard hear rumour rumor true say says they people
"""
_OPENING = "is are do does did can could will would have has"
_ENGLISH_FILLERS = """
the a an is are am was be do does did can could will would to of in on at for from with my your
our me us and or if please this that there any
"""
_ENGLISH = """
i you we he she it how what when where who why which not no want need have has get give tell about
"""


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
HEARSAY = frozenset(map(fold, _HEARSAY.split()))
"""Words of who passes on what is said, or doubts it: they hear, people say, is it true."""
OPENING = frozenset(_OPENING.split())
"""Words by which English is told to ask, where it begins with them."""
