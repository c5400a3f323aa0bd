from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from flows.arabic import fold
from flows.checks import CHECKS, number_between, text_between
from flows.context import Context
from flows.events import Event, Said, Sent, Shared, Tapped
from flows.rejection import Called, Rejected, Reopened, Unclear
from flows.steps import Ask, Change, Confirm, Review, Step, Stop, Tell
from flows.text import Option, Text, Value
from tests.flows.book import CONTEXT
from tests.replacing import replace


def having(**answers: Value) -> Context:
    return replace(CONTEXT, answers=answers)


# ------------------------------------------------------------------ asking
NAME = Ask(key="name", line="q", check=CHECKS["arabic_name"])
NOTE = Ask(key="note", line="q", check=text_between(1, 100), optional=True)
COUNT = Ask(key="count", line="q", check=number_between(1, 50))
MOBILE = Ask(key="mobile", line="q", check=CHECKS["mobile"])
EXPIRY = Ask(key="expiry", line="q", check=CHECKS["expiry_date"])


def test_what_the_check_refuses_is_refused_in_its_words() -> None:
    with pytest.raises(Rejected) as refused:
        NAME.parse(Said("نورة"), CONTEXT)
    text = NAME.refusal(refused.value)
    assert text.id == "check.arabic_name.parts"
    assert text.values == refused.value.values


def test_only_an_optional_question_can_be_skipped() -> None:
    for event in (Said("skip"), Tapped(1, "skip")):
        assert NOTE.parse(event, CONTEXT) is None
        with pytest.raises(Unclear):
            NAME.parse(event, CONTEXT)
    assert [option.id for option in NOTE.options(CONTEXT)] == ["skip"]
    assert NAME.options(CONTEXT) == ()


def test_a_number_may_be_a_word() -> None:
    assert COUNT.parse(Said("خمسة"), CONTEXT) == "5"
    assert COUNT.parse(Said("٥"), CONTEXT) == "5"
    assert NOTE.parse(Said("five"), CONTEXT) == "five"


def test_a_contact_is_a_mobile_and_nothing_else() -> None:
    assert MOBILE.parse(Shared("+966551234567"), CONTEXT) == "+966551234567"
    assert MOBILE.wants() == "contact"
    assert NAME.wants() is None
    with pytest.raises(Unclear):
        NAME.parse(Shared("+966551234567"), CONTEXT)
    with pytest.raises(Unclear):
        MOBILE.parse(Sent("image", "f"), CONTEXT)


def test_an_answer_holds_while_its_check_accepts_it() -> None:
    assert EXPIRY.holds("2030-10-12", CONTEXT)
    assert EXPIRY.lapsed("2030-10-12", CONTEXT) is None
    assert not EXPIRY.holds("2026-11-21", CONTEXT)
    assert EXPIRY.lapsed("2026-11-21", CONTEXT) == Text(
        "check.expiry_date.expired", {"date": date(2026, 11, 21)}
    )
    assert NOTE.holds(None, CONTEXT)
    assert not NAME.holds(None, CONTEXT)
    assert not COUNT.holds("05", CONTEXT), "not as it would be kept today"


def test_answers_are_shown_to_their_owner_and_masked_for_officers() -> None:
    assert NAME.show("نورة سعد محمد العتيبي", CONTEXT) == "نورة سعد محمد العتيبي"
    assert NAME.masked("نورة سعد محمد العتيبي", CONTEXT) == "نورة ع."
    assert EXPIRY.show("2030-10-12", CONTEXT) == date(2030, 10, 12)
    assert EXPIRY.masked("2030-10-12", CONTEXT) == date(2030, 10, 12)
    assert NOTE.show(None, CONTEXT) == NOTE.masked(None, CONTEXT) == Text("common.none")
    assert NOTE.masked("0551234567", CONTEXT) == "•••••••567"
    assert COUNT.masked("5", CONTEXT) == "5"
    licence = replace(NAME, check=CHECKS["licence"])
    assert licence.masked("1234", CONTEXT) == "1234"
    assert licence.masked("1000000008", CONTEXT) == "••••••0008"
    identity = replace(NAME, check=CHECKS["national_id"])
    assert identity.show("1000000008", CONTEXT) == "••••••0008"


def test_thanks_are_an_answer_only_to_an_optional_question_in_words() -> None:
    folded = fold("شكرا")
    assert NOTE.claims(folded, CONTEXT)
    assert not replace(NOTE, optional=False).claims(folded, CONTEXT)
    assert not replace(COUNT, optional=True).claims(folded, CONTEXT)
    assert NOTE.claims("skip", CONTEXT)
    assert (NOTE.open_ended, COUNT.open_ended) == (True, False)
    assert not Confirm(key="right", of="count").open_ended


# ------------------------------------------------------------------ confirming and reviewing
def test_a_confirmation_holds_for_the_value_that_was_confirmed() -> None:
    step = Confirm(key="right", line="q", of="expiry")
    ctx = having(expiry="2030-10-12")
    assert step.parse(Said("yes"), ctx) == "2030-10-12"
    assert step.holds("2030-10-12", ctx)
    assert not step.holds("2030-10-12", having(expiry="2031-10-12"))
    assert step.lapsed("2030-10-12", ctx) is None
    with pytest.raises(Reopened) as reopened:
        step.parse(Said("لا"), ctx)
    assert reopened.value.key == "expiry"


def test_a_review_is_sent_changed_or_given_up() -> None:
    step = Review(line="q")
    assert step.key == "review"
    assert step.parse(Said("send"), CONTEXT) == "send"
    assert step.parse(Said("2"), CONTEXT) == "change"
    with pytest.raises(Called) as called:
        step.parse(Said("3"), CONTEXT)
    assert called.value.behaviour == "cancel"


def test_a_change_reopens_an_answer() -> None:
    step = Change(key="c", line="q", among=lambda _: [Option("name", Text("q.label"))])
    with pytest.raises(Reopened) as reopened:
        step.parse(Said("1"), CONTEXT)
    assert reopened.value.key == "name"


# ------------------------------------------------------------------ what every step can
class Odd(Step):
    """A step of somebody's own."""

    __slots__ = ()

    def parse(self, event: Event, ctx: Context) -> Value:
        raise Rejected("odd")


def test_a_step_of_its_own_needs_only_to_read() -> None:
    step = Odd(key="odd", line="q", shows=lambda _: {"n": 1})
    assert step.refusal(Rejected("odd", n=1)) == Text("check.odd.odd", {"n": 1})
    assert step.help(CONTEXT) == Text("q.help", {"n": 1})
    assert replace(step, helps="common.help").help(CONTEXT).id == "common.help"
    assert step.show("x", CONTEXT) == step.masked("x", CONTEXT) == "x"
    assert step.holds("x", CONTEXT)
    assert step.lapsed("x", CONTEXT) is None
    assert step.records("x", CONTEXT) == ()
    assert not step.claims("x", CONTEXT)
    with pytest.raises(NotImplementedError):
        Step(key="s").parse(Said("x"), CONTEXT)


def test_a_step_that_asks_nothing_tells() -> None:
    def shows(_: Context) -> Mapping[str, int]:
        return {"n": 1}

    assert Tell(key="t", line="q", shows=shows).told(CONTEXT) == Text("q", {"n": 1})
    stop = Stop(key="s", line="q")
    assert stop.told(CONTEXT) == Text("q")
    assert not stop.holds(value=True, ctx=CONTEXT)
