"""Thanks for a department, and what is two taps away in the menu."""

from __future__ import annotations

import pytest

from flows import voice
from flows.effects import Praised
from tests.flows.book import APPLICANT
from tests.flows.chat import chat


@pytest.mark.parametrize("kind", voice.KINDS)
def test_each_is_two_taps_away(kind: str) -> None:
    talk = chat().say("menu").tap("voice", kind)
    assert talk.said == [f"{kind}.words.ask"]


def test_thanks_reach_the_department_that_served_last() -> None:
    talk = chat(applications=APPLICANT.applications).say("menu").tap("voice", "praise")
    talk.say("شكرًا على سرعة الرد")
    assert talk.done(Praised) == [Praised("care", "شكرًا على سرعة الرد")]
    assert talk.said == ["praise.done", "menu.go.ask"]


def test_whoever_asked_for_no_service_says_whom_they_thank() -> None:
    talk = chat(applications=()).say("menu").tap("voice", "praise").say("شكرًا لكم جميعًا")
    assert talk.said == ["praise.department.ask"]
    assert talk.tap("care").done(Praised) == [Praised("care", "شكرًا لكم جميعًا")]
