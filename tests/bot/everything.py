"""Talks, refusals and moves in which everything is said that the conversation can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from bot.lines import REFERRALS, UNREAD
from flows import closing, correction, handoff
from flows.book import Programme
from flows.checks import (
    CHECKS,
    Check,
    age_between,
    future_date,
    number_between,
    past_date,
    text_between,
)
from flows.checks.units import UNITS
from flows.context import Application, Lookup, Person
from flows.events import (
    Edited,
    Elapsed,
    HandedBack,
    Opened,
    Sent,
    Shared,
    Spoke,
    Tapped,
    Unread,
    Waited,
)
from flows.proof import ENDS
from flows.rejection import Rejected
from flows.requests import REFERENCE as REFERENCE_CHECK
from flows.steps import Upload
from flows.steps.ask import document
from flows.steps.upload import REASONS
from flows.text import Text
from flows.voice import VOICES
from tests.bot import every_voice
from tests.bot.every_move import officers
from tests.bot.talk import FRIDAY, REFERENCE, SUNDAY, Talk, World
from tests.replacing import replace

CARD = "4111111111111111"
NONSENSE = "كلام غريب لا يفهم"
ACCOUNT = "SA0380000000608010167519"
WRONG = (
    *("", "12", "3000000003", "1000000009", "6001234567", "ا" * 101, "نورة", "نورة 5", "Nora"),
    *("أمس", "0001/01/01", "1448/06/30", "1990/02/29", "1400/01/01", "2090/01/01", "2026/11/23"),
    *("1000000008", "0138123456", "+971501234567", "a@gmail.con", "26000423", "نورة " * 30),
    *("ا" * 1001, "5000000000", "0", "99", "3.5", "5 6", "5 أشهر", "نورة @ سعد", "a@b.com c@d.com"),
    *("1448/13/14", "2027/01/01 الموافق 2027/01/02", "05/06/89", "2020/01/01", "1350/01/01"),
    *("1000000008\n2000000006", "7001234567", "7001234567\n7001234575", "9200012345", "920001234"),
    *("0551234567", "0551234567\n0559876543", "055123456", "0521234567", "أ@gmail.com"),
    *("SA0380000000608010167518", "SA038000000060801016751", "AE070331234567890123456"),
    *("4111111111111111", f"{ACCOUNT} / SA4420000001234567891234", ACCOUNT[2:]),
    *("دمام1234", "RRRD2929 / RNBB2312", "25.2048,55.2708", "48.8566,2.3522"),
    *("https://example.com/26", "جواز", "هوية 1000000009", "جواز A1234567"),
    *("جواز A1234567 2020/01/01", "جواز A1234567 2090/01/01", "متى دوامكم يوم الخميس"),
)
WRONG_REFERENCE = "26000423"
CHECKED = (
    *CHECKS.values(),
    REFERENCE_CHECK,
    ENDS,
    number_between(1, 50, "year"),
    text_between(10, 1000),
    past_date(1000),
    future_date(5000),
    age_between(18, 60),
)


def refusals(today: date) -> Iterator[tuple[Check, Rejected]]:
    """What each check says of everything that may be typed wrong."""
    for check, text in product(CHECKED, WRONG):
        try:
            check.read(text, today)
        except Rejected as rejected:
            yield check, rejected


def texts(world: World) -> Iterator[Text]:
    """What is said outside of the talks: by checks, by promises, by officers' moves."""
    for check, rejected in refusals(SUNDAY.date()):
        yield Text(f"check.{check.name}.{rejected.reason}", rejected.values)
    yield from (Text(f"unit.{unit}.count", count=3) for unit in UNITS)
    yield document("passport A1234567 2030-10-12")
    for reason, now in product(REFERRALS, (SUNDAY, FRIDAY)):
        yield handoff.promise(REFERENCE, reason, Talk(world, now=now).ctx)
    for voice in VOICES:
        yield handoff.promise(REFERENCE, voice, Talk(world).ctx)
    for now, in_days in product((SUNDAY, FRIDAY), (False, True)):
        ctx = Talk(world, now=now).ctx
        yield handoff.late(REFERENCE, ctx, in_days=in_days)
        yield handoff.renewed(REFERENCE, now, ctx)
    for now, before in product((SUNDAY, FRIDAY), (0, 3)):
        found = {Lookup("queue", REFERENCE): before}
        if waits := handoff.place(REFERENCE, replace(Talk(world, now=now).ctx, found=found)):
            yield from (waits, Text("requests.waiting", {"line": waits}))
    paper = Upload(key="file", types=frozenset({"pdf", "png"}), most=3, size=10)
    yield from map(paper.explain, REASONS)
    yield from officers(world)
    yield from every_voice.texts(world)


