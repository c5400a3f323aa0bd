"""A decision is told with its reason; an objection and a withdrawal are the beneficiary's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows.context import Application
from flows.effects import Escalate, Objected, Withdrawn
from flows.events import HandedBack, Opened
from flows.objection import AGAIN
from flows.text import Text
from tests.flows.book import BOOK, OWN, REFERENCES
from tests.flows.chat import Chat, chat
from tests.replacing import replace

OTHER = REFERENCES[3]
GIVEN = {"application": OWN, "reason": "ليس من الفئة", "clause": "data"}
DECISION = HandedBack(OWN, Opened("decision", GIVEN))
REASON = "أرفقت ما طُلب مني"


def holding(*states: str, **person: Any) -> Chat:
    """Somebody with an application in each of these states."""
    made = (
        Application(reference, "course", state, date(2026, 11, 1))
        for reference, state in zip((OWN, OTHER), states, strict=False)
    )
    return chat(applications=tuple(made), **person)


# ------------------------------------------------------------------ the decision
def test_a_rejection_tells_reason_clause_and_the_right_to_object() -> None:
    talk = holding("not_approved").hear(DECISION)
    assert talk.said == ["decision.next.ask"]
    values = talk.question.text.values
    assert (values["reason"], values["reference"]) == ("ليس من الفئة", OWN)
    assert values["clause"] == Text("book.clause.data.text")
    assert talk.offered == ["object", "later"]
    assert talk.tap("later").said == ["menu.go.ask"]


def test_a_clause_that_was_removed_leaves_the_policy() -> None:
    talk = holding("not_approved")
    talk.ctx = replace(talk.ctx, book=replace(BOOK, clauses={}))
    assert talk.hear(DECISION).question.text.values["clause"] == Text("decision.policy")


def test_a_decision_that_was_changed_is_not_told() -> None:
    assert holding("objected").hear(DECISION.then or Opened("")).said == ["menu.go.ask"]


# ------------------------------------------------------------------ the objection
@pytest.mark.parametrize("word", ["objection", "yes"])
def test_an_objection_has_a_number_and_a_day(word: str) -> None:
    talk = holding("not_approved").hear(DECISION).say(word)
    assert talk.said == ["objection.why.ask"]
    talk.say(REASON)
    assert talk.said == ["objection.done", "menu.go.ask"]
    assert talk.done(Objected) == [Objected(REFERENCES[0], OWN, REASON)]
    told = talk.turn.effects[1].text  # type: ignore[union-attr]  # what is said after it
    assert told.values == {"reference": REFERENCES[0], "by": date(2026, 12, 6)}


def test_it_begins_with_a_word_anywhere() -> None:
    assert holding("not_approved").say("objection").said == ["objection.why.ask"]
    assert holding("approved").say("objection").said == ["objection.nothing", "menu.go.ask"]
    assert chat().say("objection").said == ["objection.nothing", "menu.go.ask"]


def test_of_several_decisions_one_is_chosen() -> None:
    talk = holding("not_approved", "not_approved").say("objection")
    assert talk.said == ["objection.application.ask"]
    assert talk.offered == [f"of.{OWN}", f"of.{OTHER}"]
    service = Text("book.programme.course.title")
    assert talk.question.options[0].label == Text(
        "requests.one", {"service": service, "reference": OWN}
    )
    talk.tap(f"of.{OTHER}").say(REASON)
    assert [made.application for made in talk.done(Objected)] == [OTHER]


def test_there_is_one_objection_to_a_decision() -> None:
    for state in ("objected", "finally_not_approved"):
        talk = holding(state).hear(Opened("objection", {"application": OWN}))
        assert talk.said == ["objection.nothing", "menu.go.ask"]


def test_a_decision_about_something_else_is_not_meant() -> None:
    talk = holding("not_approved").hear(Opened("objection", {"application": OTHER}))
    assert talk.said == ["objection.nothing", "menu.go.ask"]


def test_an_objection_from_ones_requests() -> None:
    talk = holding("not_approved").say("requests")
    assert talk.offered == [f"object.{OWN}", "menu"]
    assert talk.tap(f"object.{OWN}").said == ["objection.why.ask"]


# ------------------------------------------------------------------ the withdrawal
OPEN = ("submitted", "under_verification", "needs_correction", "complete", "approved", "objected")


@pytest.mark.parametrize("state", OPEN)
def test_what_is_not_delivered_may_be_withdrawn_once_it_is_sure(state: str) -> None:
    talk = holding(state).say("requests").tap(f"withdraw.{OWN}")
    assert talk.said == ["withdrawal.sure.ask"]
    assert talk.question.text.values["reference"] == OWN
    assert not talk.done(Withdrawn)
    assert talk.tap("yes").done(Withdrawn) == [Withdrawn(OWN)]
    assert talk.said == ["withdrawal.done", "menu.go.ask"]


@pytest.mark.parametrize("state", ["in_delivery", "delivered", "closed", "withdrawn"])
def test_what_is_over_is_not_withdrawn(state: str) -> None:
    talk = holding(state)
    assert "requests.act.ask" not in talk.say("requests").said
    assert talk.say("cancel_request").said == ["withdrawal.nothing", "menu.go.ask"]


def test_a_second_thought_keeps_it() -> None:
    talk = holding("submitted").say("cancel_request").say("no")
    assert talk.said == ["withdrawal.kept", "menu.go.ask"]
    assert not talk.done(Withdrawn)


def test_of_several_applications_one_is_chosen() -> None:
    talk = holding("submitted", "approved").say("cancel_request")
    assert talk.said == ["withdrawal.application.ask"]
    assert talk.tap(f"of.{OTHER}").said == ["withdrawal.sure.ask"]
    assert talk.tap("yes").done(Withdrawn) == [Withdrawn(OTHER)]


# ------------------------------------------------------------------ how it stands
def test_the_next_step_is_told_with_its_day() -> None:
    def line(due: date | None) -> Text:
        made = Application(OWN, "course", "submitted", date(2026, 11, 1), due)
        talk = chat(applications=(made,)).say("requests")
        lines = talk.turn.effects[0].text.values["list"]  # type: ignore[union-attr]  # a list
        return lines.of[0]  # type: ignore[union-attr]  # of texts

    assert line(None).id == "requests.line"
    assert line(date(2026, 11, 22)).id == "requests.due", "today is not too late"
    assert line(date(2026, 11, 21)).id == "requests.late"
    assert line(date(2026, 11, 24)).values["next"] == Text("application.next.submitted")


def test_what_may_be_done_is_also_told_of_one_that_is_asked_for() -> None:
    talk = holding("submitted")
    talk.known[OWN] = talk.ctx.person.applications[0]
    assert talk.say("menu", OWN).said == ["requests.found", "requests.act.ask"]
    assert talk.offered == [f"withdraw.{OWN}", "menu"]
    assert talk.say("menu").said == ["menu.go.ask"]
    assert holding("submitted").say("requests").tap("menu").said == ["menu.go.ask"]


# ------------------------------------------------------------------ of a complaint
def complaining(*complaints: str, applications: tuple[str, ...] = ()) -> Chat:
    """Somebody whose complaints were answered."""
    talk = holding(*applications)
    talk.known[""] = complaints
    return talk


def test_the_answer_to_a_complaint_is_looked_at_again() -> None:
    talk = complaining("26000888").say("objection")
    assert talk.said == ["objection.again.ask"]
    assert talk.question.text.values["reference"] == "26000888"
    [case] = talk.say(REASON).done(Escalate)
    assert (case.reason, case.about, case.question) == (AGAIN, "26000888", REASON)
    assert talk.said == ["handoff.complaint_again.due"]


def test_of_several_decisions_one_is_picked() -> None:
    talk = complaining("26000888", applications=("not_approved",)).say("objection")
    assert talk.offered == [f"of.{OWN}", "complaint.26000888"]
    assert [option.label.id for option in talk.question.options] == [
        "requests.one",
        "objection.complaint",
    ]
    assert talk.tap("complaint.26000888").said == ["objection.again.ask"]


def test_a_decision_told_just_now_is_meant_alone() -> None:
    talk = complaining("26000888", applications=("not_approved",)).hear(DECISION)
    assert talk.say("objection").said == ["objection.why.ask"]
