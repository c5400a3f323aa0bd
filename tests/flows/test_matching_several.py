"""Several questions in one message, each of which surely has an answer of its own."""

from __future__ import annotations

import pytest

from flows.effects import Unanswered
from flows.events import Tapped
from flows.matching import Matcher
from flows.matching.reading import questions
from tests.flows.book import CONTEXT
from tests.flows.chat import INDIVIDUAL, Chat

MATCHER = Matcher.of(
    {
        "hours": ["متى تفتحون", "متى الدوام"],
        "place": ["وين موقعكم", "ما العنوان"],
        "fees": ["كم الرسوم", "هل فيه رسوم"],
        "parking": ["فيه مواقف للسيارات", "وين نوقف السيارة"],
    },
    {"greeting": frozenset({"السلام عليكم"})},
)
BOTH = "when do you open? where is your office?"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("متى تفتحون ووين موقعكم؟", ("متي تفتحون", "وين موقعكم")),
        ("متى تفتحون وين موقعكم", ("متي تفتحون", "وين موقعكم")),
        ("متى تفتحون، وكم الرسوم؟", ("متي تفتحون", "وكم الرسوم")),
        ("ابي اعرف متى تفتحون", ("ابي اعرف متي تفتحون",)),
        ("هل ممكن متى", ("هل ممكن", "متي")),
        ("وش موقعكم", ("وش موقعكم",)),
        ("", ()),
    ],
)
def test_questions_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    assert questions(text) == parts


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("متى تفتحون ووين موقعكم؟", ("hours", "place")),
        ("السلام عليكم. كم الرسوم؟ متى تفتحون؟", ("fees", "hours")),
        ("متى تفتحون ووين موقعكم وكم الرسوم", ("hours", "place", "fees")),
        ("متى تفتحون ومتى الدوام", ()),  # one answer
        ("متى تفتحون ووين القمر الصناعي", ()),  # the second is not known
        ("متى تفتحون وين موقعكم كم الرسوم وين نوقف السيارة", ()),  # more than one reads
        ("متى تفتحون", ()),
    ],
)
def test_each_has_its_answer_or_none_is_told(text: str, answers: tuple[str, ...]) -> None:
    found = MATCHER.explain(text)
    assert found.several == answers
    assert ("several questions: " in str(found)) is bool(answers)


def test_all_are_told_and_asked_about_once() -> None:
    chat = Chat().say("menu", BOTH)
    assert chat.said == ["enquiry.told", "enquiry.told", "enquiry.helped.ask"]
    (missed,) = chat.say("no").done(Unanswered)
    assert missed.shown == ("hours", "place")
    assert Chat().say("menu", BOTH, "yes").said[0] == "enquiry.glad"


def test_in_a_form_they_are_told_before_it_goes_on() -> None:
    chat = Chat().say("register", *INDIVIDUAL[:3], BOTH)
    assert chat.stack == ("registration", "enquiry")
    assert chat.said[:2] == ["enquiry.told", "enquiry.told"]
    assert chat.hear(Tapped(chat.form.prompt, "yes")).said[-1] != "enquiry.helped.ask"


def test_with_one_past_its_date_the_person_chooses() -> None:
    chat = Chat(CONTEXT).say("menu", "when do you open? do you have any vacancies?")
    assert chat.said == ["enquiry.which.ask"]
    assert chat.tap("hours").said == ["enquiry.told", "enquiry.helped.ask"]
