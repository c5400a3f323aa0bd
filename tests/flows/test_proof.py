"""A reference that is not one's own: nothing is told before the ends of two numbers are right."""

from __future__ import annotations

from datetime import date

import pytest

from flows.context import Application
from flows.effects import Escalate
from tests.flows.book import OWN
from tests.flows.chat import chat

MADE = Application(OWN, "course", "submitted", date(2026, 11, 1))


def test_whoever_knows_is_told_and_may_do_nothing_with_it() -> None:
    talk = chat()
    talk.known[f"{OWN} 0008 4567"] = MADE
    assert talk.say("menu", OWN).said == ["requests.proof.ask"]
    assert talk.say("٠٠٠٨، 4567").said == ["requests.found", "menu.go.ask"]


@pytest.mark.parametrize("wrong", ["1234", "12345678901", "0008 456", "لا أعرف", "00 08 45 67 8"])
def test_what_is_no_such_thing_is_explained(wrong: str) -> None:
    assert chat().say("menu", OWN, wrong).said == ["check.ends.digits", "requests.proof.ask"]


def test_three_wrong_ones_bring_an_officer() -> None:
    talk = chat().say("menu", OWN, "1111 2222")
    assert talk.said == ["requests.mismatch", "requests.proof.ask"]
    talk.say("11112222", "1111 2223")
    [case] = talk.done(Escalate)
    assert (case.reason, case.flow) == ("refused", "requests")


def test_a_number_that_nobody_has_is_asked_about_in_the_same_way() -> None:
    assert chat().say("requests", "26000448").said == ["requests.proof.ask"]
    assert chat().say("requests", "26000448", "skip").said == ["requests.unknown", "menu.go.ask"]


def test_the_number_of_ones_own_talk_is_known() -> None:
    assert chat(case=OWN).say("menu", OWN).said == ["requests.talked", "menu.go.ask"]


def test_a_slip_in_a_digit_is_told_where_the_menu_stood() -> None:
    wrong = OWN[:-1] + str((int(OWN[-1]) + 1) % 10)
    talk = chat().say("menu", wrong)
    assert talk.said == ["requests.mistyped", "requests.reference.ask"]