def talks(world: World) -> Iterator[Talk]:
    yield from anywhere(world)
    for programme in world.book.programmes.values():
        yield from registrations(world, programme)
    yield from people(world)
    yield from interruptions(world)
    yield from enquiries(world)
    yield from services(world)
    yield from drafts(world)
    yield from decisions(world)
    yield from hand_offs(world)
    yield from every_voice.talks(world)


def anywhere(world: World) -> Iterator[Talk]:
    yield Talk(world).say("السلام عليكم", "مساعدة", "شكرا", "رجوع", "إلغاء", NONSENSE)
    for kind in UNREAD:
        sent = Sent(kind, "x") if kind in {"image", "document"} else Unread(kind)
        yield Talk(world).say("القائمة").hear(sent)
    yield Talk(world).say("القائمة", CARD, "رمز التحقق 4821", ACCOUNT)
    talk = Talk(world).say("مساعدة", "القائمة").hear(Shared("0551234567"), Edited("x"))
    yield talk.hear(Opened("no such flow")).tap("language").say("مساعدة").tap("english")
    yield Talk(world).say("القائمة").tap("notices").say("مساعدة").tap("yes", "notices", "no")


def registrations(world: World, programme: Programme) -> Iterator[Talk]:
    for applicant in sorted(programme.audience):
        picks = {"applicant": applicant, "programme": programme.id, "guardian_id": "2000000006"}
        asked = f"eligible.{programme.id}"
        picks |= {f"{asked}.{rule.key}": min(rule.accepts) for rule in programme.eligibility}
        yield Talk(world).say("تسجيل").fill("registration", picks)
        for rule in programme.eligibility:
            every = {option.id for option in rule.options} or {"yes", "no"}
            unmet = picks | {
                f"{asked}.{rule.key}": min(every - rule.accepts),
                f"{asked}.{rule.key}.minor": "menu",
            }
            yield Talk(world).say("تسجيل").fill("registration", unmet)


def people(world: World) -> Iterator[Talk]:
    """Somebody known, another person, a child, no seats left, an application that exists."""
    own = {"national_id": "1000000008", "id_expiry": "2030-10-12", "name": "نورة سعد محمد العتيبي"}
    other = {**own, "national_id": "1010101010"}
    course = "consultation"
    mine = Application(REFERENCE, course, "submitted", SUNDAY.date(), answers=own)
    hers = Application(
        "26000430", course, "delivered", SUNDAY.date(), applicant="family", answers=other
    )
    known = Person(applications=(mine, hers))
    for applicant, whose in (("individual", ""), ("family", f"of.{hers.reference}")):
        picks = {"applicant": applicant, "whose": whose, "programme": course, "known": "yes"}
        yield Talk(world, person=known).say("تسجيل").fill("registration", picks)
    changing = {"applicant": "individual", "programme": course, "known": "change"}
    yield Talk(world, person=known).say("تسجيل").fill("registration", changing)
    full = {"applicant": "guardian", "programme": "reading", "guardian_id": "2000000006"}
    none = Talk(world, known={"reading": 1000}).say("تسجيل")
    yield none.fill("registration", full, until="full.reading").say("مساعدة")
    declined = {**full, "guardian_consent": "no"}
    yield Talk(world).say("تسجيل").fill("registration", declined)
    yield Talk(world, person=known).say("طلباتي")
    several = Talk(world).say("تسجيل").tap("yes", "individual", "incubator")
    yield several.fill("registration", {}, until="field.cause").tap("environment")


