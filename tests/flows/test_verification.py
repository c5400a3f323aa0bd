"""Answers matched one by one, and what each mark comes to for the application."""

from __future__ import annotations

from typing import Any

import pytest

from flows import cases
from flows.applications import MOVES
from flows.case import Case, Moved, Refused, Tell
from flows.checklist import ALL, HOWS, LAPSED, WRONG, Checklist, checklist
from flows.correction import REMARK, WANTED
from flows.events import HandedBack, Opened
from flows.text import Text
from tests.flows.book import BOOK, CONTEXT
from tests.replacing import replace

SARA, KHALID = BOOK.officers["sara"], BOOK.officers["khalid"]
ANSWERS = {
    "applicant": "individual",
    "programme": "course",
    "eligible.course.adult": "yes",
    "national_id": "1000000008",
    "id_expiry": "2030-10-12",
    "name": "نورة سعد محمد العتيبي",
    "mobile": "+966551234567",
    "governorate": "khobar",
    "field.mode": "near",
    "field.years": "3",
    "field.before": "no",
    "field.note": None,
}
KEYS = (
    *("national_id", "id_expiry", "name", "mobile", "governorate"),
    *("field.mode", "field.years", "field.before"),
)
LIST = checklist(ANSWERS, {}, CONTEXT)
WORK = Case("26000430", "application", "claimed", "sara", "26000430", "under_verification")
WORK = replace(WORK, checklist=LIST)
CHECKED = replace(WORK, application_state="complete", checklist=LIST.marked(KEYS, "sighted"))


def make(case: Case, move: str, **wish: Any) -> Moved | Refused:
    wish = {"text": "السبب", "outcome": "data", "clauses": BOOK.clauses} | wish
    return cases.make(case, move, wish.pop("officer", SARA), **wish)


def made(case: Case, move: str, **wish: Any) -> Moved:
    moved = make(case, move, **wish)
    assert isinstance(moved, Moved), moved
    return moved


def refused(case: Case, move: str, **wish: Any) -> str:
    moved = make(case, move, **wish)
    assert isinstance(moved, Refused), moved
    return moved.reason.id


def told(moved: Moved) -> list[str]:
    return [effect.text.id for effect in moved.effects if isinstance(effect, Tell)]


# ------------------------------------------------------------------ what is to be matched
def test_every_answer_that_was_given_is_matched_masked() -> None:
    assert LIST.keys == LIST.left == KEYS, "what was skipped is no answer"
    masked = {field.key: field.masked for field in LIST.fields}
    assert masked["national_id"] == "••••••0008"
    assert masked["name"] == "نورة ع."
    plain = {field.key: field.plain for field in LIST.fields}
    assert (plain["national_id"], plain["name"]) == ("1000000008", ANSWERS["name"])
    assert {field.kind for field in LIST.fields} == {"answer"}
    assert not LIST.lapsed
    assert LIST.barred is None


def test_marks_of_fields_that_are_gone_do_not_count() -> None:
    found = checklist(ANSWERS, {"name": "called", "gone": "wrong"}, CONTEXT)
    assert found.marks == {"name": "called"}
    assert found.wrong == ()


def test_what_expired_since_is_told_with_its_reason() -> None:
    later = checklist({**ANSWERS, "id_expiry": "2026-11-21"}, {}, CONTEXT)
    [field] = later.lapsed
    assert (field.key, field.lapsed and field.lapsed.id) == (
        "id_expiry",
        "check.expiry_date.expired",
    )
    last_day = checklist({**ANSWERS, "id_expiry": "2026-11-22"}, {}, CONTEXT)
    assert not last_day.lapsed, "valid through the printed day"


def test_an_answer_that_may_not_be_chosen_any_more_has_lapsed() -> None:
    [field] = checklist({**ANSWERS, "governorate": "atlantis"}, {}, CONTEXT).lapsed
    assert field.lapsed == Text("common.gone")


def test_a_condition_that_is_no_longer_met_bars() -> None:
    found = checklist({**ANSWERS, "eligible.course.adult": "no"}, {}, CONTEXT)
    assert found.barred == Text("book.programme.course.eligibility.adult.refusal")
    unasked = {k: v for k, v in ANSWERS.items() if k != "eligible.course.adult"}
    assert checklist(unasked, {}, CONTEXT).barred is None, "it was no condition then"
    assert checklist({**ANSWERS, "programme": "gone"}, {}, CONTEXT).barred is None


# ------------------------------------------------------------------ marks
def test_the_claim_of_an_application_begins_its_verification() -> None:
    sent = replace(WORK, state="queued", owner=None, application_state="submitted")
    moved = made(sent, "claim")
    assert (moved.case.application_state, moved.steps) == ("under_verification", ("verify",))
    assert told(moved) == ["application.told.verify"]
    again = replace(WORK, state="queued", owner=None)
    assert (made(again, "claim").steps, told(made(again, "claim"))) == ((), [])


