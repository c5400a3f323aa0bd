from __future__ import annotations

import pytest

from flows.behaviours import BEHAVIOURS
from flows.conversation import Conversation, Form
from flows.effects import Escalate, Subscribed
from flows.events import Edited, Opened, Said
from flows.steps import REVIEW
from tests.flows.book import OWN
from tests.flows.chat import INDIVIDUAL, WHOLE, chat
from tests.replacing import replace

RATING = Opened("rating", {"application": OWN})
APPLICANT = "registration.applicant.ask"
PROGRAMME = "registration.programme.ask"


# ------------------------------------------------------------------ back
def test_back_at_the_first_question_says_so() -> None:
    for talk in (chat().say("register"), chat().say("menu"), chat()):
        assert talk.say("back").said[0] == "common.first_question"


def test_back_asks_the_question_before_once_more() -> None:
    talk = chat().say("register", "individual", "back")
    assert talk.said == [APPLICANT]
    assert talk.form.answers == {}
    assert talk.say("organisation", "1", "1000000008", "back").said == [
        "registration.national_id.ask"
    ]


def test_back_from_a_review_asks_the_last_question() -> None:
    talk = chat().say("register", *WHOLE, "back")
    assert talk.said == ["book.programme.course.field.note.ask"]
    assert talk.say("skip").said == ["registration.review.ask"]


def test_back_from_an_answer_that_is_edited_loses_none_of_the_later_ones() -> None:
    talk = chat().say("register", *WHOLE, "change").tap("name").say("back")
    assert talk.said == ["registration.id_expiry_right.ask"]
    talk.say("yes", "سارة علي أحمد القحطاني")
    assert talk.said == ["registration.review.ask"]


def test_back_from_what_is_asked_below_is_not_mixed_up() -> None:
    talk = chat().say("register", "individual", "enquiry", "back")
    assert talk.said == ["common.first_question", "enquiry.question.ask"]


def test_back_in_a_flow_of_another_release() -> None:
    talk = chat()
    talk.conversation = replace(talk.conversation, forms=(Form("gone", trail=("a",)),))
    assert talk.say("back").said == ["common.first_question", "menu.go.ask"]


# ------------------------------------------------------------------ cancel
def test_nothing_is_there_to_cancel() -> None:
    for talk in (chat(), chat().say("menu")):
        assert talk.say("cancel").said == ["common.nothing_to_cancel", "menu.go.ask"]


def test_a_form_without_answers_is_given_up_at_once() -> None:
    assert chat().say("register", "cancel").said == ["common.cancelled", "menu.go.ask"]


def test_answers_are_not_lost_without_asking() -> None:
    talk = chat().say("register", "individual", "cancel")
    assert talk.said == ["cancel.sure.ask"]
    assert talk.say("no").said == [PROGRAMME]
    assert talk.say("cancel", "yes").said == ["common.cancelled", "menu.go.ask"]
    assert talk.stack == ("menu",)


@pytest.mark.parametrize("word", ["cancel", "end"])
def test_cancel_said_twice_is_sure(word: str) -> None:
    talk = chat().say("register", "individual", "cancel", word)
    assert talk.said == ["common.cancelled", "menu.go.ask"]


def test_cancel_when_asked_whether_to_go_on_means_the_form() -> None:
    talk = chat().say("register", "individual").wait(2).say("hello")
    assert talk.stack == ("registration", "resume")
    assert talk.say("cancel").said == ["cancel.sure.ask"]
    assert talk.say("yes").stack == ("menu",)


def test_cancel_in_the_menu_means_what_is_below() -> None:
    assert chat().say("register", "individual", "menu", "cancel").said == ["cancel.sure.ask"]


def test_a_score_that_was_given_is_not_taken_back() -> None:
    talk = chat().hear(RATING).say("5", "cancel")
    assert talk.said == ["rating.thanks", "menu.go.ask"]
    assert chat().hear(RATING).say("cancel").said == ["common.cancelled", "menu.go.ask"]


def test_a_form_of_another_release_is_given_up_too() -> None:
    talk = chat()
    talk.conversation = replace(talk.conversation, forms=(Form("gone"),))
    assert talk.say("cancel").said == ["common.cancelled", "menu.go.ask"]


# ------------------------------------------------------------------ menu and continue
def test_the_menu_loses_nothing() -> None:
    talk = chat().say("register", "individual", "menu", "menu", "/start")
    assert talk.stack == ("registration", "menu")
    assert talk.say("continue").said == [PROGRAMME]
    assert talk.tap("course").say("menu").tap("continue").said == [
        "book.programme.course.eligibility.adult.ask"
    ]


def test_going_on_with_nothing_shows_the_menu() -> None:
    assert chat().say("continue").said == ["menu.go.ask"]


# ------------------------------------------------------------------ help
def test_help_explains_the_question_on_the_screen() -> None:
    assert chat().say("help").said == ["common.help", "menu.go.ask"]
    assert chat().say("menu", "help").said == ["menu.go.help", "menu.go.ask"]
    talk = chat().say("register", "individual", "1", "help")
    assert talk.said == ["common.help", "book.programme.course.eligibility.adult.ask"]


