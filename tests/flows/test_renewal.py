"""An identity document that expires: its new date is taken, later, or not at all."""

from __future__ import annotations

import pytest

from flows.effects import Renewed, Subscribed
from flows.events import Opened
from tests.flows.book import OWN
from tests.flows.chat import Chat, chat

ABOUT = {"application": OWN, "expiry": "2026-12-22"}


def reminded() -> Chat:
    return chat().hear(Opened("renewal", ABOUT))


def test_the_new_date_is_read_back_and_kept() -> None:
    talk = reminded().tap("update").say("2031/10/12", "no", "2030/10/12")
    assert talk.said == ["renewal.id_expiry_right.ask"]
    assert talk.say("yes").done(Renewed) == [Renewed(OWN, "2030-10-12")]


def test_a_date_that_is_past_is_refused() -> None:
    assert reminded().tap("update").say("2020/10/12").said[0].startswith("check.expiry_date.")


def test_later_is_an_answer_and_so_is_never() -> None:
    assert reminded().tap("later").said[0] == "renewal.later"
    assert reminded().tap("stop").done(Subscribed) == [Subscribed(on=False)]


@pytest.mark.parametrize(("expiry", "days"), [("2026-12-22", 30), ("2026-11-01", 0)])
def test_it_says_how_many_days_are_left(expiry: str, days: int) -> None:
    asked = chat().hear(Opened("renewal", {**ABOUT, "expiry": expiry})).question.text
    assert asked.values["left"].count == days  # type: ignore[union-attr]  # a text
