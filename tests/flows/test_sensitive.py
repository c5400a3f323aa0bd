"""Sensitive reports: recognised anywhere, held from everybody but the focal points."""

from __future__ import annotations

import pytest

from flows import sensitive
from flows.book import Emergency
from flows.context import Person
from flows.effects import Escalate, Public, Relay
from flows.events import Edited, Event, HandedBack, Opened, Said, Sent, Spoke, Unread
from flows.text import Lines
from tests.flows.book import BOOK, CONTEXT, OWN, w
from tests.flows.chat import INDIVIDUAL, Chat, chat
from tests.replacing import replace

CASE, FOCAL = "26000604", "26000513"
TITLED = replace(
    BOOK,
    programmes={"course": replace(BOOK.programmes["course"], title=w("Life without violence"))},
)


# ------------------------------------------------------------------ what is one
@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("He beats me every day", "clear"),
        ("المدرب في الدورة تحرش بي", "clear"),  # whatever else is named
        ("وتحرش بي", "clear"),
        ("harassment", "clear"),
        ("هل عندكم دورة عن التحرش", "doubtful"),
        ("there is violence", "doubtful"),
        ("عندي سؤال عن العنف", "doubtful"),
        ("a programme about violence", None),
        ("where is your office", None),
        ("", None),
    ],
)
def test_what_is_a_report_and_what_is_asked_about(text: str, sign: str | None) -> None:
    assert sensitive.sign(Said(text), BOOK) == sign
    assert sensitive.sign(Edited(text), BOOK) == sign
    assert sensitive.sign(Sent("image", "handle", text), BOOK) == sign


def test_the_title_of_a_programme_is_no_report() -> None:
    assert sensitive.sign(Said("Life without violence"), TITLED) is None
    assert sensitive.sign(Said("violence"), TITLED) == "doubtful"
    assert sensitive.sign(Unread("sticker"), BOOK) is None


# ------------------------------------------------------------------ taken on
def test_a_report_in_the_middle_of_a_form_goes_to_the_focal_points_and_the_form_stays() -> None:
    numbers = (Emergency(w("police"), "911"),)
    ctx = replace(
        CONTEXT, book=replace(BOOK, association=replace(BOOK.association, emergency=numbers))
    )
    talk = Chat(ctx).say("register", *INDIVIDUAL)
    asked = talk.form
    talk.say("he beats me")
    [case] = talk.done(Escalate)
    assert (case.lane, case.reason, case.question) == ("focal", "sensitive", "he beats me")
    assert case.fields == ()
    assert talk.said == ["sensitive.received", "sensitive.onward", "sensitive.emergency"]
    lines = talk.question.text.values["numbers"]
    assert isinstance(lines, Lines)
    assert [line.values["phone"] for line in lines.of] == ["911"]
    assert (talk.conversation.turn, talk.conversation.case) == ("human", case.reference)
    assert talk.form == asked
    talk.be(apart={case.reference: "focal"}).say("more of it")
    assert talk.done(Relay) == [Relay(case.reference, Said("more of it"))]
    assert talk.say("harassment").done(Escalate) == []
    talk.be(apart={}).hear(HandedBack(case.reference))
    assert (talk.said[0], talk.form.asking) == ("handoff.back", asked.asking)


def test_a_report_is_held_from_the_officer_who_has_the_turn() -> None:
    talk = chat(case=CASE).say("officer")
    assert talk.conversation.talk == CASE
    talk.say("he beats me")
    [case] = talk.done(Escalate)
    assert talk.done(Relay) == []
    assert talk.conversation.talk == case.reference != CASE


def test_what_another_officer_says_meanwhile_does_not_take_the_talk_over() -> None:
    talk = chat(case=CASE).say("he beats me")
    [case] = talk.done(Escalate)
    talk.be(apart={case.reference: "focal"}).hear(Spoke(CASE))
    assert talk.conversation.talk == case.reference
    talk.hear(Spoke(case.reference))
    assert talk.conversation.talk == case.reference


def test_a_second_report_joins_the_first() -> None:
    talk = chat(apart={CASE: "supervisors", FOCAL: "focal"}).say("he beats me")
    assert talk.done(Relay) == [Relay(FOCAL, Said("he beats me"))]
    assert (talk.said, talk.conversation.talk) == (["sensitive.again"], FOCAL)


def test_it_is_not_given_up_with_the_talk_about_it() -> None:
    talk = chat().say("he beats me")
    [case] = talk.done(Escalate)
    talk.be(apart={case.reference: "focal"}).say("end")
    assert talk.done(Relay) == [Relay(case.reference, Said("end"))]
    assert talk.conversation.turn == "bot"


