"""Delivery, rating and my requests."""

from __future__ import annotations

from datetime import date

import pytest

from flows.context import Application
from flows.effects import Escalate, Rated, Received, Say
from flows.events import HandedBack, Opened
from flows.text import Lines, Shown, Text
from tests.flows.book import APPLICANT, BOOK, OWN, REFERENCES
from tests.flows.chat import Chat, chat
from tests.replacing import replace

DELIVERY = Opened("delivery", {"application": OWN})
RATING = Opened("rating", {"application": OWN})
COURSE = Text("book.programme.course.title")
SERVICE: dict[str, Shown] = {"service": COURSE, "reference": OWN}


def applicant() -> Chat:
    return chat(applications=APPLICANT.applications)


# ------------------------------------------------------------------ delivery
def test_a_delivery_is_asked_about_by_name() -> None:
    talk = applicant().hear(DELIVERY)
    assert talk.question.text == Text("delivery.received.ask", SERVICE)
    assert talk.offered == ["full", "partly", "no"]


def test_a_service_that_came_is_rated_at_once() -> None:
    talk = applicant().hear(DELIVERY).tap("full")
    assert talk.done(Received) == [Received(OWN, "full")]
    assert talk.said == ["delivery.thanks", "rating.score.ask"]


def test_a_service_that_came_in_part_goes_back_to_the_officer_and_is_rated_later() -> None:
    talk = applicant().hear(DELIVERY).tap("partly")
    assert talk.done(Received) == [Received(OWN, "partly")]
    assert talk.said == ["handoff.partly_delivered.open"]
    assert not talk.done(Escalate), "the application has its case"
    assert talk.conversation.case == OWN
    assert talk.hear(HandedBack(OWN)).said == ["handoff.back", "rating.score.ask"]


def test_a_service_that_did_not_come_is_not_rated() -> None:
    talk = applicant().hear(DELIVERY).tap("no")
    assert talk.done(Received) == [Received(OWN, "no")]
    assert talk.said == ["handoff.not_delivered.open"]
    assert talk.conversation.waiting == ()


# ------------------------------------------------------------------ rating
def test_a_high_score_needs_no_reason() -> None:
    talk = applicant().hear(RATING)
    assert talk.question.text == Text("rating.score.ask", SERVICE)
    talk.say("5")
    assert talk.done(Rated) == [Rated(OWN, 5)]
    assert talk.said == ["rating.effort.ask"]
    assert talk.say("٤").done(Rated) == [Rated(OWN, 5, effort=4)]
    assert talk.said == ["rating.conduct.ask"]
    assert talk.say("skip").done(Rated) == [], "nothing new"
    assert talk.said == ["rating.comment.ask"]
    talk.say("skip")
    assert talk.done(Rated) == [], "nothing new"
    assert talk.said == ["rating.thanks", "menu.go.ask"]


@pytest.mark.parametrize(("score", "asked"), [("1", True), ("2", True), ("3", False)])
def test_a_low_score_is_asked_for_its_reason(score: str, asked: bool) -> None:
    talk = applicant().hear(RATING).say(score)
    assert (talk.said == ["rating.reason.ask"]) is asked


def test_every_answer_counts_when_it_is_given() -> None:
    talk = applicant().hear(RATING).say("2")
    assert talk.done(Rated) == [Rated(OWN, 2)]
    assert talk.tap("time").done(Rated) == [Rated(OWN, 2, reason="time")]
    talk.say("late by a week")
    assert talk.done(Rated) == [Rated(OWN, 2, reason="time", comment="late by a week")]


def test_a_score_may_be_thought_over() -> None:
    talk = applicant().hear(RATING).say("2").tap("time").say("back", "back", "4")
    assert talk.done(Rated) == [Rated(OWN, 4)]


def test_a_number_off_the_scale_is_asked_again() -> None:
    talk = applicant().hear(RATING).say("10")
    assert talk.said == ["common.unclear", "rating.score.ask"]
    assert not talk.done(Rated)


def test_a_service_is_rated_from_the_menu() -> None:
    talk = applicant().be(ratings=(OWN,)).say("rate")
    assert talk.said == ["rate.application.ask"]
    assert talk.question.options[0].label == Text("rate.application.option", SERVICE)
    assert talk.say("1").said == ["rating.score.ask"]
    assert talk.form.given == {"application": OWN}
    assert "rate" not in talk.stack


def test_with_nothing_to_rate_that_is_said() -> None:
    assert chat().say("rate").said == ["rate.nothing", "menu.go.ask"]


def test_a_rating_that_was_given_elsewhere_is_not_asked_for_again() -> None:
    talk = applicant().be(ratings=(OWN, REFERENCES[3])).say("rate").be(ratings=())
    assert talk.tap(f"of.{OWN}").said == ["common.gone", "rate.nothing", "menu.go.ask"]


# ------------------------------------------------------------------ my requests
def test_ones_own_requests_are_listed() -> None:
    talk = applicant().say("requests")
    assert talk.said == ["requests.mine", "menu.go.ask"]
    assert talk.done(Say)[0].text.values["list"] == Lines(
        (
            Text(
                "requests.line",
                {
                    "reference": OWN,
                    "service": COURSE,
                    "status": Text("application.in_delivery"),
                    "next": Text("application.next.in_delivery"),
                    "submitted": date(2026, 11, 1),
                },
            ),
        )
    )


def test_without_any_the_reference_is_asked_for() -> None:
    talk = chat().say("requests")
    assert talk.said == ["requests.reference.ask"]
    assert talk.say("25000010").said == ["check.reference.digits", "requests.reference.ask"]
    assert talk.say("skip").said == ["menu.go.ask"]


def test_a_reference_typed_in_the_menu_shows_how_it_stands() -> None:
    talk = applicant()
    talk.known[OWN] = APPLICANT.applications[0]
    assert talk.say("menu", OWN).said == ["requests.found", "menu.go.ask"]
    assert talk.say(f"{OWN[:4]} {OWN[4:]}").said == ["requests.found", "menu.go.ask"]


def test_nothing_is_given_away_about_what_is_not_ones_own() -> None:
    assert applicant().say("menu", OWN).said == ["requests.proof.ask"]
    assert chat().say("requests", OWN).said == ["requests.proof.ask"]
    assert chat().say("requests", OWN, "skip").said == ["requests.unknown", "menu.go.ask"]


def test_a_link_with_a_wrong_reference_asks_for_it() -> None:
    talk = chat().hear(Opened("requests", {"reference": "25000010"}))
    assert talk.said == ["check.reference.digits", "requests.reference.ask"]


# ------------------------------------------------------------------ programmes that are gone
def test_a_service_that_is_no_longer_listed_is_named_in_general() -> None:
    gone = Application(OWN, "gone", "delivered", date(2026, 11, 1))
    talk = chat(applications=(gone,), ratings=(OWN,))
    service = Text("common.our_service")
    assert talk.hear(DELIVERY).question.text.values["service"] == service
    assert talk.say("cancel", "rate").question.options[0].label.values["service"] == service
    assert talk.say("requests").said[0] == "requests.mine"
    talk.ctx = replace(talk.ctx, book=replace(BOOK, programmes={}))
    assert talk.hear(Opened("rating", {"application": "x"})).question.text.values == {
        "service": service,
        "reference": "x",
    }