def interruptions(world: World) -> Iterator[Talk]:
    yield Talk(world).say("تسجيل", "التفاصيل", "مساعدة", "لا")
    begun = Talk(world).say("تسجيل").tap("yes", "individual").hear(Tapped(99, "individual"))
    yield (
        begun.say("القائمة", "متابعة", "رجوع", "إلغاء", "تسجيل")
        .tap("individual")
        .say("إلغاء", "مساعدة")
        .tap("yes")
    )
    resident = {"applicant": "individual", "national_id": "2000000006", "name": "Mohammed Iqbal"}
    changed = Talk(world).say("تسجيل").fill("registration", resident, until="review")
    yield changed.tap("change").say("مساعدة").tap("mobile").say("القائمة")
    later = Talk(world).say("تسجيل").tap("yes", "individual")
    later.now = SUNDAY + timedelta(days=3)
    yield later.say(NONSENSE, "مساعدة").tap("discard")
    full = Talk(world).say("القائمة")
    for n in range(world.book.association.numbers.stacked_forms + 1):
        full.hear(Opened("rating", {"application": str(n)}))
    yield full


def enquiries(world: World) -> Iterator[Talk]:
    for answer in world.book.answers.values():
        yield Talk(world).say("استفسار", "مساعدة", answer.title.ar, "مساعدة")
    begun = (p[: len(p) * 2 // 3] for a in world.book.answers.values() for p in a.phrasings)
    vague = next(half for half in begun if world.matcher.match(half).action == "choices")
    yield Talk(world).say("استفسار", vague, "مساعدة").tap("other")
    for reply in ("yes", "no", "officer"):
        yield Talk(world).say("استفسار", "أوقات الدوام").tap(reply)
    old = Talk(world, now=SUNDAY + timedelta(days=4000))
    yield old.say("استفسار", "أوقات الدوام")


def services(world: World) -> Iterator[Talk]:
    known = world.applications()
    first = known[0].reference
    served = Person(applications=known, ratings=(first,))
    yield Talk(world, person=served).say("طلبي")
    yield Talk(world, known={REFERENCE: known[0]}).say("طلبي", "مساعدة", REFERENCE)
    yield Talk(world).say("طلبي", REFERENCE, "مساعدة", "تخطي", "تقييم")
    yield Talk(world, known={f"{REFERENCE} 0008 4567": known[0]}).say(REFERENCE, "0008 4567")
    yield Talk(world, person=Person(case=REFERENCE)).say(WRONG_REFERENCE, REFERENCE)
    yield from renewals(world)
    for reference, how in product((first, "26000000"), ("full", "partly", "no")):
        about = Opened("delivery", {"application": reference})
        yield Talk(world, person=served).hear(about).say("مساعدة").tap(how)
    again = Person(applications=known, rated=(first,))
    yield Talk(world, person=again).say("تقييم")
    over = Person(applications=known, past=(first,))
    yield Talk(world, person=over).hear(Opened("rating", {"application": first}))
    for wish in ("no", "yes"):
        talk = Talk(world, person=served).hear(Opened("rating", {"application": first}))
        talk.tap("unnamed").say("مساعدة", "5", "مساعدة", "رجوع", "5", "مساعدة", "5", "مساعدة")
        yield talk.say("تخطي", "مساعدة").tap(wish)
    for score in "54321":
        talk = Talk(world, person=served).say("القائمة", "تقييم", "مساعدة").tap(f"of.{first}")
        yield talk.fill("rating", {"score": score})


def decisions(world: World) -> Iterator[Talk]:
    """A correction, a decision, an objection, a withdrawal."""
    programme = next(iter(world.book.programmes))
    one, other = (Application(f"260004{n}0", programme, "", SUNDAY.date()) for n in (3, 4))

    def holding(*states: str) -> Talk:
        made = (replace(a, state=s) for a, s in zip((one, other), states, strict=False))
        return Talk(world, person=Person(applications=tuple(made)))

    again = correction.opening(one.reference, {"programme": programme}, ["name"], "كما في الهوية")
    yield holding("needs_correction").hear(again).fill("correction", {})
    destroyed = correction.opening(one.reference, {"programme": programme}, ["name"], "")
    yield holding("needs_correction").hear(destroyed)
    yield holding("approved").hear(again)
    for clause in ("need", "gone"):
        given = {"application": one.reference, "reason": "ليس من الفئة", "clause": clause}
        told = holding("not_approved").hear(Opened("decision", given))
        yield told.say("مساعدة").tap("object").say("مساعدة", "لم تُحتسب الشهادة")
    yield holding("approved").say("اعتراض")
    yield holding("not_approved", "not_approved").say("اعتراض", "مساعدة")
    yield holding("in_delivery").say("سحب الطلب")
    yield holding("submitted", "approved").say("سحب الطلب", "مساعدة", "1", "مساعدة", "لا")
    yield holding("submitted").say("طلباتي", "مساعدة").tap(f"withdraw.{one.reference}").tap("yes")
    yield holding("needs_correction", "not_approved").say("طلباتي")
    for by in (SUNDAY.date(), date(2026, 11, 1)):
        due = replace(one, state="submitted", due=by)
        yield Talk(world, person=Person(applications=(due,))).say("طلباتي")


def renewals(world: World) -> Iterator[Talk]:
    for expiry in ("2026-11-22", "2026-11-23", "2027-01-21"):
        about = Opened("renewal", {"application": REFERENCE, "expiry": expiry})
        for how in ("later", "stop"):
            yield Talk(world).hear(about).say("مساعدة").tap(how)
        yield Talk(world).hear(about).tap("update").say("مساعدة", "1452/05/23", "مساعدة").tap("yes")


def drafts(world: World) -> Iterator[Talk]:
    """Begun, shown, reminded of, deleted."""
    yield Talk(world).say("حذف المسودة")
    left = Talk(world).say("تسجيل").tap("yes", "individual").say("القائمة", "طلباتي")
    form = left.conversation.forms[0]
    assert form.begun is not None
    left.now = SUNDAY + timedelta(days=1)
    yield left.hear(Waited(form.begun, SUNDAY)).say("القائمة", "حذف المسودة").tap("yes")


def hand_offs(world: World) -> Iterator[Talk]:
    talk = Talk(world).say("القائمة", NONSENSE, NONSENSE).tap("officer").say("القائمة")
    talk.person = Person(case=REFERENCE)
    yield talk.say("مسؤول", "إيقاف", "اشتراك", "إنهاء")
    complained = Talk(world).say("مسؤول")
    complained.person = Person(case=REFERENCE, apart={REFERENCE: "supervisors"})
    yield complained.say("إنهاء")
    yield Talk(world).say("مسؤول", "مساعدة").hear(HandedBack(REFERENCE))
    yield Talk(world).say("تسجيل").hear(Spoke(REFERENCE))
    refused = Talk(world).say("تسجيل").fill("registration", {}, until="national_id")
    yield refused.say("12", "13", "14")
    yield from endings(world)


def endings(world: World) -> Iterator[Talk]:
    """The outcome is told, agreed with or not; and what time does."""
    resolved = Person(resolved={REFERENCE: SUNDAY.date()}, reopens=REFERENCE)
    back = HandedBack(REFERENCE, closing.opening(REFERENCE))
    for now, answer in product((SUNDAY, FRIDAY), ("yes", "no")):
        talk = Talk(world, now=now).say("مسؤول")
        talk.person = resolved
        yield talk.hear(back).say("مساعدة").tap(answer)
    for what in ("silence", "expiry", "grace"):
        yield Talk(world).say("مسؤول").hear(Elapsed(REFERENCE, what, SUNDAY))
