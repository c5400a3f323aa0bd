from __future__ import annotations

import pytest

from flows.conversation import Conversation
from flows.effects import Escalate, Left, Received, Relay, Say, Subscribed
from flows.events import (
    Edited,
    Event,
    HandedBack,
    Opened,
    Said,
    Sent,
    Shared,
    Spoke,
    Tapped,
    Unread,
)
from flows.text import Shown, Text
from tests.flows.book import APPLICANT, OWN, REFERENCES, SUNDAY, THURSDAY_NIGHT
from tests.flows.chat import INDIVIDUAL, Chat, chat
from tests.replacing import replace

CASE, OTHER = REFERENCES[:2]
DELIVERY = Opened("delivery", {"application": OWN})


def talking() -> Chat:
    """With an officer about a registration in progress, the case open."""
    return chat().say("register", *INDIVIDUAL, "officer").be(case=CASE)


# ------------------------------------------------------------------ giving the turn to a person
def test_within_hours_the_time_of_the_answer_is_promised() -> None:
    talk = chat().say("officer")
    assert talk.question.text == Text(
        "handoff.asked.open", {"reference": CASE, "by": SUNDAY.replace(minute=15)}
    )
    assert (talk.conversation.turn, talk.conversation.case) == ("human", CASE)


def test_outside_hours_the_next_opening_is_named() -> None:
    talk = chat()
    talk.ctx = replace(talk.ctx, now=THURSDAY_NIGHT)
    opening = THURSDAY_NIGHT.replace(day=29, hour=8)
    assert talk.say("officer").question.text == Text(
        "handoff.asked.closed", {"reference": CASE, "opening": opening}
    )


def test_the_officer_sees_masked_what_was_answered() -> None:
    talk = chat().say("register", *INDIVIDUAL, "officer")
    fields = {label.id: shown for label, shown in talk.done(Escalate)[0].fields}
    assert fields["registration.national_id.label"] == "••••••0008"


def test_a_case_that_is_open_is_gone_on_with() -> None:
    talk = talking().hear(HandedBack(CASE)).say("officer")
    assert talk.said == ["handoff.again"]
    assert not talk.done(Escalate)
    assert (talk.conversation.turn, talk.conversation.case) == ("human", CASE)


def test_the_question_goes_to_the_open_case() -> None:
    talk = chat(case=CASE).say("when do you open", "no")
    assert talk.done(Relay) == [Relay(CASE, Said("when do you open"))]
    assert talk.said == ["handoff.again"]


# ------------------------------------------------------------------ waiting
@pytest.mark.parametrize(
    ("before", "line", "count"), [(3, "handoff.place", 3), (0, "handoff.next", None)]
)
def test_who_waits_is_told_how_many_go_before(before: int, line: str, count: int | None) -> None:
    talk = talking()
    talk.known[CASE] = before
    talk.say("waiting")
    assert talk.done(Relay) == [Relay(CASE, Said("waiting"))]
    assert talk.question.text == Text(f"{line}.open", {"reference": CASE}, count)
    talk.ctx = replace(talk.ctx, now=THURSDAY_NIGHT)
    opening = THURSDAY_NIGHT.replace(day=29, hour=8)
    values: dict[str, Shown] = {"reference": CASE, "opening": opening}
    assert talk.say("waiting").question.text == Text(f"{line}.closed", values, count)


def test_once_somebody_has_it_only_they_answer() -> None:
    talk = talking().say("waiting")
    assert talk.done(Relay) == [Relay(CASE, Said("waiting"))]
    assert talk.said == []


def test_among_their_requests_they_see_it_too() -> None:
    talk = chat(case=CASE)
    talk.known[CASE] = 2
    talk.say("requests")
    line = Text("handoff.place.open", {"reference": CASE}, 2)
    assert talk.done(Say)[0].text == Text("requests.waiting", {"line": line})
    assert chat(case=CASE).say("requests").said == ["requests.reference.ask"]


# ------------------------------------------------------------------ talking
@pytest.mark.parametrize(
    "event",
    [
        Said("back"),
        Said("هلا"),
        Sent("image", "f"),
        Shared("0551234567"),
        Edited("x"),
        Unread("sticker"),
    ],
)
def test_everything_is_carried_to_the_officer(event: Event) -> None:
    talk = talking().hear(event)
    assert talk.turn.effects == (Relay(CASE, event),)


def test_language_and_help_are_there_during_a_talk() -> None:
    talk = talking().say("english")
    assert (talk.said, talk.conversation.language) == (["language.changed"], "en")
    assert talk.say("help").said == ["handoff.help"]
    assert talk.conversation.turn == "human"


def test_an_officers_words_leave_a_delivery_question_open() -> None:
    talk = chat(applications=APPLICANT.applications).hear(DELIVERY, Spoke(OWN))
    assert not talk.turn.effects
    assert talk.conversation.turn == "paused"
    talk.tap("full")
    assert talk.done(Received) == [Received(OWN, "full")]