def test_the_last_mark_completes_and_says_so_once() -> None:
    most = replace(WORK, checklist=LIST.marked(KEYS[:-1], "called"))
    moved = made(most, "mark", about=KEYS[-1], outcome="sighted")
    assert (moved.case.application_state, moved.marked) == ("complete", KEYS[-1:])
    assert (moved.steps, told(moved)) == (("complete",), ["application.told.complete"])
    again = made(moved.case, "mark", about="name", outcome="looked_up")
    assert (again.steps, told(again)) == ((), [])


def test_all_that_is_left_may_be_marked_at_once() -> None:
    some = replace(WORK, checklist=LIST.marked(("name",), WRONG))
    moved = made(some, "mark", about=ALL, outcome="sighted")
    assert "name" not in moved.marked
    assert moved.case.checklist.wrong == ("name",)
    assert moved.case.application_state == "under_verification"
    assert refused(moved.case, "mark", about=ALL, outcome="sighted") == "case.refused.no_field"


def test_a_doubt_takes_a_complete_application_back() -> None:
    moved = made(CHECKED, "mark", about="name", outcome=WRONG)
    assert (moved.case.application_state, moved.steps) == ("under_verification", ("doubt",))
    assert told(moved) == []


def test_an_application_of_before_is_verified_with_its_first_mark() -> None:
    old = replace(WORK, application_state="submitted")
    assert made(old, "mark", about=ALL, outcome="sighted").steps == ("verify", "complete")
    assert made(old, "verify").steps == ("verify",)
    bare = replace(old, checklist=Checklist())
    assert made(bare, "verify").steps == ("verify", "complete"), "there is nothing to match"


@pytest.mark.parametrize(
    ("about", "how", "why"),
    [
        ("gone", "sighted", "no_field"),
        ("", "sighted", "no_field"),
        ("name", "", "no_how"),
        ("name", "guessed", "no_how"),
        ("name", LAPSED, "no_how"),
    ],
)
def test_a_mark_names_a_field_and_how(about: str, how: str, why: str) -> None:
    assert refused(WORK, "mark", about=about, outcome=how) == f"case.refused.{why}"


@pytest.mark.parametrize("state", ["needs_correction", "approved", "not_approved", "withdrawn"])
def test_nothing_is_marked_when_it_is_not_the_time(state: str) -> None:
    case = replace(WORK, application_state=state)
    assert refused(case, "mark", about="name", outcome="sighted") == "case.refused.application"


def test_one_answer_is_shown_to_the_owner() -> None:
    assert made(WORK, "reveal", about="name").case == WORK
    assert refused(WORK, "reveal", about="gone") == "case.refused.no_field"
    assert refused(WORK, "reveal", about="name", officer=KHALID) == "case.refused.not_owner"


# ------------------------------------------------------------------ decisions
def test_nothing_is_approved_before_all_is_matched() -> None:
    for done in (0, 1, len(KEYS) - 1):
        case = replace(CHECKED, checklist=LIST.marked(KEYS[:done], "called"))
        assert refused(case, "approve") == "case.refused.unconfirmed"
        assert "approve" not in cases.available(case, SARA)
    assert refused(WORK, "approve") == "case.refused.unconfirmed"
    assert "approve" in cases.available(CHECKED, SARA)
    moved = made(CHECKED, "approve")
    assert (moved.case.state, moved.case.application_state) == ("claimed", "approved")
    assert told(moved) == ["application.told.approve"]
    assert refused(moved.case, "approve") == "case.refused.application", "once"


def test_a_document_that_expired_meanwhile_stops_the_approval() -> None:
    later = checklist({**ANSWERS, "id_expiry": "2026-11-21"}, CHECKED.checklist.marks, CONTEXT)
    stopped = make(replace(CHECKED, checklist=later), "approve")
    assert isinstance(stopped, Refused)
    assert stopped.reason.id == "case.refused.lapsed"
    assert stopped.reason.values["field"] == Text("registration.id_expiry.label")
    assert stopped.lapsed == ("id_expiry",)


def test_whoever_is_not_eligible_any_more_is_not_approved() -> None:
    answers = {**ANSWERS, "eligible.course.adult": "no"}
    barred = checklist(answers, CHECKED.checklist.marks, CONTEXT)
    assert refused(replace(CHECKED, checklist=barred), "approve") == "case.refused.barred"


