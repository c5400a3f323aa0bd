"""The one question after an answer: to whom it is put, and what may be said to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from flows.context import Application
from flows.effects import Declined, Rated, Surveyed
from flows.events import Opened, Unread
from tests.flows.book import OWN, REFERENCES, SUNDAY
from tests.flows.chat import chat

TODAY = SUNDAY.date()
SERVED = Application(OWN, "course", "in_delivery", date(2026, 11, 1))


def asked(**person: Any) -> Any:
    return chat(**person).say("menu", "when do you open", "yes")


def test_it_is_asked_in_the_same_breath_and_once() -> None:
    talk = asked()
    assert talk.said == ["enquiry.glad", "satisfaction.score.ask"]
    assert talk.offered == ["5", "4", "3", "2", "1", "no_thanks"]
    assert talk.done(Surveyed) == [Surveyed(REFERENCES[0], "hours")]


@pytest.mark.parametrize(("reply", "score"), [("5", 5), ("٤", 4), ("3️⃣", 3), ("⭐⭐", 2), ("1", 1)])
def test_a_score_is_kept(reply: str, score: int) -> None:
    talk = asked().say(reply)
    assert talk.done(Rated) == [Rated(REFERENCES[0], score)]
    assert talk.said == ["satisfaction.thanks", "menu.go.ask"]


def test_ten_is_asked_again() -> None:
    assert asked().say("10").said == ["common.unclear", "satisfaction.score.ask"]


def test_nobody_has_to_say() -> None:
    talk = asked().tap("no_thanks")
    assert talk.done(Declined) == [Declined(REFERENCES[0])]
    assert talk.said == ["satisfaction.declined", "menu.go.ask"]


@pytest.mark.parametrize("reply", ["شكرا", "thanks", "شكرا شكرا", "😊", "👍🏽", "🙏"])
def test_thanks_are_the_last_word(reply: str) -> None:
    talk = asked().say(reply)
    assert talk.done(Declined) == [Declined(REFERENCES[0])]
    assert talk.said == ["common.thanks", "menu.go.ask"]


def test_what_is_no_thanks_leaves_the_question() -> None:
    assert asked().hear(Unread("audio")).said[-1] == "satisfaction.score.ask"


def test_the_next_question_may_follow_at_once() -> None:
    talk = asked().say("where is your office")
    assert talk.said == ["enquiry.told", "enquiry.helped.ask"]
    assert not talk.done(Rated)


@pytest.mark.parametrize(
    ("person", "held"),
    [
        ({"notices": False}, "opted_out"),
        ({"ratings": (OWN,)}, "expected"),
        ({"applications": (SERVED,)}, "expected"),
        ({"surveyed": TODAY - timedelta(days=6)}, "too_soon"),
        ({"surveyed": TODAY - timedelta(days=7)}, None),
    ],
)
def test_what_holds_it_back_is_kept(person: dict[str, Any], held: str | None) -> None:
    talk = asked(**person)
    assert talk.done(Surveyed) == [Surveyed(REFERENCES[0], "hours", held)]
    assert ("satisfaction.score.ask" in talk.said) is (held is None)


def test_a_form_is_not_interrupted() -> None:
    talk = chat().hear(Opened("registration")).say("individual", "menu", "when do you open", "yes")
    assert [one.held for one in talk.done(Surveyed)] == ["talking"]
    assert "satisfaction.score.ask" not in talk.said


def test_without_a_number_to_give_out_it_is_left() -> None:
    talk = chat().say("menu", "when do you open")
    talk.ctx = talk.ctx.__class__(
        now=talk.ctx.now, book=talk.ctx.book, matcher=talk.ctx.matcher, labels=talk.ctx.labels
    )
    talk.say("yes")
    assert not talk.done(Surveyed)
    assert "satisfaction.score.ask" not in talk.said
