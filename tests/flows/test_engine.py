from __future__ import annotations

from datetime import date

import pytest

from flows import codec
from flows.catalogue import FLOWS
from flows.context import Context, Lookup, Needs
from flows.conversation import Conversation, Form
from flows.effects import Consented, Say, Submit
from flows.engine import ASIDES, Engine
from flows.events import HandedBack, Opened, Said, Spoke, Tapped
from flows.flow import Flow
from flows.steps import Choose, Tell
from flows.text import Text
from tests.flows.book import APPLICANT, BOOK, COURSE, OWN, REFERENCES
from tests.flows.chat import ENGINE, INDIVIDUAL, WHOLE, Chat, chat, nobody
from tests.replacing import replace

WELCOME = ["common.salam", "common.welcome"]
GREETED = ["common.greet_back", "common.welcome"]


# ------------------------------------------------------------------ the first words
@pytest.mark.parametrize("text", ["/start", "menu", "👋", "؟؟", ""])
def test_the_first_message_is_welcomed_and_nothing_is_held_against_it(text: str) -> None:
    talk = nobody().say(text)
    assert talk.said == [*WELCOME, "menu.go.ask"]
    assert talk.conversation.misses == 0
    assert talk.say("menu").said == ["menu.go.ask"], "welcomed once"


def test_a_first_message_that_is_not_understood_is_not_passed_over() -> None:
    talk = nobody().say("qwrtp zxcvb")
    assert talk.said == [*WELCOME, "common.unclear", "menu.go.ask"]
    talk.say("qwrtp zxcvb")
    assert talk.conversation.turn == "human"


@pytest.mark.parametrize("text", ["hello", "السلام عليكم", "Hello!"])
def test_a_greeting_is_returned(text: str) -> None:
    assert nobody().say(text).said == [*GREETED, "menu.go.ask"]


def test_a_first_message_may_greet_and_ask() -> None:
    talk = nobody().say("hello, when do you open please?")
    assert talk.said == [*GREETED, "enquiry.told", "enquiry.helped.ask"]


def test_a_first_tap_is_on_a_button_of_an_earlier_life() -> None:
    assert nobody().hear(Tapped(7, "registration")).said == [
        *WELCOME,
        "common.old_button",
        "menu.go.ask",
    ]


def test_the_first_word_may_be_for_an_officer() -> None:
    assert nobody().say("officer").said == [*WELCOME, "handoff.asked.open"]


def test_what_comes_from_outside_is_no_first_word() -> None:
    talk = nobody().hear(Opened("delivery", {"application": OWN}))
    assert talk.said == ["delivery.received.ask"]
    assert talk.conversation.seen is None
    assert talk.say("hello").said == [*GREETED, "delivery.received.ask"]


def test_the_day_of_the_last_word_is_kept() -> None:
    assert chat().say("menu").conversation.seen == date(2026, 11, 22)


# ------------------------------------------------------------------ purity
def test_the_same_turn_twice_is_the_same() -> None:
    talk = chat().say("register", *INDIVIDUAL)
    event = Said("نورة سعد محمد العتيبي")
    assert ENGINE.advance(talk.conversation, event, talk.ctx) == ENGINE.advance(
        talk.conversation, event, talk.ctx
    )


def test_a_lookup_is_asked_for_and_nothing_happens_before() -> None:
    talk = chat().say("requests")
    needs = ENGINE.advance(talk.conversation, Said(OWN), talk.ctx)
    assert needs == Needs(Lookup("application", OWN))


# ------------------------------------------------------------------ numbers of prompts
def test_a_question_keeps_its_number_and_another_gets_the_next() -> None:
    talk = chat().say("register")
    first = talk.question.prompt
    assert talk.say("help").question.prompt == first
    assert talk.say("requests", "skip").question.prompt == first, "it is on the screen again"
    assert talk.say("individual").question.prompt > first


def test_an_old_button_is_told_apart_and_changes_nothing() -> None:
    talk = chat().say("register")
    old = talk.form.prompt
    talk.tap("individual")
    before = talk.conversation
    assert talk.hear(Tapped(old, "organisation")).said == [
        "common.old_button",
        "registration.programme.ask",
    ]
    assert talk.conversation == before


def test_a_button_that_is_offered_no_longer_is_no_misunderstanding() -> None:
    talk = chat().say("register", "individual").hear(Tapped(0, "x"))
    talk.tap("support")
    assert talk.said == ["common.gone", "registration.programme.ask"]
    assert talk.conversation.misses == 0


