from __future__ import annotations

from datetime import date

import pytest

from flows.effects import Escalate, Relay, Say
from flows.enquiry import ENQUIRY
from flows.events import Opened, Said, Sent
from flows.text import Text
from tests.flows.book import CONTEXT, REFERENCES
from tests.flows.chat import chat
from tests.replacing import replace

HELPED = ["enquiry.told", "enquiry.helped.ask"]
HALF_SURE = "is your office open"


def test_a_sure_question_is_answered_with_its_source_and_date() -> None:
    talk = chat().say("enquiry", "when do you open?")
    assert talk.said == HELPED
    told = talk.done(Say)[0].text.values
    assert told == {
        "answer": Text("book.answer.hours.text"),
        "source": Text("book.answer.hours.source"),
        "owner": Text("book.department.care"),
        "until": date(2027, 6, 30),
    }


def test_a_question_may_be_asked_in_the_menu() -> None:
    assert chat().say("menu", "when do you open").said == HELPED


@pytest.mark.parametrize("reply", ["yes", "thanks", "نعم", "1"])
def test_an_answer_that_helped_ends_it(reply: str) -> None:
    talk = chat().say("menu", "when do you open", reply)
    assert talk.said == ["enquiry.glad", "satisfaction.score.ask"]
    assert talk.stack == ("satisfaction",)


def test_an_answer_that_did_not_help_brings_an_officer() -> None:
    talk = chat().say("when do you open", "no")
    (case,) = talk.done(Escalate)
    assert (case.reason, case.flow, case.question) == ("not_helped", "enquiry", "when do you open")
    assert case.reference == REFERENCES[0]


def test_an_officer_may_be_asked_for_instead() -> None:
    (case,) = chat().say("when do you open").tap("officer").done(Escalate)
    assert (case.reason, case.question) == ("asked", "when do you open")


def test_the_next_question_may_follow_at_once() -> None:
    talk = chat().say("when do you open", "where is your office")
    assert talk.said == HELPED
    assert talk.stack == ("enquiry",)
    assert talk.form.given == {"question": "where is your office"}


def test_an_answer_may_lead_on() -> None:
    talk = chat().say("how do I join the course")
    assert talk.offered == ["open", "yes", "no", "officer"]
    assert talk.tap("open").said == ["registration.applicant.ask"]


def test_an_answer_that_leads_to_an_officer_offers_that_once() -> None:
    talk = chat().say("I want to make a complaint")
    assert talk.offered == ["yes", "no", "officer"]


def test_a_half_sure_question_is_made_clear() -> None:
    talk = chat().say("enquiry", HALF_SURE)
    assert talk.said == ["enquiry.which.ask"]
    assert talk.offered == ["place", "hours", "other"]
    assert talk.tap("place").said == HELPED


def test_none_of_the_choices_brings_an_officer() -> None:
    (case,) = chat().say("enquiry", HALF_SURE).tap("other").done(Escalate)
    assert (case.reason, case.question) == ("none_of_these", HALF_SURE)


def test_no_is_none_of_the_choices() -> None:
    (case,) = chat().say("enquiry", HALF_SURE, "no").done(Escalate)
    assert case.reason == "none_of_these"


def test_another_question_may_be_asked_instead_of_choosing() -> None:
    talk = chat().say("enquiry", HALF_SURE, "when do you open")
    assert talk.said == HELPED
    assert talk.stack == ("enquiry",)


def test_an_answer_past_its_date_is_not_given() -> None:
    talk = chat().say("do you have any vacancies")
    assert talk.said == ["handoff.stale.open"]
    assert talk.done(Escalate)[0].reason == "stale"


def test_an_answer_that_passes_its_date_while_it_is_read_is_not_confirmed() -> None:
    talk = chat().say("when do you open").wait(days=400)
    assert talk.say("yes").said == ["handoff.stale.open"]


def test_a_question_nobody_knows_is_not_understood() -> None:
    talk = chat().say("enquiry", "qwrtp zxcvb")
    assert talk.said == ["common.unclear", "enquiry.question.ask"]
    assert talk.hear(Sent("audio", "f")).said == ["common.unread.audio", "enquiry.question.ask"]
    (case,) = talk.say("zxcvb qwrtp").done(Escalate)
    assert (case.reason, case.question) == ("unclear", "zxcvb qwrtp")


def test_a_question_whose_answer_was_removed_goes_to_an_officer() -> None:
    talk = chat().hear(Opened("enquiry", {"question": "qwrtp zxcvb"}))
    assert talk.done(Escalate)[0].reason == "none_of_these"


def test_a_question_is_masked_for_officers() -> None:
    ctx = replace(CONTEXT, answers={"question": "call 0551234567"})
    assert ENQUIRY.fields(ctx) == ((Text("enquiry.question.label"), "call •••••••567"),)


def test_with_a_case_open_the_question_joins_it() -> None:
    talk = chat(case="26000463").say("when do you open").tap("officer")
    assert talk.done(Relay) == [Relay("26000463", Said("when do you open"))]
    assert not talk.done(Escalate)
