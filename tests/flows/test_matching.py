from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.matching import LONGEST, Match, Matcher, asked, sure
from flows.text import Text
from tests.flows.book import ANSWERS, BOOK, CONTEXT, MATCHER, answer
from tests.flows.junk import modest, texts
from tests.replacing import replace

HOURS = Match("answer", ("hours",))
ARABIC = Matcher.build(
    (answer("opening", "متى أوقات الدوام عندكم؟"), answer("fees", "كم رسوم الخدمة؟")),
    {"greeting": frozenset({"السلام عليكم"}), "courtesy": frozenset({"لو سمحتوا"})},
)


@pytest.mark.parametrize(
    "question",
    [
        "what are your working hours",
        "What are your WORKING hours?!",
        "working hours, what are your",
        "please what are your working hours please",
        "hello, what are your working hours",
        "what are your worknig hours",
        "hours",
    ],
)
def test_a_question_is_known_in_other_spellings_and_orders(question: str) -> None:
    assert MATCHER.match(question) == HOURS


@pytest.mark.parametrize(
    "question",
    [
        "متى اوقات الدوام عندكم",
        "مَتَى أوقـات الدوام عندكم",
        "السلام عليكم متى أوقات الدوام عندكم لو سمحتوا",
        "الدوام عندكم متى أوقات",
        "متي اوقات الدوام عندكم ؟؟",
    ],
)
def test_arabic_is_compared_as_it_is_folded(question: str) -> None:
    assert ARABIC.match(question) == Match("answer", ("opening",))


@pytest.mark.parametrize("question", ["", "؟", "qwrtp zxcvb", "open", "12"])
def test_what_is_near_nothing_goes_to_a_person(question: str) -> None:
    assert MATCHER.match(question) == Match("handoff")


def test_a_part_of_a_question_is_not_the_question() -> None:
    assert MATCHER.match("is your office open") == Match("choices", ("place",))


def test_two_answers_that_are_equally_near_are_choices() -> None:
    twins = Matcher.build((answer("b", "opening times"), answer("a", "opening time")), {})
    assert twins.match("opening times") == Match("choices", ("b", "a"))
    assert twins.match("openin time") == Match("choices", ("a", "b"))


def test_at_most_three_are_offered() -> None:
    many = [answer(f"a{n}", f"opening time number {n}") for n in range(9)]
    assert len(Matcher.build(many, {}).match("opening time number").ids) == 3


def test_a_courtesy_that_is_all_that_was_said_is_kept() -> None:
    polite = Matcher.build((answer("please", "please"),), BOOK.words)
    assert polite.match("please") == Match("answer", ("please",))


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert MATCHER.match(f"{' ' * LONGEST}when do you open") == Match("handoff")


@given(texts)
@modest
def test_any_text_is_answered_made_clear_or_handed_on(text: str) -> None:
    match = MATCHER.match(text)
    assert (match.action == "handoff") == (match.ids == ())
    assert (match.action == "answer") <= (len(match.ids) == 1)
    assert set(match.ids) <= BOOK.answers.keys()


@given(st.permutations(["what", "are", "your", "working", "hours"]))
@modest
def test_the_order_of_words_is_forgiven(words: list[str]) -> None:
    assert MATCHER.match(" ".join(words)) == HOURS


def test_every_phrasing_finds_its_answer() -> None:
    for known in ANSWERS:
        for phrasing in (*known.phrasings, known.title.ar):
            assert MATCHER.match(phrasing) == Match("answer", (known.id,))


def test_what_is_sure_and_in_date_may_be_told() -> None:
    told = sure("when do you open", CONTEXT)
    assert told is not None
    assert told.id == "enquiry.told"
    assert told.values["answer"] == Text("book.answer.hours.text")
    assert sure("is your office open", CONTEXT) is None
    assert sure("do you have any vacancies", CONTEXT) is None, "past its date"
    earlier = replace(CONTEXT, now=CONTEXT.now.replace(month=6, day=30, year=2026))
    assert sure("do you have any vacancies", earlier), "its last day counts"


def test_what_may_be_a_question_opens_an_enquiry() -> None:
    opened = asked("is your office open", CONTEXT)
    assert opened is not None
    assert (opened.flow, opened.given) == ("enquiry", {"question": "is your office open"})
    assert asked("qwrtp zxcvb", CONTEXT) is None