# ------------------------------------------------------------------ answers that no longer hold
def test_an_identity_that_expired_since_is_asked_for_again_with_the_reason() -> None:
    replies = ["2026/11/23" if reply == "2030/10/12" else reply for reply in WHOLE]
    talk = chat().say("register", *replies)
    assert talk.said == ["registration.review.ask"]
    talk.wait(days=2).say("send")
    assert talk.said == ["check.expiry_date.expired", "registration.id_expiry.ask"]
    assert not talk.done(Submit)
    assert talk.say("help").said == ["registration.id_expiry.help", "registration.id_expiry.ask"]
    talk.say("2040/01/01")
    assert talk.said == ["registration.id_expiry_right.ask"]
    assert talk.say("yes").said == ["registration.review.ask"], "all is read back once more"
    assert talk.say("send").done(Submit)[0].answers["id_expiry"] == "2040-01-01"


def test_a_programme_that_closed_since_is_asked_for_again_with_the_reason() -> None:
    talk = chat().say("register", *WHOLE)
    open_ = replace(COURSE, id="other")
    talk.ctx = replace(
        talk.ctx,
        book=replace(BOOK, programmes={"course": replace(COURSE, active=False), "other": open_}),
    )
    assert talk.say("send").said == ["common.gone", "registration.programme.ask"]
    assert talk.offered == ["other"]


def test_when_nothing_is_on_offer_the_form_ends() -> None:
    talk = chat().say("register", "individual").wait(days=60).say("continue")
    assert talk.said == ["common.gone", "menu.go.ask"]


# ------------------------------------------------------------------ several forms in one turn
def test_reference_numbers_are_given_out_once_in_a_turn() -> None:
    done = Flow("done", steps=(Tell(key="hm"),), done=lambda ctx: (submission(ctx),))
    asked = Flow("asked", steps=(Choose(key="a", among=lambda _: ("y", "n")),))
    talk = Chat(engine=Engine({**FLOWS, "done": done, "asked": asked}))
    forms = (Form("done", {"n": 1}), Form("done", {"n": 2}), Form("asked"))
    talk.conversation = replace(talk.conversation, forms=forms)
    talk.say("menu", "continue").tap("y")
    assert [submit.reference for submit in talk.done(Submit)] == list(REFERENCES[:2])
    assert [say.text.id for say in talk.done(Say)] == ["done.hm", "done.hm", "menu.go.ask"]


def submission(ctx: Context) -> Submit:
    return Submit(ctx.references[0], "course", "individual", {}, ())


# ------------------------------------------------------------------ what an officer sees
def test_where_a_person_is_asides_are_left_out() -> None:
    talk = chat().say("register", "individual", "language")
    assert talk.stack == ("registration", "language")
    flow, fields = ENGINE.at(talk.conversation, talk.ctx)
    assert flow == "registration"
    assert fields == (
        (
            Text("registration.applicant.label"),
            Text("registration.applicant.option.individual"),
        ),
    )
    assert ENGINE.at(Conversation(), talk.ctx) == ("menu", ())
    lost = Conversation(forms=(Form("no such flow"),))
    assert ENGINE.at(lost, talk.ctx) == ("menu", ())
    assert "menu" in ASIDES


def test_what_is_below_the_menu_is_offered_there() -> None:
    assert "continue" not in chat().say("menu").offered
    assert chat().say("register", "individual", "menu").offered[0] == "continue"


# ------------------------------------------------------------------ whoever has the turn
def test_an_officer_who_speaks_has_the_turn() -> None:
    talk = chat().say("register").hear(Spoke("26000422"))
    assert (talk.conversation.turn, talk.conversation.case) == ("human", "26000422")
    assert talk.said == ["handoff.joined"]
    assert not talk.hear(Spoke("26000422")).turn.effects, "said once"
    assert talk.hear(Spoke("26000430")).said == ["handoff.joined"], "another officer"


def test_what_opens_during_a_talk_waits_and_is_asked_once() -> None:
    about = Opened("delivery", {"application": OWN})
    talk = Chat().be(applications=APPLICANT.applications).hear(Spoke("26000422"), about, about)
    assert not talk.turn.effects
    assert talk.hear(HandedBack("26000422")).said == ["handoff.back", "delivery.received.ask"]
    assert talk.conversation.waiting == ()


def test_consent_is_recorded_with_its_version() -> None:
    talk = nobody().say("register", "yes")
    assert talk.done(Consented) == [Consented("2", given=True)]
    assert talk.be(consent="2").say("back").said == [
        "common.first_question",
        "registration.applicant.ask",
    ], "an agreement is not taken back by going back"


def test_another_version_of_the_notice_asks_again() -> None:
    assert chat(consent="1").say("register").said == ["consent.agree.ask"]


def test_a_conversation_survives_a_restart_anywhere() -> None:
    talk = chat()
    for text in ("register", *WHOLE, "change", "menu", "officer"):
        talk.say(text)
        assert codec.load(codec.dump(talk.conversation)) == talk.conversation
