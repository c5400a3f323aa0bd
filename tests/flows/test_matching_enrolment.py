"""A place in a programme, asked for by the programme's name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.arabic import fold
from flows.events import Opened
from flows.matching import Matcher, asked
from tests.flows.book import BOOK, CONTEXT
from tests.flows.chat import INDIVIDUAL, Chat
from tests.replacing import replace

TITLES = {
    "skills": ("مهارات العمل غير الربحي", "Nonprofit Work Skills"),
    "reading": ("نادي القراءة للناشئة", "Young Readers' Club"),
    "governance": ("دعم الحوكمة", "Governance Support"),
    "accounting": ("الدعم المحاسبي", "Accounting Support"),
}
MATCHER = Matcher.of(
    {"hours": ["متى الدوام"], "support": ["ابي دعم محاسبي", "ابي اشارك في دعم الحوكمة"]},
    {
        "family": frozenset(map(fold, ("لأمي", "أمي", "زوجتي", "لأحد أسرتي", "sister"))),
        "guardian": frozenset(map(fold, ("لولدي", "ولدي", "بنتي", "my child"))),
    },
    titles=TITLES,
)


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("ابي اسجل في المهارات", "skills"),
        ("ابغى التسجيل بمهارات العمل غير الربحي", "skills"),
        ("ودي التحق بنادي القراءة", "reading"),
        ("سجلوني في برنامج القراءه", "reading"),
        ("ابي اقدم على الحوكمة", "governance"),
        ("I want to join governance support", "governance"),
        ("سجلوني في الدعم المحاسبي", "accounting"),
        ("register for the young readers club", "reading"),
    ],
)
def test_a_programme_is_known_by_its_name(text: str, programme: str) -> None:
    assert MATCHER.explain(text).pointed == f"registration.{programme}."
    assert MATCHER.match(text).action == "handoff"


@pytest.mark.parametrize(
    "text",
    [
        "كيف اسجل في المهارات",  # a question
        "سجلت في المهارات",  # it is done
        "المهارات",  # nothing is wanted
        "ابي اسجل",  # nothing is named
        "ابي اقدم على عمل",  # a word of a title, and not the one that names it
        "ابي اسجل في برنامج دعم",  # two titles have it
        "ابي اسجل جاري في المهارات",  # something else is said
        "ابي اسجل امي وولدي",  # two at once
        "كيف اسجل ولدي",  # a question
        "ولدي",  # nothing is wanted
        "ابي اسجل ولدي في السباحة",  # nothing of ours
        "ابي دعم محاسبي",  # no place is asked for
        "ابي اشارك في دعم الحوكمة",  # an answer has these very words
    ],
)
def test_what_is_no_wish_for_a_place_in_one_is_none(text: str) -> None:
    assert MATCHER.explain(text).pointed is None


@pytest.mark.parametrize(
    ("text", "programme", "applicant"),
    [
        ("ابي اسجل ولدي", "", "guardian"),
        ("ابي اقدم لامي", "", "family"),
        ("سجلوا زوجتي معكم", "", "family"),
        ("I want to register my sister", "", "family"),
        ("ابي اسجل بنتي في نادي القراءة", "reading", "guardian"),
    ],
)
def test_whom_a_place_is_for_is_known_by_a_word(text: str, programme: str, applicant: str) -> None:
    assert MATCHER.explain(text).pointed == f"registration.{programme}.{applicant}"


SKILLS = replace(
    CONTEXT, matcher=Matcher.of({}, BOOK.words, titles={"course": ("مهارات", "skills")})
)


def test_the_registration_begins_with_that_programme_and_whom_it_serves() -> None:
    assert asked("ابي اسجل مهارات", SKILLS) == Opened("registration", {"programme": "course"})
    chat = Chat(SKILLS).say("ابي اسجل مهارات")
    assert chat.said == ["registration.applicant.ask"]
    assert {option.id for option in chat.question.options} == {"individual", "family"}
    assert "registration.programme.ask" not in chat.say("individual").said


def test_it_is_asked_for_in_the_middle_of_a_form() -> None:
    chat = Chat(SKILLS).say("register", *INDIVIDUAL[:3], "ابي اسجل مهارات")
    assert chat.stack == ("registration", "registration")


def test_a_programme_that_closed_is_said_to_be_gone() -> None:
    course = BOOK.programmes["course"]
    closed = replace(course, closes=SKILLS.today - timedelta(days=1))
    programmes = {**BOOK.programmes, "course": closed, "club": replace(course, id="club")}
    ctx = replace(SKILLS, book=replace(BOOK, programmes=programmes))
    chat = Chat(ctx).say("ابي اسجل مهارات", "individual")
    assert chat.said == ["common.gone", "registration.programme.ask"]
    only = replace(ctx, book=replace(BOOK, programmes={**BOOK.programmes, "course": closed}))
    asked_whom = Chat(only).say("ابي اسجل مهارات").question.options
    assert {option.id for option in asked_whom} == {"organisation"}


def test_a_programme_that_does_not_serve_them_is_not_the_one() -> None:
    words = {**BOOK.words, "guardian": frozenset([fold("ولدي")])}
    book = Matcher.of({}, words, titles={"course": ("مهارات", "skills")})
    ctx = replace(SKILLS, matcher=book)
    assert asked("ابي اسجل ولدي مهارات", ctx) == Opened("registration", {"applicant": "guardian"})
