"""Seats, terms, conditions of questions, and programmes that change while people are inside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.book import Eligibility, Field, Pick
from flows.effects import Submit
from flows.events import Opened
from flows.text import Lines, Text
from tests.flows.book import COURSE, w
from tests.flows.chat import INDIVIDUAL, WHOLE, chat
from tests.flows.test_applicants import CLUB, NAME, offering


# ------------------------------------------------------------------ seats and terms
def test_a_full_programme_is_told_at_the_door() -> None:
    talk = offering(chat(), replace(COURSE, seats=2), replace(COURSE, id="other"))
    talk.known["course"] = 2
    talk.say("register", "individual", "1")
    assert talk.said == ["registration.full.ask"]
    step = talk.engine.asking(talk.conversation, talk.ctx)
    assert step is not None
    assert step.key == "full.course", "it stands on the screen, whoever looks"
    others = talk.question.text.values["others"]
    assert others == Lines((Text("book.programme.other.title"),))
    assert talk.tap("another").said == ["registration.programme.ask"]
    assert talk.tap("other").said[0] == "registration.about"


def test_the_last_seat_may_go_while_somebody_writes() -> None:
    talk = offering(chat(), replace(COURSE, seats=2))
    talk.known["course"] = 1
    talk.say("register", *WHOLE)
    talk.known["course"] = 2
    assert talk.say("send").said == ["registration.full.ask"]
    assert talk.done(Submit) == []
    assert talk.question.text.values["others"] == Lines((Text("registration.no_others"),))
    assert talk.say("officer").conversation.turn == "human"


def test_terms_are_accepted_in_their_version() -> None:
    course = replace(COURSE, terms="3", conditions=w("be there"))
    talk = offering(chat(), course).say("register", *WHOLE)
    assert talk.said == ["registration.terms.ask"]
    assert talk.question.text.values["version"] == "3"
    talk.tap("accept")
    newer = offering(talk, replace(course, terms="4")).say("send")
    assert newer.said == ["registration.terms.ask"], "a new version is accepted anew"
    newer.tap("accept", "send")
    assert newer.done(Submit)[0].answers["terms.course.4"] == "accept"
    assert "terms.course.3" not in newer.done(Submit)[0].answers


# ------------------------------------------------------------------ conditions of questions
@pytest.mark.parametrize(
    ("when", "years", "asked"),
    [
        (("mode", "far", "near"), "3", True),
        (("mode", "far"), "3", False),
        (("years", ">= 3"), "3", True),
        (("years", "> 3"), "3", False),
        (("years", "< 3", "> 10"), "11", True),
        (("years", "<= 2"), "3", False),
        (("causes", "two"), "3", True),
        (("causes", "three"), "3", False),
        (("founded", "< 2020-01-31"), "3", True),
        (("founded", ">= 2020-01-31"), "3", False),
        (("note", "> 1"), "3", False),
    ],
)
def test_a_question_may_depend_on_several_answers_or_a_bound(
    when: tuple[str, ...], years: str, asked: bool
) -> None:
    picks = tuple(Pick(id_, w(id_)) for id_ in ("one", "two", "three"))
    fields = (
        *COURSE.fields[:2],
        Field("causes", "choices", w("causes"), w("?"), w("help"), picks),
        Field("founded", "date", w("founded"), w("?"), w("help"), past=True),
        Field("note", "number", w("note"), w("?"), w("help"), optional=True),
        Field("more", "text", w("more"), w("?"), w("help"), when=when),
    )
    talk = offering(chat(), replace(COURSE, fields=fields))
    talk.say("register", *INDIVIDUAL, NAME, "0551234567", "khobar", "1", years, "1 2")
    talk.say("2019/05/05", "skip")
    assert (talk.said[0] == "book.programme.course.field.more.ask") is asked


# ------------------------------------------------------------------ a programme that changes
def test_answers_that_still_hold_are_kept_when_a_programme_changes() -> None:
    mode, years, before, *_ = COURSE.fields
    options = (Pick("online", w("online")),)
    added = Field("new", "text", w("new"), w("new?"), w("help"))
    for course, asked in (
        (replace(COURSE, fields=(replace(mode, options=options), years, before)), "mode"),
        (replace(COURSE, fields=(added, *COURSE.fields)), "new"),
        (replace(COURSE, fields=(mode, replace(years, minimum=5), before)), "years"),
    ):
        talk = offering(offering(chat(), COURSE).say("register", *WHOLE), course).say("send")
        assert talk.said[-1] == f"book.programme.course.field.{asked}.ask"
        assert talk.form.answers["name"] == NAME


def test_a_question_made_conditional_is_left_out_and_a_new_title_changes_nothing() -> None:
    mode, years, before, story, _ = COURSE.fields
    conditional = replace(years, when=("before", "yes"))
    renamed = replace(COURSE, title=w("new name"), fields=(mode, before, story, conditional))
    talk = offering(offering(chat(), COURSE).say("register", *WHOLE), renamed).say("send")
    assert "field.years" not in talk.done(Submit)[0].answers


def test_a_programme_that_closed_is_asked_again_with_the_rest_kept() -> None:
    talk = offering(chat(), COURSE, replace(COURSE, id="other")).say("register", *WHOLE)
    offering(talk, replace(COURSE, active=False), replace(COURSE, id="other")).say("send")
    assert talk.said == ["common.gone", "registration.programme.ask"]
    assert talk.form.answers["name"] == NAME


def test_a_link_to_a_programme_keeps_it_for_a_relative_too() -> None:
    talk = chat().hear(Opened("registration", {"programme": "course"})).tap("family")
    assert talk.form.answers["programme"] == "course"


def test_an_eligibility_question_without_minors_is_as_before() -> None:
    rule = Eligibility("adult", w("adult?"), frozenset({"yes"}), w("sorry"))
    talk = offering(chat(), replace(COURSE, eligibility=(rule,)), CLUB)
    assert talk.say("register", "individual", "1", "no").said[0] == "registration.ineligible"
