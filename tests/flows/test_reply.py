from __future__ import annotations

import pytest

from flows.effects import Escalate, Submit
from flows.events import Edited, Event, Opened, Said, Sent, Shared, Unread
from tests.flows.book import BOOK, CONTEXT, COURSE, OWN, w
from tests.flows.chat import INDIVIDUAL, WHOLE, Chat, chat
from tests.replacing import replace

GIBBERISH = "qwrtp zxcvb"
RATING = Opened("rating", {"application": OWN})


# ------------------------------------------------------------------ not understood
def test_two_misunderstood_texts_bring_an_officer() -> None:
    talk = chat().say("menu", GIBBERISH)
    assert talk.said == ["common.unclear", "menu.go.ask"]
    talk.say(GIBBERISH)
    assert talk.said == ["handoff.unclear.open"]
    assert talk.done(Escalate)[0].question == GIBBERISH
    assert talk.conversation.misses == 0


@pytest.mark.parametrize("between", ["register", "hello", "help", "english", "when do you open"])
def test_only_misunderstandings_in_a_row_count(between: str) -> None:
    talk = chat().say("menu", GIBBERISH, between, GIBBERISH)
    assert talk.conversation.turn == "bot"


def test_a_tap_that_is_understood_ends_the_row() -> None:
    talk = chat().say("menu", GIBBERISH).tap("registration").say(GIBBERISH)
    assert talk.conversation.turn == "bot"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Unread("sticker"), "common.unread.sticker"),
        (Shared("0551234567"), "common.unread.contact"),
        (Edited("yes"), "common.edited"),
    ],
)
def test_what_cannot_be_read_is_named_and_never_counts(event: Event, said: str) -> None:
    talk = chat().say("register", "individual", "course")
    for _ in range(4):
        assert talk.hear(event).said == [said, "book.programme.course.eligibility.adult.ask"]
    assert talk.conversation.misses == 0


def test_whoever_asks_what_a_question_means_is_told_and_then_brought_to_an_officer() -> None:
    talk = chat().say("register", "what is meant by myself?")
    assert talk.said == ["registration.applicant.help", "registration.applicant.ask"]
    talk.say("what is meant by myself?")
    assert talk.said == ["handoff.unclear.open"]


def test_a_number_that_is_asked_about_is_explained_and_not_refused() -> None:
    talk = chat().say("register", *INDIVIDUAL[:3], "وش المقصود بالهوية")
    assert talk.said == ["registration.national_id.help", "registration.national_id.ask"]


def test_its_help_goes_before_topics_that_are_only_near() -> None:
    explained = {**BOOK.words, "puzzled": frozenset({"what are your office"})}
    ctx = replace(CONTEXT, book=replace(BOOK, words=explained))
    talk = Chat(ctx).say("register", "what are your office hours")
    assert talk.said == ["registration.applicant.help", "registration.applicant.ask"]


def test_a_condition_is_explained_in_its_own_words_where_it_has_some() -> None:
    unexplained = "book.programme.course.eligibility.adult"
    talk = chat().say("register", *INDIVIDUAL[:2], "what is meant")
    assert talk.said == ["common.unclear", f"{unexplained}.ask"]
    [rule] = COURSE.eligibility
    explained = replace(COURSE, eligibility=(replace(rule, help=w("of age")),))
    book = replace(BOOK, programmes={**BOOK.programmes, COURSE.id: explained})
    talk = Chat(replace(CONTEXT, book=book)).say("register", *INDIVIDUAL[:2], "what is meant")
    assert talk.said == [f"{unexplained}.help", f"{unexplained}.ask"]


# ------------------------------------------------------------------ refused
def test_three_refused_answers_to_one_question_bring_an_officer() -> None:
    talk = chat().say("register", *INDIVIDUAL[:3])
    assert talk.say("12").said == ["check.national_id.length", "registration.national_id.ask"]
    talk.say("help", "13", "14")
    assert talk.said == ["handoff.refused.open"]
    case = talk.done(Escalate)[0]
    assert (case.reason, case.flow) == ("refused", "registration")
    assert len(case.fields) == 2
    assert talk.form.refusals == 0, "after the talk the count begins anew"


def test_refusals_of_two_questions_are_not_added() -> None:
    talk = chat().say("register", *INDIVIDUAL[:3], "12", "13", "1000000008", "12", "13")
    assert talk.conversation.turn == "bot"
    assert talk.form.refusals == 2


def test_a_refusal_is_no_misunderstanding() -> None:
    talk = chat().say("register", *INDIVIDUAL[:3], "12")
    assert talk.conversation.misses == 0


# ------------------------------------------------------------------ questions on the way
def test_a_sure_question_is_answered_and_the_form_goes_on() -> None:
    talk = chat().say("register", *INDIVIDUAL[:3])
    assert talk.say("where is your office").said == ["enquiry.told", "registration.national_id.ask"]
    assert talk.form.refusals == 0


