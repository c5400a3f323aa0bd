"""Thanks for a department, and what is two taps away in the menu."""

from __future__ import annotations

import pytest

from flows import praise, voice
from flows.context import Person
from flows.effects import Praised
from tests.flows.book import APPLICANT, CONTEXT
from tests.flows.chat import chat
from tests.replacing import replace
from tests.talk import Association


@pytest.mark.parametrize("kind", voice.KINDS)
def test_each_is_two_taps_away(kind: str) -> None:
    talk = chat().say("menu").tap("voice", kind)
    assert talk.said == [f"{kind}.words.ask"]


def test_thanks_reach_the_department_that_served_last() -> None:
    talk = chat(applications=APPLICANT.applications).say("menu").tap("voice", "praise")
    talk.say("شكرًا على سرعة الرد")
    assert talk.done(Praised) == [Praised("care", "شكرًا على سرعة الرد")]
    assert talk.said == ["praise.done", "menu.go.ask"]


def test_whoever_asked_for_no_service_thanks_those_who_receive_everybody() -> None:
    talk = chat(applications=()).say("menu").tap("voice", "praise").say("شكرًا لكم جميعًا")
    assert talk.done(Praised) == [Praised("care", "شكرًا لكم جميعًا")]
    assert talk.said == ["praise.done", "menu.go.ask"]


@pytest.mark.parametrize(
    ("words", "department"),
    [
        ("شكرًا لقسم التطوع على التنظيم", "volunteering"),
        ("الله يعطيكم العافية، شكرا للتطوع", "volunteering"),
        ("Thank you Quality", "quality"),
        ("تطوعت معكم وأعجبني التنظيم", "care"),
    ],
)
def test_a_department_that_is_named_is_the_one_that_is_thanked(words: str, department: str) -> None:
    there = Association.sample()
    ctx = replace(CONTEXT, book=there.book, person=Person())
    assert praise.thanked(words, ctx) == department