def test_a_correction_is_of_what_was_marked_and_nothing_else() -> None:
    assert refused(WORK, "ask_correction") == "case.refused.nothing_wrong"
    assert "ask_correction" not in cases.available(WORK, SARA)
    found = LIST.marked(("name",), WRONG).marked(("mobile",), LAPSED).marked(KEYS[:2], "called")
    case = replace(WORK, checklist=found)
    assert refused(case, "ask_correction", text=" ") == "case.refused.no_text"
    moved = made(case, "ask_correction", text="الاسم كما في الهوية")
    assert (moved.case.state, moved.case.application_state) == (
        "waiting_beneficiary",
        "needs_correction",
    )
    [back] = moved.effects
    assert isinstance(back, HandedBack)
    assert back.then
    assert back.then.given[WANTED] == "name,mobile"
    assert back.then.given[REMARK] == "الاسم كما في الهوية"
    assert "name" not in back.then.given
    assert back.then.given["national_id"] == "1000000008"


def test_a_rejection_has_a_reason_and_a_clause() -> None:
    assert refused(CHECKED, "reject", text="") == "case.refused.no_text"
    for outcome in ("", "no such clause"):
        assert refused(CHECKED, "reject", outcome=outcome) == "case.refused.no_clause"
    moved = made(CHECKED, "reject", text=" ليس من الفئة ")
    assert (moved.case.state, moved.case.application_state) == ("closed", "not_approved")
    given = {"application": "26000430", "reason": "ليس من الفئة", "clause": "data"}
    assert moved.effects == (HandedBack("26000430", Opened("decision", given)),)


def test_delivery_comes_after_approval() -> None:
    for state in ("submitted", "under_verification", "complete", "not_approved", "objected"):
        case = replace(CHECKED, application_state=state)
        assert refused(case, "deliver") == "case.refused.application"
    approved = replace(CHECKED, application_state="approved")
    assert made(approved, "deliver").case.application_state == "in_delivery"


def test_a_case_is_not_closed_while_a_decision_is_owed() -> None:
    assert refused(CHECKED, "close", outcome="solved") == "case.refused.application"
    assert "close" not in cases.available(CHECKED, SARA)
    approved = replace(CHECKED, application_state="approved")
    moved = made(approved, "close", outcome="not_possible")
    assert (moved.case.outcome, moved.case.application_state) == ("not_possible", "closed")


# ------------------------------------------------------------------ objections
OBJECTED = Case("26000448", "objection", "claimed", "khalid", "26000430", "objected")
OBJECTED = replace(OBJECTED, decider="sara")


def test_whoever_decided_neither_claims_nor_decides() -> None:
    waiting = replace(OBJECTED, state="queued", owner=None)
    assert refused(waiting, "claim") == "case.refused.decider"
    assert cases.available(waiting, SARA) == ()
    assert cases.available(waiting, KHALID) == ("claim", "sensitive")
    theirs = replace(OBJECTED, owner="sara")
    for move in ("grant", "uphold", "release"):
        assert refused(theirs, move) == "case.refused.decider"
    supervisor = replace(SARA, roles=frozenset({"supervisor"}))
    assert refused(OBJECTED, "claim", officer=supervisor) == "case.refused.taken"


@pytest.mark.parametrize(
    ("move", "state", "said"),
    [
        ("grant", "approved", "objection.granted"),
        ("uphold", "finally_not_approved", "objection.upheld"),
    ],
)
def test_another_officer_decides_with_a_reason(move: str, state: str, said: str) -> None:
    assert refused(OBJECTED, move, officer=KHALID, text="") == "case.refused.no_text"
    moved = made(OBJECTED, move, officer=KHALID)
    assert (moved.case.state, moved.case.application_state) == ("closed", state)
    assert moved.steps == (move,)
    tell, back = moved.effects
    assert isinstance(tell, Tell)
    assert (tell.text.id, tell.text.values["reason"]) == (said, "السبب")
    assert back == HandedBack("26000448")


def test_an_objection_is_decided_in_its_own_case_only() -> None:
    first = replace(CHECKED, application_state="objected")
    assert refused(first, "grant") == "case.refused.application"
    assert refused(OBJECTED, "approve", officer=KHALID) == "case.refused.application"
    assert refused(OBJECTED, "close", officer=KHALID, outcome="solved") == (
        "case.refused.application"
    )
    talk = replace(OBJECTED, kind="hand_off", application=None)
    assert refused(talk, "grant", officer=KHALID) == "case.refused.no_application"
    assert refused(talk, "mark", officer=KHALID) == "case.refused.no_application"


def test_every_offer_of_every_state_is_kept() -> None:
    for state in MOVES.states():
        for case in (replace(CHECKED, application_state=state), OBJECTED):
            for officer in (SARA, KHALID):
                for move in cases.available(case, officer):
                    outcome = "solved" if move == "close" else "data"
                    made(case, move, officer=officer, outcome=outcome)


def test_how_a_field_was_confirmed_is_one_of_three() -> None:
    assert not {WRONG, LAPSED} & set(HOWS)
