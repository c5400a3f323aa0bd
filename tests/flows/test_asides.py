"""What people say beside the question: a greeting before it, a word that asks for nothing."""

from __future__ import annotations

import pytest

from tests.flows.chat import WHOLE, Chat


def test_a_greeting_and_a_wish_in_one_breath() -> None:
    talk = Chat().say("hello register")
    assert talk.said == ["common.greet_back", "registration.applicant.ask"]


def test_a_name_may_begin_like_a_greeting() -> None:
    talk = Chat().say("register", *WHOLE[:6], "سلام سعد محمد العتيبي")
    assert talk.form.answers["name"] == "سلام سعد محمد العتيبي"


def test_a_greeting_before_an_answer_is_returned() -> None:
    talk = Chat().say("register", "hello individual")
    assert talk.said == ["common.greet_back", "registration.programme.ask"]
    talk = Chat().say("register", "individual", "1", "yes", "السلام عليكم 12")
    assert talk.said[:2] == ["common.greet_back", "check.national_id.length"]


@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_word_that_asks_for_nothing_is_no_miss(word: str) -> None:
    talk = Chat().say("menu", word, word, word)
    assert talk.said == ["common.thanks"]
    assert talk.conversation.turn == "bot"


def test_a_review_may_be_answered() -> None:
    talk = Chat().say("register", *WHOLE)
    assert talk.say("no").said == ["registration.change.ask"]
    talk = Chat().say("register", *WHOLE, "yes")
    assert "registration.done" in talk.said


def test_after_a_question_in_between_the_form_goes_on() -> None:
    talk = Chat().say("register", *WHOLE[:4], "where is your office and can I visit")
    assert talk.stack[-1] == "enquiry"
    talk.say("2030/10/12")
    assert talk.said == ["registration.id_expiry_right.ask"]


def test_what_fits_nowhere_is_not_understood() -> None:
    talk = Chat().say("register", *WHOLE[:4], "where is your office and can I visit", "qwrtp zxcvb")
    assert talk.said == ["common.unclear", "enquiry.which.ask"]
    assert Chat().say("enquiry", "qwrtp").said[0] == "common.unclear", "nothing is below"


MOBILE = WHOLE[:7]


def test_a_question_beside_a_number_is_answered_and_the_number_taken() -> None:
    talk = Chat().say("register", *MOBILE, "0551234567 when do you open?")
    assert talk.form.answers["mobile"] == "+966551234567"
    assert talk.said == ["enquiry.told", "registration.governorate.ask"]


def test_a_half_sure_question_beside_a_number_is_asked_about() -> None:
    talk = Chat().say("register", *MOBILE, "0551234567 where is your office and can I visit")
    assert talk.stack == ("registration", "enquiry")
    assert talk.conversation.forms[0].answers["mobile"] == "+966551234567"


@pytest.mark.parametrize("text", ["my number 0551234567", "0551234567 ?", "0551234567"])
def test_what_stands_beside_a_number_may_be_nothing(text: str) -> None:
    talk = Chat().say("register", *MOBILE, text)
    assert talk.said == ["registration.governorate.ask"]
