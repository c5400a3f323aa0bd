"""A release between two messages: what is on the screen was asked by the last one."""

from __future__ import annotations

from flows.catalogue import FLOWS
from flows.engine import Engine
from flows.events import Opened
from flows.flow import Flow
from flows.steps import Choose
from tests.flows.chat import ENGINE, Chat
from tests.replacing import replace

FIRST = Choose(key="first", among=lambda _: ("a", "b"))
SECOND = Choose(key="second", among=lambda _: ("c", "d"))
THIRD = Choose(key="third", among=lambda _: ("e", "f"))
LONG = Flow("long", resumable=True, steps=(FIRST, SECOND, THIRD))


def release(*steps: Choose) -> Engine:
    return Engine({**FLOWS, "long": replace(LONG, steps=steps or LONG.steps)})


def long(*answers: str) -> Chat:
    return Chat(engine=release()).hear(Opened("long")).tap(*answers)


def test_a_flow_that_is_gone_takes_its_form_with_it() -> None:
    talk = long("a")
    talk.engine = ENGINE
    assert talk.say("whatever").said == ["menu.go.ask"]
    assert talk.stack == ("menu",)
    assert talk.hear(Opened("long")).said == ["common.gone", "menu.go.ask"]


def test_a_question_that_is_gone_is_passed_over() -> None:
    talk = long("a")
    assert talk.form.asking == "second"
    talk.engine = release(FIRST, THIRD)
    assert talk.say("c").said == ["long.third.ask"]


def test_a_question_that_no_longer_applies_is_passed_over() -> None:
    talk = long("a")
    talk.engine = release(FIRST, replace(SECOND, when=lambda _: False), THIRD)
    assert talk.tap("c").said == ["long.third.ask"]


def test_a_question_put_before_is_asked_after_the_one_on_the_screen() -> None:
    talk = long("a")
    talk.engine = release(
        replace(FIRST, key="zeroth", among=lambda _: ("y", "z")), FIRST, SECOND, THIRD
    )
    assert talk.tap("c").said == ["long.zeroth.ask"]
    assert talk.tap("y").said == ["long.third.ask"]


def renamed() -> Engine:
    return release(
        replace(FIRST, key="premier", formerly=("first",)),
        replace(SECOND, key="deuxieme", formerly=("second",)),
        THIRD,
    )


def test_a_question_renamed_while_it_is_on_the_screen_is_answered() -> None:
    talk = long("a")
    talk.engine = renamed()
    assert talk.tap("d").said == ["long.third.ask"]
    assert talk.form.answers == {"premier": "a", "deuxieme": "d"}
    assert talk.form.trail == ("premier", "deuxieme")


def test_an_answer_given_under_the_former_name_can_be_taken_back() -> None:
    talk = long("a", "c")
    talk.engine = renamed()
    assert talk.say("back").said == ["long.deuxieme.ask"]
    assert talk.say("back").said == ["long.premier.ask"]
    assert talk.form.answers == {}


def test_renaming_gives_no_step_the_answer_of_one_that_is_still_there() -> None:
    talk = long("a", "c")
    new = Choose(key="new", formerly=("first",), among=lambda _: ("a",))
    talk.engine = release(FIRST, SECOND, new)
    assert talk.say("help").said[-1] == "long.new.ask"
