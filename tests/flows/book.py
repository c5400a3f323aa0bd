"""A small association for the tests of the flows, and the words people use with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from flows import reference
from flows.arabic import fold
from flows.book import (
    Answer,
    Association,
    Book,
    Clause,
    Contact,
    Department,
    Eligibility,
    Field,
    Frame,
    Governorate,
    Hours,
    Officer,
    Pick,
    Policy,
    Privacy,
    Programme,
    Wording,
)
from flows.calendar import RIYADH
from flows.charter import Party, Voice
from flows.context import Application, Context, Person
from flows.matching import Matcher

SUNDAY = datetime(2026, 11, 22, 9, tzinfo=RIYADH)
THURSDAY_NIGHT = datetime(2026, 11, 26, 23, tzinfo=RIYADH)
REFERENCES = tuple(reference.make(f"{n}") for n in range(2600042, 2600046))
OWN = reference.make("2500001")
"""The application that `APPLICANT` has."""


def w(text: str) -> Wording:
    return Wording(text, text)


ASSOCIATION = Association(
    name=w("association"),
    licence="1000",
    contact=Contact("920000000", "a@example.org", "https://example.org", w("Dammam"), "map"),
    privacy=Privacy("2", w("purpose"), w("retention"), w("officer"), "p@example.org"),
    policy=Policy("1", date(2022, 3, 8), date(2027, 3, 8), "link", w("beyond")),
    hours=Hours(frozenset({7, 1, 2, 3, 4}), (Frame(time(8), time(16)),), ()),
)
COURSE = Programme(
    id="course",
    title=w("course"),
    summary=w("summary"),
    audience=frozenset({"individual"}),
    department="care",
    steps=(w("one"), w("two")),
    verify_days=2,
    terms="1",
    eligibility=(Eligibility("adult", w("adult?"), frozenset({"yes"}), w("adults only")),),
    fields=(
        Field("mode", "choice", w("mode"), w("mode?"), w("help"), (Pick("near", w("near")),)),
        Field("years", "number", w("years"), w("years?"), w("help"), maximum=50),
        Field("before", "yes_no", w("before"), w("before?"), w("help")),
        Field("story", "text", w("story"), w("?"), w("help"), when=("before", "yes"), minimum=5),
        Field("note", "text", w("note"), w("note?"), w("help"), optional=True),
    ),
    closes=date(2026, 12, 31),
)
SUPPORT = Programme(
    id="support",
    title=w("support"),
    summary=w("summary"),
    audience=frozenset({"organisation"}),
    department="care",
    steps=(w("one"),),
    verify_days=3,
    terms="1",
    fields=(
        Field("licence", "licence", w("licence"), w("licence?"), w("help")),
        Field("unified", "unified_number", w("unified"), w("unified?"), w("help")),
        Field("founded", "date", w("founded"), w("founded?"), w("help"), past=True),
        Field("next", "date", w("next"), w("next?"), w("help")),
    ),
)


def answer(id_: str, *phrasings: str, until: int = 2027, opens: str | None = None) -> Answer:
    source, owner = w("source"), "care"
    return Answer(
        id_, w(id_), w("text"), phrasings, owner, source, w("head"), date(until, 6, 30), opens
    )


ANSWERS = (
    answer("hours", "what are your working hours", "when do you open"),
    answer("place", "where is your office", "address of the association"),
    answer("jobs", "do you have any vacancies", until=2026),
    answer("joining", "how do I join the course", opens="registration"),
    answer("complaint", "I want to make a complaint", opens="officer"),
)
WORDS: Mapping[str, tuple[str, ...]] = {
    **{word: (word,) for word in ("back", "cancel", "continue", "restart", "discard", "end")},
    **{word: (word,) for word in ("skip", "help", "requests", "register", "enquiry", "rate")},
    **{word: (word,) for word in ("stop", "start", "english", "language", "send", "change")},
    **{word: (word,) for word in ("objection", "cancel_request", "waiting")},
    **{word: (word,) for word in ("individual", "organisation", "full", "partly", "details")},
    "menu": ("menu", "/start"),
    "arabic": ("arabic", "عربي"),
    "one_time_code": ("code", "رمز", "تحقق", "كود"),
    "other_code": ("postal", "بريدي"),
    "officer": ("officer", "a real person"),
    "puzzled": ("what is meant", "وش المقصود"),
    **{word: (word,) for word in ("rights", "steps", "complaint", "suggestion", "confidential")},
    "sensitive": ("he beats me", "تحرش بي"),
    "sensitive_word": ("harassment", "تحرش"),
    "sensitive_hint": ("violence", "عنف"),
    "sensitive_topic": ("programme", "دورة"),
    "delete_data": ("delete my data",),
    "yes": ("yes", "نعم", "👍"),
    "no": ("no", "لا"),
    "greeting": ("hello", "السلام عليكم", "سلام"),
    "thanks": ("thanks", "شكرا"),
    "courtesy": ("please",),
    "1": ("one", "واحد"),
    "2": ("two", "اثنين"),
    "5": ("five", "خمسة"),
}
BOOK = Book(
    association=ASSOCIATION,
    departments={"care": Department("care", w("care"))},
    governorates={id_: Governorate(id_, w(id_)) for id_ in ("dammam", "khobar")},
    programmes={p.id: p for p in (COURSE, SUPPORT)},
    answers={a.id: a for a in ANSWERS},
    officers={
        id_: Officer(id_, None, w(id_), frozenset({"officer"}), frozenset({"care"}))
        for id_ in ("sara", "khalid")
    },
    words={meaning: frozenset(map(fold, said)) for meaning, said in WORDS.items()},
    clauses={"data": Clause("data", w("data"), w("procedure 2"))},
    voices={
        its.id: its
        for its in (
            Voice("complaint", "care", 5, urgent=True),
            Voice("suggestion", "care", 15),
            Voice("erasure", "care", 20),
        )
    },
    parties={"donor": Party("donor", w("donor"), (w("receipt"), w("report")), (w("truth"),))},
)
LABELS: Mapping[str, tuple[str, ...]] = {
    "common.yes": ("Yes", "نعم"),
    "common.no": ("No", "لا"),
    "registration.applicant.option.individual": ("For myself", "لنفسي"),
    "registration.review.option.send": ("Send it", "إرسال"),
    "book.programme.course.title": ("Course", "دورة"),
    "book.governorate.dammam": ("Dammam", "الدمام"),
    "book.governorate.khobar": ("Khobar", "الخبر"),
}
APPLICANT = Person(
    consent="2", applications=(Application(OWN, "course", "in_delivery", date(2026, 11, 1)),)
)
"""Somebody who consented and has an application that waits for a word on its delivery."""
MATCHER = Matcher.build(ANSWERS, BOOK.words)
CONTEXT = Context(
    now=SUNDAY,
    book=BOOK,
    matcher=MATCHER,
    labels={id_: frozenset(map(fold, said)) for id_, said in LABELS.items()},
    person=Person(consent="2"),
    references=REFERENCES,
)
