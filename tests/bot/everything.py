"""Talks, refusals and moves in which everything is said that the conversation can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from bot.lines import REFERRALS, UNREAD
from flows import cases, handoff
from flows.book import Programme
from flows.cases import Case, Refused, Tell
from flows.checks import (
    CHECKS,
    Check,
    age_between,
    future_date,
    number_between,
    past_date,
    text_between,
)
from flows.context import Person
from flows.events import Edited, HandedBack, Opened, Sent, Shared, Spoke, Tapped, Unread, Waited
from flows.proof import ENDS
from flows.rejection import Rejected
from flows.requests import REFERENCE as REFERENCE_CHECK
from flows.steps import Upload
from flows.steps.ask import document
from flows.steps.upload import REASONS
from flows.text import Text
from tests.bot.talk import FRIDAY, REFERENCE, SUNDAY, Talk, World

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
    *("جواز A1234567 2020/01/01", "جواز A1234567 2090/01/01"),
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
    yield document("passport A1234567 2030-10-12")
    for reason, now in product(REFERRALS, (SUNDAY, FRIDAY)):
        yield handoff.promise(REFERENCE, reason, Talk(world, now=now).ctx)
    paper = Upload(key="file", types=frozenset({"pdf", "png"}), most=3, size=10)
    yield from map(paper.explain, REASONS)
    yield from officers(world)


def officers(world: World) -> Iterator[Text]:
    """Every move on every kind of case, allowed or not."""
    first, *_ = world.book.officers.values()
    moves, states = cases.MOVES.moves, cases.MOVES.states()
    for move, state, owner, text in product(moves, states, (None, first.id, "noura"), ("", "تم")):
        for reference, delivered in ((None, None), (REFERENCE, "submitted"), (REFERENCE, "x")):
            case = Case(REFERENCE, "hand_off", state, owner, reference, delivered)
            for outcome in ("", *cases.OUTCOMES):
                made = cases.make(case, move, first, text=text, outcome=outcome)
                if isinstance(made, Refused):
                    yield made.reason
                else:
                    yield from (e.text for e in made.effects if isinstance(e, Tell))


def talks(world: World) -> Iterator[Talk]:
    yield from anywhere(world)
    for programme in world.book.programmes.values():
        yield from registrations(world, programme)
    yield from interruptions(world)
    yield from enquiries(world)
    yield from services(world)
    yield from drafts(world)
    yield from hand_offs(world)


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
        picks = {"applicant": applicant, "programme": programme.id}
        asked = f"eligible.{programme.id}"
        picks |= {f"{asked}.{rule.key}": min(rule.accepts) for rule in programme.eligibility}
        yield Talk(world).say("تسجيل").fill("registration", picks)
        for rule in programme.eligibility:
            every = {option.id for option in rule.options} or {"yes", "no"}
            unmet = picks | {f"{asked}.{rule.key}": min(every - rule.accepts)}
            yield Talk(world).say("تسجيل").fill("registration", unmet)


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
    for score in "54321":
        talk = Talk(world, person=served).say("القائمة", "تقييم", "مساعدة").tap(f"of.{first}")
        yield talk.fill("rating", {"score": score})


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
    yield Talk(world).say("مسؤول", "مساعدة").hear(HandedBack(REFERENCE))
    yield Talk(world).say("تسجيل").hear(Spoke(REFERENCE))
    refused = Talk(world).say("تسجيل").fill("registration", {}, until="national_id")
    yield refused.say("12", "13", "14")
