"""What people say besides: wishes in other words than the book's, and small talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import load
from flows.behaviours import FELT, INTENDED
from flows.effects import Escalate, Subscribed
from flows.events import Opened
from flows.matching import Matcher, intent, intents
from tests.flows.book import ANSWERS, BOOK, CONTEXT, OWN
from tests.flows.chat import INDIVIDUAL, Chat
from tests.replacing import replace

REAL = load(Path(__file__).parents[2] / "association").words
WORDS = {
    meaning: BOOK.words.get(meaning, frozenset()) | REAL.get(meaning, frozenset())
    for meaning in BOOK.words.keys() | REAL.keys()
}
TALKING = replace(
    CONTEXT,
    book=replace(BOOK, words=WORDS),
    matcher=Matcher.build(ANSWERS, WORDS),
)


def talk(*texts: str) -> Chat:
    return Chat(TALKING).say(*texts)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ممكن اكلم موظف لو سمحت", "officer"),
        ("حولوني على المسؤول", "officer"),
        ("وين وصل طلبي عندكم", "requests"),
        ("اريد ان اسجل", "register"),
        ("ابغى اقيم خدمتكم", "rate"),
        ("أرجو تغيير اللغة", "language"),
        ("ابي ارجع للقائمة", "menu"),
        ("أوقفوا الرسائل عني", "stop"),
        ("كيف حالك", "wellbeing"),
        ("انت انسان ولا روبوت؟", "robot"),
        ("اعتذر منكم والله", "apology"),
        ("اقدم شكوى عليكم", "complaint"),
        ("السلام عليكم لو سمحت يا اخوان", "courtesy"),
        ("تسلموون", "thanks"),
        ("😊😊", "emoji"),
        ("🤷🏽", "emoji"),
    ],
)
def test_a_wish_is_known_in_other_words(text: str, meant: str) -> None:
    assert intent(text, TALKING) == meant


@pytest.mark.parametrize(
    "text",
    [
        "كم وصل طلبي",  # how much, and no spelling asks that
        "كيف اقيم الخدمة",
        "كيف",  # though somebody says كيفكم
        "رسوم التسجيل في البرنامج",
        "السعر",  # a value too, but no rating
        "عندكم توصيل",  # it arrives, though somebody thanks with تسلم
        "ردوا",  # though somebody asks who answers
        "نورة سعد محمد العتيبي",
        "نعم",
        "👍",
        "-",
        "5",
        "",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert intent(text, TALKING) is None


def test_every_intent_has_its_doing() -> None:
    assert INTENDED.keys() == intents.ACTED
    assert FELT.keys() == intents.FELT


# ------------------------------------------------------------------ in a form and out of it
def test_a_wish_is_acted_upon_in_the_middle_of_a_form() -> None:
    (case,) = talk("register", *INDIVIDUAL[:3], "حولوني على المسؤول").done(Escalate)
    assert (case.reason, case.flow) == ("asked", "registration")
    assert talk("register", "individual", "أرجو تغيير اللغة").said == ["language.which.ask"]
    stopped = talk("register", "individual", "أوقفوا الرسائل عني")
    assert stopped.done(Subscribed) == [Subscribed(False)]
    assert stopped.said == ["notices.off", "registration.programme.ask"]


def test_a_wish_is_acted_upon_where_a_question_was_asked_for() -> None:
    assert talk("menu", "أرجو تغيير اللغة").said == ["language.which.ask"]
    assert talk("enquiry", "ابي ارجع للقائمة").said == ["menu.go.ask"]
    assert talk("enquiry", "when do you open", "اريد ان اسجل").said == [
        "registration.applicant.ask"
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("كيف حالك", "common.wellbeing"),
        ("انت انسان ولا روبوت؟", "common.robot"),
        ("اعتذر منكم والله", "common.apology"),
        ("😊", "common.emoji"),
        ("مع السلامه", "common.farewell"),
    ],
)
def test_small_talk_is_answered_and_the_question_stays(text: str, line: str) -> None:
    form = talk("register", *INDIVIDUAL[:3], text)
    assert form.said == [line, "registration.national_id.ask"]
    assert (form.conversation.misses, form.form.refusals) == (0, 0)


def test_a_farewell_in_the_menu_is_the_last_word() -> None:
    assert talk("menu", "مع السلامة").said == ["common.farewell"]
    assert talk("menu", "كيف حالك").said == ["common.wellbeing", "menu.go.ask"]


def test_small_talk_is_no_misunderstanding() -> None:
    chat = talk("menu", "قبقب طشم", "😊", "قبقب طشم")
    assert chat.conversation.turn == "bot"
    assert chat.said == ["common.unclear", "menu.go.ask"]


def test_politeness_alone_is_heard() -> None:
    assert talk("menu", "لو سمحت").said == ["menu.go.ask"]
    assert talk("السلام عليكم يا اخوان").said == ["common.greet_back", "menu.go.ask"]


def test_somebody_upset_hears_an_apology_and_then_a_person() -> None:
    chat = talk("register", *INDIVIDUAL[:3], "ما احد يرد")
    assert chat.said == ["common.anger", "registration.national_id.ask"]
    assert chat.form.refusals == 0
    (case,) = chat.say("يا حمار").done(Escalate)
    assert case.reason == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "تاخرتوا علي وايد انا معصب",
        "انا زعلانة من تصرفاتكم",
        "أغضبتموني بكثرة التأجيل",
    ],
)
def test_anger_beside_other_words_is_no_guess_among_answers(text: str) -> None:
    chat = talk("menu", text)
    assert chat.said == ["common.anger", "menu.go.ask"]
    assert chat.form.flow == "menu"
    assert talk("enquiry", text).said == ["common.anger", "enquiry.question.ask"]
    (case,) = chat.say(text).done(Escalate)
    assert case.reason == "unclear"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("انا زعلانة وابي اشتكي", ["common.anger", "complaint.words.ask"]),
        ("انا زعلانة when do you open", ["common.anger", "enquiry.told", "enquiry.helped.ask"]),
        ("انا معصب منكم وين طلبي", ["common.anger", "requests.reference.ask"]),
        (
            "طفشت منكم! when do you open? where is your office?",
            ["common.anger", "enquiry.told", "enquiry.told", "enquiry.helped.ask"],
        ),
        ("تفو عليكم وين طلبي", ["common.abuse", "requests.reference.ask"]),
    ],
)
def test_what_is_wanted_beside_anger_is_done_after_an_apology(text: str, lines: list[str]) -> None:
    assert talk("menu", text).said == lines


def test_a_form_hears_an_apology_and_what_was_asked_for() -> None:
    asked = talk("register", *INDIVIDUAL[:3], "انا معصب! when do you open?")
    assert asked.said == ["common.anger", "enquiry.told", "registration.national_id.ask"]
    wished = talk("register", *INDIVIDUAL[:3], "انا معصب منكم حولوني على المسؤول")
    assert wished.said[0] == "common.anger"
    assert wished.conversation.turn == "human"


def test_a_likely_question_is_answered_whatever_is_felt() -> None:
    asked = "متى تفتحون"
    words = {"anger": frozenset({"معصب", "😡"})}
    matcher = Matcher.of({"hours": [asked, "متى الدوام"], "fees": ["كم الرسوم"]}, words)
    found = matcher.explain(f"معصب {asked}؟")
    assert (found.match.ids, found.intent, found.felt) == (("hours",), None, "anger")
    assert "felt: anger" in str(found)
    assert matcher.intent("معصب جدا") == "anger"
    assert matcher.intent("معصبين فريق") is None


def test_what_is_said_to_somebody_is_doubted_before_an_answer_is_guessed() -> None:
    asked = {
        "enquiry": ["ما طرق التسجيل", "كيف التسجيل"],
        "misconception.fees": ["التسجيل بفلوس"],
    }
    pointing = Matcher.of(asked, {}, frozenset({"misconception.fees"}))
    for said in ("سمعت ان التسجيل بفلوس", "صحيح التسجيل عندكم بفلوس؟", "يقولون بفلوس"):
        assert pointing.explain(said).pointed == "misconception.fees"
    for said in ("سمعت ان التسجيل بدأ", "كيف التسجيل", "صحيح", "صحيح ما طرق التسجيل"):
        assert pointing.explain(said).pointed is None


def test_an_emoji_for_an_answer_may_be_a_mark_or_anger() -> None:
    asked = ("menu", "when do you open", "yes")
    assert talk(*asked, "😍").said == ["satisfaction.thanks", "menu.go.ask"]
    assert talk(*asked, "😡").said == ["common.anger", "satisfaction.score.ask"]


def test_what_is_said_in_a_comment_stays_a_comment() -> None:
    chat = (
        talk("menu").hear(Opened("rating", {"application": OWN})).say("5", "5", "5", "خدمتكم سيئة")
    )
    assert chat.said[0] == "rating.thanks"