def test_a_half_sure_question_is_made_clear_and_the_form_goes_on() -> None:
    talk = chat().say("register", "individual").say("what are your office hours")
    assert talk.said == ["enquiry.which.ask"]
    talk.tap("place")
    assert talk.said == ["enquiry.told", "enquiry.helped.ask"]
    assert talk.say("thanks").said == ["enquiry.glad", "registration.programme.ask"]


def test_one_word_in_a_form_is_no_question() -> None:
    assert chat().say("menu", "plaint").said == ["enquiry.which.ask"]
    talk = chat().say("register", "individual", "plaint")
    assert talk.said == ["common.unclear", "registration.programme.ask"]


def test_an_answer_past_its_date_is_not_given_on_the_way() -> None:
    talk = chat().say("register", "do you have any vacancies")
    assert talk.said == ["handoff.stale.open"]


# ------------------------------------------------------------------ after days
def test_an_answer_that_fits_is_taken_after_days() -> None:
    assert chat().say("register", "individual").wait(6).say("course").said == [
        "registration.about",
        "book.programme.course.eligibility.adult.ask",
    ]


@pytest.mark.parametrize(
    ("event", "salam"),
    [
        (Said(GIBBERISH), []),
        (Said("hello"), ["common.greet_back"]),
        (Sent("image", "f"), []),
    ],
)
def test_anything_else_after_days_asks_whether_to_go_on(event: Event, salam: list[str]) -> None:
    talk = chat().say("register", "individual").wait(1).hear(event)
    assert talk.said == [*salam, "resume.how.ask"]
    assert talk.conversation.misses == 0
    assert talk.say("continue").said == ["registration.programme.ask"]


def test_a_wrong_answer_after_days_asks_whether_to_go_on() -> None:
    assert chat().say("register", *INDIVIDUAL[:3]).wait(1).say("12").said == ["resume.how.ask"]


def test_words_that_would_fit_anywhere_are_no_answer_after_days() -> None:
    talk = chat().say("register", *WHOLE[:-1])
    assert talk.form.asking == "field.note"
    assert talk.wait(1).say("where is my certificate").said == ["resume.how.ask"]
    assert talk.say("continue", "skip").said == ["registration.review.ask"]


def test_a_registration_without_an_answer_is_simply_asked_again() -> None:
    assert chat().say("register").wait(1).say(GIBBERISH).said == [
        "common.unclear",
        "registration.applicant.ask",
    ]


def test_how_long_is_days_away_is_the_associations_to_say() -> None:
    talk = chat()
    numbers = replace(BOOK.association.numbers, resume_after_days=3)
    association = replace(BOOK.association, numbers=numbers)
    talk.ctx = replace(talk.ctx, book=replace(BOOK, association=association))
    talk.say("register", "individual").wait(2)
    assert talk.say(GIBBERISH).said == ["common.unclear", "registration.programme.ask"]


def test_a_passing_question_is_let_go_after_days() -> None:
    talk = chat().say("when do you open").wait(2)
    assert talk.say("hello").said == ["common.greet_back", "menu.go.ask"]
    assert talk.stack == ("menu",)


def test_what_is_said_after_days_is_read_against_what_is_below() -> None:
    talk = chat().say("register", "individual", "language").wait(2).say("course")
    assert talk.said[0] == "registration.about"


def test_a_question_about_a_form_left_for_days_is_asked_in_its_place() -> None:
    talk = chat().say("register", "individual", "cancel").wait(2).say(GIBBERISH)
    assert talk.said == ["resume.how.ask"]
    assert talk.stack == ("registration", "resume")


def test_a_delivery_and_a_score_are_still_asked_for_after_days() -> None:
    for opened, asked in (
        (Opened("delivery", {"application": OWN}), "delivery.received.ask"),
        (RATING, "rating.score.ask"),
    ):
        talk = chat().say("menu").hear(opened).wait(5)
        assert talk.say("hello").said == ["common.greet_back", asked]


def test_a_comment_is_not_taken_from_words_of_another_day() -> None:
    talk = chat().say("menu").hear(RATING).say("5", "skip", "skip").wait(5)
    assert talk.form.asking == "comment"
    assert talk.say("when do you open").said == ["enquiry.told", "enquiry.helped.ask"]
    assert "rating" not in talk.stack


def test_a_comment_can_be_skipped_on_another_day() -> None:
    talk = chat().say("menu").hear(RATING).say("5", "skip", "skip").wait(5)
    assert talk.say("skip").said == ["rating.thanks", "menu.go.ask"]


def test_a_whole_form_is_sent_after_days() -> None:
    talk = chat().say("register", *WHOLE).wait(3).say("send")
    assert talk.done(Submit)


def test_a_release_without_the_flow_takes_the_form_away_after_days() -> None:
    talk = chat().say("register", "individual").wait(3)
    flows = {id_: flow for id_, flow in talk.engine.flows.items() if id_ != "registration"}
    talk.engine = replace(talk.engine, flows=flows)
    assert talk.say("hello").said == ["common.greet_back", "menu.go.ask"]