def test_a_service_that_did_not_arrive_is_talked_about_though_another_is_asked_about() -> None:
    talk = chat(applications=APPLICANT.applications).hear(Opened("delivery", {"application": "1"}))
    first = talk.form.prompt
    talk.hear(DELIVERY).be(case=OTHER).say("officer").hear(Tapped(first, "no"))
    assert talk.said == ["handoff.not_delivered.open"]
    assert (talk.conversation.turn, talk.conversation.case) == ("human", "1")
    assert talk.stack == ("delivery",)


def test_who_has_not_finished_gets_the_turn_back() -> None:
    talk = talking().hear(Spoke(OWN)).be(case=CASE).hear(HandedBack(OWN, DELIVERY))
    assert talk.said == ["handoff.again"]
    assert (talk.conversation.turn, talk.conversation.case) == ("human", CASE)
    assert talk.be(case=None).hear(HandedBack(CASE)).said == [
        "handoff.back",
        "delivery.received.ask",
    ]


def test_buttons_rest_during_a_talk() -> None:
    assert talking().tap("individual").said == ["handoff.busy"]


def test_notices_can_be_stopped_during_a_talk() -> None:
    talk = talking().say("stop")
    assert talk.done(Subscribed) == [Subscribed(on=False)]
    assert talk.said == ["notices.off"]
    assert talk.say("start").said == ["notices.on"]
    assert talk.conversation.turn == "human"


def test_a_person_an_officer_wrote_to_first_is_welcomed() -> None:
    talk = Chat()
    talk.conversation = replace(talk.conversation, greeted=False)
    talk.hear(Spoke(CASE)).say("hm")
    assert talk.said == ["common.salam", "common.welcome"]
    assert talk.done(Relay)


# ------------------------------------------------------------------ pausing and ending
def test_the_menu_pauses_the_talk_and_officer_goes_back_to_it() -> None:
    talk = talking().say("menu")
    assert talk.said == ["handoff.paused", "menu.go.ask"]
    assert talk.conversation.turn == "paused"
    assert talk.stack == ("registration", "menu")
    assert talk.tap("continue").said == ["registration.name.ask"]
    assert talk.say("officer").said == ["handoff.again"]


def test_a_talk_about_an_application_is_gone_back_to_as_well() -> None:
    talk = chat(applications=APPLICANT.applications).hear(DELIVERY).say("no", "menu", "officer")
    assert talk.said == ["handoff.again"]
    assert talk.conversation.case == OWN
    assert not talk.done(Escalate)


def test_ending_the_talk_goes_on_with_the_form() -> None:
    talk = talking().say("end")
    assert talk.done(Left) == [Left(CASE)]
    assert talk.said == ["handoff.left", "registration.name.ask"]
    assert (talk.conversation.turn, talk.conversation.case) == ("bot", None)


def test_an_application_is_not_given_up_with_the_talk_about_it() -> None:
    talk = chat(applications=APPLICANT.applications).hear(DELIVERY).say("no", "end")
    assert talk.done(Relay) == [Relay(OWN, Said("end"))]
    assert not talk.done(Left)
    assert talk.said == ["handoff.left.kept", "menu.go.ask"]


# ------------------------------------------------------------------ giving the turn back
def test_handed_back_the_form_goes_on() -> None:
    assert talking().hear(HandedBack(CASE)).said == ["handoff.back", "registration.name.ask"]


def test_handed_back_while_the_menu_is_open_nothing_is_said() -> None:
    talk = talking().say("menu").hear(HandedBack(CASE))
    assert not talk.turn.effects
    assert (talk.conversation.turn, talk.conversation.case) == ("bot", None)


def test_another_case_handed_back_does_not_end_the_talk() -> None:
    talk = talking().hear(HandedBack("26000430", DELIVERY))
    assert talk.conversation.turn == "human"
    assert not talk.turn.effects
    talk.hear(HandedBack(CASE))
    assert talk.said == ["handoff.back", "delivery.received.ask"]


def test_a_case_handed_back_after_the_talk_changes_nothing() -> None:
    talk = chat().say("register").hear(HandedBack(CASE))
    assert not talk.turn.effects
    assert talk.stack == ("registration",)


def test_a_delivery_is_asked_about_at_once_and_once() -> None:
    talk = chat(applications=APPLICANT.applications).say("menu").hear(HandedBack(OWN, DELIVERY))
    assert talk.said == ["delivery.received.ask"]
    talk.hear(Spoke(OWN), DELIVERY, HandedBack(OWN, DELIVERY))
    assert talk.said == ["delivery.received.ask"], "the question never left the screen"
    talk.say("full")
    assert talk.done(Received) == [Received(OWN, "full")]
    assert talk.stack == ("rating",)


def test_what_waits_is_asked_one_after_the_other() -> None:
    other = Opened("delivery", {"application": "26000463"})
    talk = talking().hear(DELIVERY, other, HandedBack(CASE))
    assert talk.form.given == other.given, "the newest first"
    talk.say("cancel")
    assert talk.said == ["common.cancelled", "registration.name.ask"]
    talk.say("cancel", "yes")
    assert talk.form.given == DELIVERY.given


def test_what_is_said_belongs_to_the_case_of_whoever_has_the_turn() -> None:
    assert Conversation(turn="human", case="10000008").talk == "10000008"
    assert Conversation(turn="bot", case="10000008").talk is None
