"""After the outcome: kind words, what opens a case again, what time does, which buttons count."""

from __future__ import annotations

from datetime import date

import pytest

from flows import closing, stack
from flows.effects import Escalate, Left, Rated, Relay, Reopened, Settled
from flows.events import (
    Edited,
    Elapsed,
    Event,
    HandedBack,
    Merged,
    Opened,
    Said,
    Sent,
    Spoke,
    Tapped,
    Unread,
)
from tests.flows.book import OWN, REFERENCES, SUNDAY
from tests.flows.chat import INDIVIDUAL, Chat, chat

CASE, OTHER = REFERENCES[0], "26000992"
UNTIL = date(2026, 11, 25)
BACK = HandedBack(CASE, closing.opening(CASE))


def told(**person: object) -> Chat:
    """The outcome was told, and is asked about."""
    talk = chat().say("officer").hear(BACK)
    return talk.be(resolved={CASE: UNTIL}, reopens=CASE, **person)


def asked() -> Chat:
    """The one question about it came over ours."""
    return told().hear(Opened("satisfaction", {"application": OTHER}))


# ------------------------------------------------------------------ the question
def test_the_outcome_is_asked_about_and_nothing_else_is_said() -> None:
    talk = told()
    assert talk.said == ["closing.solved.ask"]
    assert [option.id for option in talk.question.options] == ["yes", "no"]


@pytest.mark.parametrize("words", ["yes", "1"])
def test_whoever_agrees_settles_it(words: str) -> None:
    talk = told().say(words)
    assert talk.done(Settled) == [Settled(CASE)]
    assert talk.said[0] == "closing.thanks"
    assert talk.conversation.turn == "bot"


def test_it_is_asked_no_more_once_an_officer_opened_it_again() -> None:
    talk = told().hear(Spoke(CASE))
    assert talk.said == ["handoff.joined"]
    assert (talk.conversation.turn, talk.conversation.case) == ("human", CASE)
    assert "closing" not in [form.flow for form in talk.conversation.forms]
    assert talk.say("yes").done(Relay), "it is for the officer now"


@pytest.mark.parametrize("words", ["no", "2"])
def test_whoever_does_not_agree_is_with_the_officer_again(words: str) -> None:
    talk = told().say(words)
    assert talk.done(Reopened) == [Reopened(CASE)]
    assert not talk.done(Relay)
    assert (talk.conversation.turn, talk.conversation.case) == ("human", CASE)


@pytest.mark.parametrize(
    "event", [Said("but the name in it is wrong"), Sent("image", "x"), Sent("audio", "y")]
)
def test_what_is_new_goes_to_the_officer_as_it_is(event: Event) -> None:
    talk = told().hear(event)
    assert talk.done(Reopened) == [Reopened(CASE)]
    assert talk.done(Relay) == [Relay(CASE, event)]
    assert not talk.done(Escalate)


@pytest.mark.parametrize("event", [Said("but the name in it is wrong"), Sent("image", "x")])
def test_what_is_new_is_no_answer_to_how_satisfied_somebody_is(event: Event) -> None:
    talk = asked()
    assert talk.form.flow == "satisfaction"
    talk.hear(event)
    assert talk.done(Reopened) == [Reopened(CASE)]
    assert talk.done(Relay) == [Relay(CASE, event)]
    assert not talk.conversation.forms


@pytest.mark.parametrize("event", [Said("help"), Edited("x"), Tapped(99, "gone")])
def test_it_stays_where_nothing_new_is_said(event: Event) -> None:
    talk = asked().hear(event)
    assert not talk.done(Reopened)
    assert [form.flow for form in talk.conversation.forms[-2:]] == ["closing", "satisfaction"]


def test_both_questions_have_their_answers() -> None:
    talk = asked().say("5")
    assert talk.done(Rated) == [Rated(OTHER, 5)]
    assert talk.say("yes").done(Settled) == [Settled(CASE)]
    assert asked().say("yes").done(Settled) == [Settled(CASE)]


@pytest.mark.parametrize("event", [Said("thanks"), Said("hello"), Said("🌹🌹"), Unread("sticker")])
def test_a_kind_word_opens_nothing_and_asks_nothing(event: Event) -> None:
    talk = told().hear(event)
    assert not talk.done(Reopened)
    assert "closing.solved.ask" not in talk.said
    assert talk.form.flow == "closing"