def test_after_it_nobody_else_hears_what_is_said_next_without_being_asked() -> None:
    talk = chat(case=CASE, apart={FOCAL: "focal"}).say("officer", "he beats me")
    talk.hear(HandedBack(FOCAL))
    assert (talk.conversation.turn, talk.conversation.case) == ("paused", CASE)
    assert not talk.say("menu").done(Relay)
    assert talk.say("officer").conversation.talk == CASE


def test_a_picture_sent_with_it_goes_where_the_words_go() -> None:
    talk = Chat().hear(Sent("image", "handle", "he beats me"))
    [case] = talk.done(Escalate)
    assert case.question == "he beats me"
    assert talk.done(Relay) == [Relay(case.reference, Sent("image", "handle"))]


def test_one_that_was_resolved_is_followed_by_another() -> None:
    until = CONTEXT.today
    talk = chat(apart={FOCAL: "focal"}, resolved={FOCAL: until}).say("he beats me")
    assert [case.lane for case in talk.done(Escalate)] == ["focal"]


# ------------------------------------------------------------------ asked about
def test_on_doubt_one_question_is_asked_and_yes_makes_it_a_report() -> None:
    talk = Chat().say("register", *INDIVIDUAL, "there is violence here")
    assert talk.said == ["sensitive.sure.ask"]
    assert not talk.done(Escalate)
    talk.tap("yes")
    [case] = talk.done(Escalate)
    assert (case.lane, case.question) == ("focal", "there is violence here")
    assert talk.stack == ("registration",)


def test_no_is_heard_as_if_it_had_never_been_asked() -> None:
    talk = Chat().say("menu", "violence").tap("no")
    assert talk.done(Public)
    plain = Chat().say("menu", "something nobody understands")
    assert talk.said == plain.said
    answered = Chat().say("officer", "end", "complaint", "so much violence in the queue").tap("no")
    assert answered.form.answers["words"] == "so much violence in the queue"
    assert answered.form.asking == "about"


def test_an_officer_who_had_the_turn_waits_for_the_answer() -> None:
    talk = chat(case=CASE).say("officer", "there is violence")
    assert (talk.said, talk.conversation.talk) == (["sensitive.sure.ask"], None)
    talk.hear(Spoke(CASE))
    assert talk.conversation.talk is None
    talk.tap("no")
    assert talk.done(Relay) == [Relay(CASE, Said("there is violence"))]
    assert talk.conversation.talk == CASE


def test_what_becomes_clear_while_it_is_asked_is_told_with_what_was_said_before() -> None:
    talk = Chat().say("there is violence", "there is violence", "he beats me")
    [case] = talk.done(Escalate)
    assert case.question == "there is violence\nhe beats me"


# ------------------------------------------------------------------ chosen
def test_a_report_may_be_made_by_name_and_a_word_is_enough() -> None:
    talk = Chat().say("confidential")
    assert talk.said == ["sensitive.words.ask"]
    talk.say("he beats me")
    [case] = talk.done(Escalate)
    assert (case.lane, case.question) == ("focal", "he beats me")
    assert "sensitive" in Chat().say("menu").offered


# ------------------------------------------------------------------ what no desk shows
@pytest.mark.parametrize(
    ("before", "event", "held"),
    [
        ((), Said("hello"), False),
        ((), Said("he beats me"), True),
        ((), Said("violence"), True),
        (("confidential",), Said("anything"), True),
        (("complaint",), Said("anything"), True),
        (("complaint", "he is rude"), Unread("sticker"), True),
        (("confidential", "anything"), Said("more"), False),  # its case has it
        (("suggestion",), Said("anything"), False),
    ],
)
def test_what_is_held_back(before: tuple[str, ...], event: Event, held: bool) -> None:
    talk = Chat().say(*before)
    assert talk.engine.holds(talk.conversation, event, BOOK) == held


def test_what_is_said_without_a_name_is_taken_nowhere() -> None:
    talk = Chat(replace(CONTEXT, person=Person(ratings=(OWN,))))
    talk.hear(Opened("unnamed", {"application": OWN}))
    assert talk.engine.seals(talk.conversation)
    assert not talk.engine.holds(talk.conversation, Said("he beats me"), BOOK)
    assert not talk.say("he beats me").done(Escalate)


@pytest.mark.parametrize(("said", "is_discreet"), [("complaint", True), ("suggestion", False)])
def test_a_form_is_discreet_as_long_as_it_is_open(said: str, is_discreet: bool) -> None:
    talk = Chat().say(said)
    assert talk.engine.is_discreet(talk.conversation) == is_discreet