# ------------------------------------------------------------------ courtesy
def test_a_greeting_in_a_form_is_returned_and_the_question_stays() -> None:
    talk = chat().say("register", "individual")
    for text in ("hello", "السلام عليكم"):
        assert talk.say(text).said == ["common.greet_back", PROGRAMME]


def test_thanks_in_a_form_and_elsewhere() -> None:
    assert chat().say("register", "thanks").said == ["common.thanks", APPLICANT]
    assert chat().say("menu", "thanks").said == ["common.thanks"], "no menu after thanks"
    assert chat().say("thanks").said == ["common.thanks"]


def test_an_edited_word_calls_for_nothing() -> None:
    assert chat().say("register").hear(Edited("cancel")).said == ["common.edited", APPLICANT]


# ------------------------------------------------------------------ an officer
def test_an_officer_is_called_from_anywhere_and_the_form_stays() -> None:
    talk = chat().say("register", *INDIVIDUAL, "a real person")
    assert talk.said == ["handoff.asked.open"]
    case = talk.done(Escalate)[0]
    assert (case.reason, case.flow, case.question) == ("asked", "registration", "")
    assert talk.stack == ("registration",)


def test_an_officer_may_be_opened_from_outside() -> None:
    talk = chat().say("register", "individual").hear(Opened("officer"))
    (case,) = talk.done(Escalate)
    assert (case.reason, case.flow) == ("asked", "registration")
    assert len(case.fields) == 1
    assert talk.stack == ("registration",)


# ------------------------------------------------------------------ language
def test_language_changes_by_a_word_and_keeps_the_answers() -> None:
    talk = chat().say("register", "individual", "english")
    assert talk.conversation.language == "en"
    assert talk.said == ["language.changed", PROGRAMME]
    assert talk.say("عربي").conversation.language == "ar"
    assert talk.form.answers == {"applicant": "individual"}


def test_language_is_picked_from_the_menu() -> None:
    talk = chat().say("menu").tap("language").tap("english")
    assert talk.conversation.language == "en"
    assert talk.said == ["language.changed", "menu.go.ask"]
    assert talk.stack == ("menu",)


# ------------------------------------------------------------------ notices
def test_notices_stop_and_start_by_a_word_anywhere() -> None:
    talk = chat().say("register", "stop")
    assert talk.said == ["notices.off", APPLICANT]
    assert talk.done(Subscribed) == [Subscribed(on=False)]
    assert talk.say("start").done(Subscribed) == [Subscribed(on=True)]
    assert talk.said == ["notices.on", APPLICANT]


def test_notices_are_picked_from_the_menu() -> None:
    for option, on in (("yes", True), ("no", False)):
        talk = chat().say("menu").tap("notices").tap(option)
        assert talk.done(Subscribed) == [Subscribed(on)]
        assert talk.said == ["notices.on" if on else "notices.off", "menu.go.ask"]


# ------------------------------------------------------------------ an unfinished form
def test_a_registration_begun_before_is_not_begun_twice() -> None:
    talk = chat().say("register", "individual", "register")
    assert talk.said == ["resume.how.ask"]
    assert talk.say("register").stack == ("registration", "resume"), "nor asked twice"
    assert talk.say("continue").said == [PROGRAMME]


def test_starting_again_keeps_only_what_it_was_opened_with() -> None:
    talk = chat().hear(Opened("registration", {"programme": "course"})).say("individual")
    assert talk.said[0] == "registration.about"
    talk.hear(Opened("registration", {"programme": "course"})).say("restart")
    assert talk.said == [APPLICANT]
    assert talk.form.answers == {"programme": "course"}


def test_a_draft_is_discarded() -> None:
    talk = chat().say("register", "individual", "register", "discard")
    assert talk.said == ["common.cancelled", "menu.go.ask"]
    assert talk.stack == ("menu",)


@pytest.mark.parametrize("how", ["continue", "restart", "discard"])
def test_a_question_about_no_form_does_no_harm(how: str) -> None:
    talk = chat().hear(Opened("resume")).tap(how)
    assert talk.said[-1] == "menu.go.ask"


# ------------------------------------------------------------------ what a word means
def test_a_word_that_names_an_option_is_an_answer() -> None:
    talk = chat().say("when do you open", "officer")
    assert talk.done(Escalate)[0].question == "when do you open"
    assert chat().say("register", *WHOLE).form.asking == REVIEW
    assert chat().say("register", *WHOLE, "cancel").said == ["cancel.sure.ask"]


def test_thanks_are_a_comment_where_one_is_asked_for() -> None:
    talk = chat().hear(RATING).say("5", "5", "5", "شكرا")
    assert talk.said == ["rating.thanks", "menu.go.ask"]


def test_every_behaviour_leaves_a_question_or_an_officer() -> None:
    for word in BEHAVIOURS:
        talk = chat()
        spoken = replace(talk.ctx.book, words={**talk.ctx.book.words, word: frozenset({"xyz"})})
        talk.ctx = replace(talk.ctx, book=spoken)
        talk.hear(Said("menu"), Said("xyz"))
        assert talk.turn.effects, word
        assert talk.conversation.turn == "human" or talk.conversation.forms


def test_a_conversation_begins_with_the_bots_turn() -> None:
    assert Conversation().turn == "bot"