@pytest.mark.parametrize("event", [Said("9"), Edited("x"), Said("help"), Tapped(1, "gone")])
def test_what_is_no_word_on_it_opens_nothing(event: Event) -> None:
    assert not told().hear(event).done(Reopened)


def test_an_officer_asked_for_elsewhere_has_the_same_case() -> None:
    talk = told().say("menu", "officer")
    assert talk.done(Reopened) == [Reopened(CASE)]
    assert not talk.done(Escalate)
    assert not told(case=OTHER).say("menu", "officer").done(Reopened), "another talk goes on"


# ------------------------------------------------------------------ buttons that still count
def test_its_button_counts_when_something_covers_it() -> None:
    talk = told()
    asked = talk.form.prompt
    talk.say("menu").hear(Tapped(asked, "yes"))
    assert talk.done(Settled) == [Settled(CASE)]


def test_its_button_counts_during_another_talk() -> None:
    talk = told()
    asked = talk.form.prompt
    talk.hear(Opened("menu")).be(case=OTHER).say("officer").hear(Tapped(asked, "yes"))
    assert talk.done(Settled) == [Settled(CASE)]
    assert (talk.conversation.turn, talk.conversation.case) == ("human", OTHER)
    assert talk.said == ["closing.thanks"]


def test_a_rating_that_goes_on_pauses_the_talk() -> None:
    talk = chat(ratings=(OWN,)).hear(Opened("rating", {"application": OWN}))
    asked = talk.form.prompt
    talk.be(case=OTHER).say("officer").hear(Tapped(asked, "5"))
    assert talk.done(Rated)
    assert (talk.conversation.turn, talk.conversation.case) == ("paused", OTHER)


def test_a_button_of_a_form_that_does_not_last_is_old() -> None:
    talk = chat().say("register", *INDIVIDUAL[:1])
    asked = talk.form.prompt
    raised = stack.raised(talk.conversation, asked, talk.engine.flows)
    assert raised == talk.conversation


# ------------------------------------------------------------------ the end of a talk
def test_the_end_is_understood_while_the_talk_is_paused() -> None:
    talk = chat().say("register", *INDIVIDUAL, "officer").be(case=CASE).say("menu", "end")
    assert talk.done(Left) == [Left(CASE)]
    assert (talk.conversation.turn, talk.conversation.case) == ("bot", None)


# ------------------------------------------------------------------ time
def test_silence_is_warned_of_and_the_reply_is_the_officers() -> None:
    talk = chat().say("officer").be(case=CASE).say("menu").hear(Elapsed(CASE, "silence", SUNDAY))
    assert talk.said == ["closing.silence"]
    assert talk.say("I am here").done(Relay) == [Relay(CASE, Said("I am here"))]
    assert talk.hear(Elapsed(CASE, "silence", SUNDAY)).conversation.turn == "human"


def test_a_talk_that_ends_by_itself_gives_the_turn_back() -> None:
    talk = chat().say("officer").hear(Elapsed(CASE, "expiry", SUNDAY))
    assert talk.said == ["closing.expired"]
    assert (talk.conversation.turn, talk.conversation.case) == ("bot", None)
    going_on = chat().say("register", *INDIVIDUAL, "officer").hear(Elapsed(CASE, "expiry", SUNDAY))
    assert going_on.said == ["closing.expired", "registration.name.ask"]
    other = chat(case=OTHER).say("officer").hear(Elapsed(CASE, "expiry", SUNDAY))
    assert (other.conversation.turn, other.conversation.case) == ("human", OTHER)


def test_after_the_grace_nothing_is_asked_any_more() -> None:
    talk = told().hear(Elapsed(CASE, "grace", SUNDAY))
    assert talk.said == ["closing.concluded"]
    assert not talk.conversation.forms
    assert talk.say("officer").done(Reopened), "until the case is closed"
    assert talk.be(resolved={}, reopens=None).say("menu").form.flow == "menu"


# ------------------------------------------------------------------ merged
def test_what_is_said_goes_to_the_case_that_goes_on() -> None:
    talk = chat().say("officer").hear(Merged(CASE, OTHER)).say("hello")
    assert talk.done(Relay) == [Relay(OTHER, Said("hello"))]
    assert talk.hear(Merged(CASE, REFERENCES[1])).conversation.case == OTHER
