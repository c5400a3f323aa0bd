"""Complaints, suggestions, erasure, misconceptions, referrals, rights and steps."""

from __future__ import annotations

from datetime import date

import pytest

from flows import working_days
from flows.charter import Misconception, Referral
from flows.effects import Debunked, Escalate, Relay
from flows.matching import Matcher, pointed
from flows.text import Lines
from tests.flows.book import BOOK, CONTEXT, w
from tests.flows.chat import INDIVIDUAL, Chat, chat
from tests.replacing import replace

WISER = replace(
    BOOK,
    misconceptions={
        "paid": Misconception(
            "paid", w("myth"), w("fact"), w("source"), ("I heard everybody must pay money",)
        )
    },
    referrals={
        "rent": Referral("rent", w("rent"), w("them"), ("I need help with the rent",), phone="19"),
        "food": Referral("food", w("food"), w("those"), ("we have no food",), link="https://f"),
    },
)
WISE = replace(CONTEXT, book=WISER, matcher=Matcher.of_book(WISER))


# ------------------------------------------------------------------ a voice
@pytest.mark.parametrize("voice", ["complaint", "suggestion"])
def test_what_is_said_gets_a_number_a_department_and_a_date(voice: str) -> None:
    talk = Chat().say(voice)
    assert talk.said == [f"{voice}.words.ask"]
    talk.say("nobody ever answers the phone")
    if voice == "complaint":
        talk.tap("no")
    (case,) = talk.done(Escalate)
    assert (case.reason, case.question) == (voice, "nobody ever answers the phone")
    promise = talk.question.text
    assert promise.id == f"handoff.{voice}.due"
    assert promise.values["reference"] == case.reference
    days = BOOK.voices[voice].days
    assert promise.values["by"] == {5: date(2026, 11, 29), 15: date(2026, 12, 13)}[days]


def test_it_is_due_when_officers_begin_that_day() -> None:
    voice = BOOK.voices["complaint"]
    day = working_days.due(voice, CONTEXT.now, BOOK.association.hours)
    assert day.date() == date(2026, 11, 29)
    assert day.hour == 8


def test_a_wish_for_it_in_other_words_is_enough() -> None:
    assert Chat().say("register", "complaints").said == ["complaint.words.ask"]


def test_a_complaint_never_joins_an_open_talk() -> None:
    """Whoever it may be about reads that talk."""
    talk = chat(case="26000422").say("complaint", "the officer was rude to me").tap("no")
    assert talk.done(Escalate)
    assert not talk.done(Relay)


def test_erasure_is_confirmed() -> None:
    talk = Chat().say("delete my data")
    assert talk.said == ["erasure.sure.ask"]
    assert Chat().say("delete my data", "no").said[0] == "erasure.kept"
    (case,) = talk.say("yes").done(Escalate)
    assert case.reason == "erasure"


# ------------------------------------------------------------------ a misconception
MYTH = "I heard that everybody must pay money"


def test_a_misconception_is_put_right_and_counted() -> None:
    talk = Chat(WISE).say("menu", MYTH)
    assert talk.said == ["misconception.told", "misconception.clear.ask"]
    assert talk.done(Debunked) == [Debunked("paid")]
    assert talk.say("yes").said[0] == "misconception.thanks"


def test_what_is_still_not_clear_goes_to_an_officer() -> None:
    (case,) = Chat(WISE).say("enquiry", MYTH, "no").done(Escalate)
    assert (case.reason, case.question) == ("misconception", MYTH)


def test_a_form_goes_on_after_a_misconception() -> None:
    talk = Chat(WISE).say("register", "individual", MYTH)
    assert talk.said == ["misconception.told", "misconception.clear.ask"]
    assert talk.say("yes").said[-1] == "registration.programme.ask"


@pytest.mark.parametrize("between", [MYTH, "I need help with the rent"])
def test_the_answer_to_the_form_below_need_not_wait(between: str) -> None:
    talk = Chat(WISE).say("register", *INDIVIDUAL[:3], between)
    assert talk.said[-1] != "registration.national_id.ask"
    assert talk.say("1000000008").said[-1] == "registration.id_expiry.ask"


def test_a_misconception_of_an_earlier_release_ends_quietly() -> None:
    talk = Chat(WISE).say("menu", MYTH)
    talk.ctx = replace(talk.ctx, book=replace(BOOK, misconceptions={}))
    assert talk.say("yes").said == ["menu.go.ask"]


# ------------------------------------------------------------------ a referral
@pytest.mark.parametrize(
    ("said", "contact"), [("I need help with rent", "phone"), ("we have no food", "link")]
)
def test_a_need_we_do_not_serve_is_referred(said: str, contact: str) -> None:
    talk = Chat(WISE).say("menu", said)
    assert talk.said == ["referral.told", "referral.enough.ask"]
    lines = talk.turn.effects[0].text.values["contact"]  # type: ignore[union-attr] # said just now
    assert isinstance(lines, Lines)
    assert [line.id for line in lines.of] == [f"referral.{contact}"]
    assert talk.say("yes").said[0] == "referral.thanks"


def test_a_referral_that_is_not_enough_brings_an_officer() -> None:
    (case,) = Chat(WISE).say("menu", "we have no food", "no").done(Escalate)
    assert (case.reason, case.question) == ("asked", "we have no food")


def test_a_referral_of_an_earlier_release_ends_quietly() -> None:
    talk = Chat(WISE).say("menu", "we have no food")
    talk.ctx = replace(talk.ctx, book=replace(BOOK, referrals={}))
    assert talk.say("yes").said == ["menu.go.ask"]


@pytest.mark.parametrize("text", ["when do you open", "money", "qwrtp", "where is my brother", ""])
def test_nothing_else_is_pointed_to(text: str) -> None:
    assert pointed(text, WISE) is None


def test_about_whom_it_is_must_be_certain() -> None:
    """A pointer is doubted as an answer is."""
    assert pointed("my brother: I need help with the rent اخوي", WISE) is None
    assert pointed("help me with the rent I need", WISE) is not None


# ------------------------------------------------------------------ rights and steps
def test_rights_and_duties_are_told_with_the_policy() -> None:
    talk = Chat().say("rights", "1")
    told = talk.turn.effects[0].text  # type: ignore[union-attr] # said first
    assert told.id == "rights.told"
    assert (told.values["version"], told.values["approved"]) == ("1", date(2022, 3, 8))
    assert [len(lines.of) for lines in told.values.values() if isinstance(lines, Lines)] == [2, 1]


def test_steps_and_time_limits_come_from_the_programme() -> None:
    talk = Chat().say("steps")
    assert talk.offered == ["course", "support"]
    told = talk.say("1").turn.effects[0].text  # type: ignore[union-attr] # said first
    assert told.id == "steps.told"
    days = told.values["days"]
    assert getattr(days, "count", None) == BOOK.programmes["course"].verify_days
