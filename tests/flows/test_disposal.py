"""A file that shows an identity document goes; what it leaves open is asked again."""

from __future__ import annotations

import dataclasses

import pytest

from flows import cases, correction, disposal
from flows.book import Document
from flows.case import Case
from flows.checklist import WRONG, checklist
from flows.correction import REMARK, WANTED
from flows.events import Opened
from flows.text import Answers, Text, Value
from tests.flows.book import APPLICANT, BOOK, CONTEXT, COURSE, OWN, w
from tests.flows.chat import chat
from tests.flows.test_verification import ANSWERS, KHALID, WORK, made, refused, told
from tests.replacing import replace

PAPER, CARD = "9f86d081.pdf", "1b4f0e98.png"
LICENCE = Document(
    "licence", w("licence"), w("licence?"), w("help"), frozenset({"pdf", "png"}), expires=True
)
MORE = dataclasses.replace(
    LICENCE, key="more", expires=False, optional=True, label=w("more"), ask=w("more?")
)
COURSES = {"course": dataclasses.replace(COURSE, documents=(LICENCE, MORE))}
SEEN = replace(CONTEXT, book=dataclasses.replace(BOOK, programmes=COURSES))
EXPIRY = {"expiry.licence": "2028-05-01"}


def work(state: str = "under_verification", case: str = "claimed", **files: Value) -> Case:
    given = {f"file.{key}": value for key, value in files.items()}
    answers = {**ANSWERS, **EXPIRY, **given}
    found = checklist(answers, {}, SEEN)
    return replace(WORK, state=case, application_state=state, checklist=found)


def asked(moved: cases.Moved) -> list[Opened]:
    return [effect for effect in moved.effects if isinstance(effect, Opened)]


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("submitted", ("verify", "ask_correction")),
        ("under_verification", ("ask_correction",)),
        ("complete", ("ask_correction",)),
        ("needs_correction", ()),
    ],
)
def test_a_document_that_must_be_given_is_asked_again(state: str, steps: tuple[str, ...]) -> None:
    before = work(state, licence=(CARD,))
    moved = made(before, "destroy", about=CARD, text="", outcome="")
    assert (moved.steps, moved.case.application_state) == (steps, "needs_correction")
    assert moved.marked == ("file.licence", "expiry.licence"), "its date was that of the card"
    assert {moved.case.checklist.marks[key] for key in moved.marked} == {WRONG}
    assert (moved.case.state, moved.case.owner) == (before.state, before.owner)
    assert told(moved)[-1] == "document.destroyed"
    [opened] = asked(moved)
    assert opened.given[WANTED] == "file.licence,expiry.licence"
    assert opened.given[REMARK] == ""
    assert not {"file.licence", "expiry.licence"} & set(opened.given)


@pytest.mark.parametrize(
    "case",
    [
        work(licence=(CARD, PAPER)),
        work(licence=(PAPER,), more=(CARD,)),
        work(licence=(PAPER,)),
        *(work(state, licence=(CARD,)) for state in ("approved", "closed", "withdrawn")),
    ],
    ids=["others are left", "optional", "replaced since", "approved", "closed", "withdrawn"],
)
def test_nothing_is_asked_where_nothing_is_left_open(case: Case) -> None:
    moved = made(case, "destroy", about=CARD, text="", outcome="")
    assert (moved.steps, moved.marked, asked(moved)) == ((), (), [])
    assert told(moved) == ["document.destroyed"]


@pytest.mark.parametrize("state", sorted(cases.MOVES.states()))
def test_any_officer_may_do_it_whoever_has_the_case_and_even_if_it_is_closed(state: str) -> None:
    case = work("approved", state, licence=(CARD,))
    assert made(case, "destroy", about=CARD, officer=KHALID).case.state == state
    assert refused(case, "destroy", about="") == "case.refused.no_file"
    assert "destroy" not in cases.available(case, KHALID), "the file offers it"


@pytest.mark.parametrize(
    ("files", "left"),
    [
        ({"file.a": (CARD, PAPER)}, {"file.a": (PAPER,)}),
        ({"file.a": (CARD,), "expiry.a": "2028-05-01"}, {}),
        ({"file.a": (PAPER,), "expiry.a": "2028-05-01"}, None),
        ({}, None),
    ],
)
def test_it_goes_out_of_the_answers(files: Answers, left: Answers | None) -> None:
    others: Answers = {"name": "نورة سعد محمد العتيبي", "field.several": ("a", "b")}
    kept = files if left is None else left
    assert disposal.without({**others, **files}, CARD) == {**others, **kept}


def test_why_it_is_asked_again_is_told() -> None:
    [application] = APPLICANT.applications
    waiting = (replace(application, state="needs_correction"),)
    talk = chat(applications=waiting).hear(correction.opening(OWN, ANSWERS, ["name"], ""))
    values = talk.turn.effects[0].text.values  # type: ignore[union-attr]  # the first thing said
    assert values["remark"] == Text("correction.identity")
