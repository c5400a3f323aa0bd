"""What of a rating is made good, by when, and the one rating after it."""

from __future__ import annotations

from datetime import datetime

import pytest

from flows import handoff, recovery
from flows.calendar import RIYADH
from flows.effects import Escalate, Rerated
from flows.events import Opened
from flows.flow import Refer
from tests.flows.book import APPLICANT, BOOK, CONTEXT, OWN
from tests.flows.chat import Chat, chat
from tests.replacing import replace

AGAIN = Opened(recovery.FLOW, {"recovery": "26000888", "application": OWN})
FLAGGED = replace(BOOK, words={**BOOK.words, "flagged": frozenset({"رشوه", "صرخ علي"})})


def asked() -> Chat:
    return chat(applications=APPLICANT.applications).hear(AGAIN)


@pytest.mark.parametrize(
    ("score", "comment", "why"),
    [
        (1, None, "low_score"),
        (2, "رشوة", "low_score"),
        (3, None, None),
        (4, "الموظف صرخ عليّ", "flagged_words"),
        (5, "طلبوا مني الرشوة", "flagged_words"),
        (5, "ورشوة أيضًا", "flagged_words"),
        (5, "حضرت ورشة العمل", None),
        (None, None, None),
    ],
)
def test_what_is_made_good(score: int | None, comment: str | None, why: str | None) -> None:
    assert recovery.why(score, comment, FLAGGED) == why


def test_whoever_rated_low_hears_within_a_working_day() -> None:
    thursday = datetime(2026, 11, 26, 15, tzinfo=RIYADH)
    association = BOOK.association
    closes = max(frame.closes for frame in association.hours.frames)
    sunday = datetime(2026, 11, 29, tzinfo=RIYADH).date()
    assert recovery.by(thursday.date(), association) == sunday
    assert recovery.due(thursday, association) == datetime.combine(sunday, closes, RIYADH)


def test_it_is_asked_again_after_a_while_and_not_at_night() -> None:
    association = BOOK.association
    noon = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
    assert recovery.asked_again(noon, association) == noon + recovery.AFTER
    late = datetime(2026, 11, 22, 20, tzinfo=RIYADH)
    assert recovery.asked_again(late, association).hour == association.hours.quiet.ends.hour


@pytest.mark.parametrize("said", ["4", "٤", "4️⃣"])
def test_the_second_score_is_kept_by_itself(said: str) -> None:
    talk = asked().say(said)
    assert talk.done(Rerated) == [Rerated("26000888", 4)]
    assert talk.said == ["rerating.thanks", "menu.go.ask"]


def test_nobody_has_to_answer() -> None:
    talk = asked().tap("skip")
    assert talk.done(Rerated) == []
    assert talk.said == ["rerating.thanks", "menu.go.ask"]


def test_ten_is_no_score() -> None:
    assert asked().say("10").said == ["common.unclear", "rerating.score.ask"]


def test_a_wish_to_be_contacted_is_a_case_of_its_own() -> None:
    """Whoever has a talk open with an officer is not given away to that officer."""
    talk = chat(applications=APPLICANT.applications, case="26000999")
    talk = talk.hear(Opened("contact", {"application": OWN})).tap("yes")
    [case] = talk.done(Escalate)
    assert (case.reason, case.about) == (recovery.CALL_ME, OWN)
    assert "handoff.call_me.due" in talk.said
    promised = handoff.promise("26000888", recovery.CALL_ME, CONTEXT)
    assert promised.values["by"] == recovery.by(CONTEXT.today, BOOK.association)
    assert Refer(recovery.CALL_ME).about is None


def test_what_is_rated_is_known_as_that() -> None:
    talk = asked()
    assert talk.engine.rates(talk.conversation)
    human = replace(talk.conversation, turn="human")
    assert not talk.engine.rates(human)
    assert not talk.engine.rates(talk.tap("skip").conversation)
