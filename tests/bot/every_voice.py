"""Talks in which people say something to the association itself, and what it answers in time."""

from __future__ import annotations

from collections.abc import Iterator

from flows import changes, progress
from flows.context import Person
from flows.events import Opened
from flows.text import Text
from tests.bot.talk import FRIDAY, REFERENCE, SUNDAY, Talk, World

WORDS = "تأخر الرد علي أسبوعًا كاملا"
OTHER = "26000430"


def talks(world: World) -> Iterator[Talk]:
    for word in ("شكوى", "اقتراح"):
        yield Talk(world).say(word, "مساعدة", WORDS)
    talk = Talk(world).say("شكوى", WORDS, "مساعدة").tap("unlisted")
    yield talk.say("مساعدة", "موظف الاستقبال")
    yield Talk(world).say("شكوى", WORDS).tap("no")
    yield Talk(world).say("بلاغ سري", "مساعدة", "تحرش")
    yield Talk(world).say("القائمة", "سؤال عن العنف", "مساعدة").tap("yes")
    known = Person(apart={REFERENCE: "focal"})
    yield Talk(world, person=known).say("تحرش")
    yield Talk(world).say("حذف بياناتي", "مساعدة").tap("no")
    yield Talk(world).say("حذف بياناتي").tap("yes")
    for now, answer in ((SUNDAY, "yes"), (SUNDAY, "no"), (FRIDAY, "no")):
        yield Talk(world, now=now).say("سمعت ان التسجيل بفلوس", "مساعدة").tap(answer)
    yield Talk(world).say("ابي مساعدة مالية", "مساعدة").tap("yes")
    yield Talk(world).say("حقوقي وواجباتي", "مساعدة").tap("donor")
    yield Talk(world).say("خطوات الخدمة", "مساعدة").tap("skills")
    yield Talk(world).say("شكر وثناء", "مساعدة", "أشكر فريق التدريب")
    answered = Talk(world, known={"": (OTHER,)})
    yield answered.say("أعترض", "مساعدة", "لم يُحل شيء مما ذكرت")
    yield Talk(world, known={"": (OTHER, "26000448")}).say("أعترض")
    again = Opened("rerating", {"service": next(iter(world.book.programmes))})
    yield Talk(world).hear(again).say("مساعدة").tap("5")


def texts(world: World) -> Iterator[Text]:
    """What is told later, without being asked."""
    for voice in world.book.voices.values():
        hours = world.book.association.hours
        yield progress.told(voice, REFERENCE, voice.department, SUNDAY.date(), hours)
    told = changes.told(["صار التسجيل من الجوال"])
    assert told is not None
    yield told
