from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.events import Opened
from flows.matching import LONGEST, Match, Matcher, aside, asked, explain, intent, sure
from flows.text import Text
from tests.flows.book import ANSWERS, BOOK, CONTEXT, MATCHER, answer
from tests.flows.junk import modest, texts
from tests.replacing import replace

HOURS = Match("answer", ("hours",))
ARABIC = Matcher.build(
    (
        answer("opening", "متى أوقات الدوام عندكم؟", "متى تفتحون"),
        answer("fees", "كم رسوم الخدمة؟", "هل الخدمة مجانية"),
        answer("status", "وين وصل طلبي؟", "وش صار على الطلب"),
        answer("minors", "هل أقدر أسجل ولدي؟", "تسجيل من هو أصغر من 18"),
    ),
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
        "ﻣﺘﻰ ﺃﻭﻗﺎﺕ ﺍﻟﺪﻭﺍﻡ عندكم",
        "متىىىى اوقاااات الدوام عندكم",
        "ljn h,rhj hg],hl uk]:l",
    ],
)
def test_arabic_is_compared_as_it_is_folded(question: str) -> None:
    assert ARABIC.match(question) == Match("answer", ("opening",))


@pytest.mark.parametrize("question", ["", "؟", "qwrtp zxcvb", "12", "-", "😊", "قبقب طشم لوهج"])
def test_what_is_near_nothing_goes_to_a_person(question: str) -> None:
    assert MATCHER.match(question) == ARABIC.match(question) == Match("handoff")


@pytest.mark.parametrize("question", ["ابي", "وش هذا", "ما ادري وش السالفة", "ممكن شي"])
def test_words_of_any_question_make_none_by_themselves(question: str) -> None:
    assert ARABIC.match(question) == Match("handoff")
    assert ARABIC.intent(question) is None


def test_a_part_of_a_question_is_not_the_question() -> None:
    assert MATCHER.match("is your office open") == Match("choices", ("place", "hours"))


def test_one_word_is_sure_only_where_it_says_it_all() -> None:
    assert ARABIC.match("الرسوم").action == "choices"
    assert ARABIC.explain("الرسوم").doubts == ("one word may belong to many questions",)
    assert Matcher.build((answer("fees", "الرسوم"),), {}).match("رسوم").action == "answer"


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("وين وصل طلب زوجتي", "status has no زوج"),
        ("متى وصل طلبي", "status has no متي"),
        ("wain w9l al6lb", "Arabic in Latin letters is guessed at"),
    ],
)
def test_a_likely_answer_is_doubted(question: str, doubt: str) -> None:
    """Whom it is about, what is asked, and whether it was read right must be certain."""
    explained = ARABIC.explain(question)
    assert explained.doubts == (doubt,)
    assert explained.match.action == "choices"
    assert explained.match.ids[0] == "status"


def test_what_an_answer_speaks_of_itself_is_no_doubt() -> None:
    assert ARABIC.match("أقدر أسجل بنتي؟") == Match("answer", ("minors",))


def test_the_phrasing_of_one_answer_is_sure_and_of_two_is_a_choice() -> None:
    near = answer("b", "opening times")
    assert Matcher.build((near, answer("a", "opening time")), {}).match("opening times") == Match(
        "answer", ("b",)
    )
    twins = Matcher.build((near, answer("a", "opening times")), {})
    assert twins.match("times opening") == Match("choices", ("a", "b"))
    assert twins.explain("times opening").doubts == ("b is as near",)


def test_at_most_three_are_offered_and_none_that_is_far_behind() -> None:
    many = [answer(f"a{n}", "opening time of the office") for n in range(9)]
    assert len(Matcher.build(many, {}).match("opening time of the office").ids) == 3
    assert MATCHER.match("can I visit your office").ids == ("place",)


def test_the_parts_of_a_long_text_are_looked_at_one_by_one() -> None:
    story = "كنت مسافر مع اهلي في الصيف ورجعنا امس من الديرة بعد غيبة طويلة"
    assert ARABIC.match(story) == Match("handoff")
    assert ARABIC.match(f"{story}، متى تفتحون؟").ids[0] == "opening"
    both = ARABIC.explain("متى تفتحون؟ وين وصل طلبي؟")
    assert both.match == Match("choices", ("opening", "status"))
    assert both.doubts == ("it is only part of what was said",)
    likely = ARABIC.match(f"{story}، {story}، {story}. متى تفتحون؟")
    assert likely == Match("choices", ("opening",))


def test_a_part_near_nothing_is_none() -> None:
    """However long it is, and whatever that says for its confidence."""
    story = "سافرت مع اهلي في الصيف ورجعت امس من الديرة بعد غيبة طويلة جدا متى"
    assert ARABIC.match(f"{story}. {story} {story}. قبقب طشم") == Match("handoff")


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert MATCHER.match(f"{' ' * LONGEST}when do you open") == Match("handoff")


@given(texts)
@modest
def test_any_text_is_answered_made_clear_or_handed_on(text: str) -> None:
    for matcher in (MATCHER, ARABIC):
        match = matcher.match(text)
        assert (match.action == "handoff") == (match.ids == ())
        assert (match.action == "answer") <= (len(match.ids) == 1)
        assert str(matcher.explain(text)).endswith(" ".join((match.action, *match.ids)))


@given(st.permutations(["what", "are", "your", "working", "hours"]))
@modest
def test_the_order_of_words_is_forgiven(words: list[str]) -> None:
    assert MATCHER.match(" ".join(words)) == HOURS


def test_every_phrasing_finds_its_answer() -> None:
    for known in ANSWERS:
        for phrasing in (*known.phrasings, known.title.ar):
            assert MATCHER.match(phrasing) == Match("answer", (known.id,))


def test_a_book_without_answers_hands_everything_on() -> None:
    assert Matcher.build((), {}).match("when do you open") == Match("handoff")


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
    assert asked("is your office open", CONTEXT) == Opened(
        "enquiry", {"question": "is your office open"}
    )
    assert asked("qwrtp zxcvb", CONTEXT) is None


def test_what_is_a_wish_opens_none() -> None:
    assert intent("a real person please", CONTEXT) == "officer"
    assert asked("a real person please", CONTEXT) is None


def test_in_the_middle_of_a_form_only_a_question_is_one() -> None:
    opened = Opened("enquiry", {"question": "where is your office and is it open"})
    assert aside("where is your office and is it open", CONTEXT) == opened
    assert aside("your office is open", CONTEXT) is None, "it may be an answer that failed"
    assert aside("plaint?", CONTEXT) is None, "one word is rather a slip"
    assert aside("do you want to join?", CONTEXT) is None, "a mere guess"
    assert aside("do you have any vacancies", CONTEXT) is not None, (
        "past its date, so to an officer"
    )
    told = aside("when do you open", CONTEXT)
    assert isinstance(told, Text)


def test_an_explanation_shows_all_that_decided() -> None:
    shown = str(explain("wain w9l 6lbi", ARABIC)).splitlines()
    assert shown[0] == "read arabizi: وين وصل طلبي"
    assert shown[1] == "compared: اين وصول طلب"
    assert shown[2].split() == ["answer", "phrasing", "several", "entry", "cover", "score"]
    assert shown[3].startswith("status ")
    assert shown[-1] == "decision: answer status"
    assert "word for word in status" in shown
    assert str(explain("when do you open", MATCHER)).splitlines()[-1] == "decision: answer hours"
    unsure = str(explain("متى وصل طلبي", ARABIC))
    assert "not sure: status has no متي" in unsure


def test_the_words_of_the_book_are_examples_too() -> None:
    assert BOOK.words["officer"] >= {"a real person"}
