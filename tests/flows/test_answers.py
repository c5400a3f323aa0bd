"""What an answer needs before it is spoken, who may approve it, and which questions are alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows import likeness
from flows.answers import (
    LONGEST,
    MOST,
    TITLE,
    Proposal,
    approved,
    given,
    lacking,
    may_approve,
    proposed,
    tidy,
)
from flows.book import Wording
from flows.matching import told
from flows.text import Text
from tests.flows.book import BOOK, MATCHER, w
from tests.replacing import replace

TODAY = date(2026, 11, 22)
SARA = BOOK.officers["sara"]
GOOD = Proposal(w("housing"), w("No housing."), w("guide"), ("is there housing",), "care", TODAY)


def test_an_answer_as_it_is_may_be_proposed_and_approved_again() -> None:
    hours = BOOK.answers["hours"]
    again = approved("hours", proposed(hours), SARA)
    assert again == replace(hours, approved_by=SARA.alias)


def test_a_proposal_is_tidied() -> None:
    untidy = replace(GOOD, title=w(" housing "), phrasings=(" Housing? ", "housing", "", "سكن"))
    assert tidy(untidy) == replace(GOOD, phrasings=("Housing?", "سكن"))


def test_an_author_never_approves() -> None:
    assert may_approve(SARA, ["khalid", "sara"], "care") == Text("staff.answer.refused.author")


def test_only_the_owners_department_or_a_supervisor_approves() -> None:
    stranger = replace(SARA, departments=frozenset({"quality"}))
    assert may_approve(SARA, ["khalid"], "care") is None
    assert may_approve(stranger, ["khalid"], "care") == Text("staff.answer.refused.department")
    supervisor = replace(stranger, roles=frozenset({"supervisor"}))
    assert may_approve(supervisor, ["khalid"], "care") is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": Wording("دليل", "")}, "empty"),
        ({"title": w("t" * (TITLE + 1))}, "title"),
        ({"text": w("t" * (LONGEST + 1))}, "long"),
        ({"phrasings": ()}, "phrasings"),
        ({"phrasings": tuple(map(str, range(MOST + 1)))}, "phrasings"),
        ({"owner": "nobody"}, "owner"),
        ({"valid_until": date(2026, 11, 21)}, "date"),
        ({"phrasings": ("When do you OPEN",)}, "twin"),
    ],
)
def test_what_is_lacking_is_named(changes: dict[str, Any], reason: str) -> None:
    why = lacking("housing", replace(GOOD, **changes), BOOK, TODAY)
    assert why is not None
    assert why.id == f"staff.answer.refused.{reason}"


def test_a_good_proposal_lacks_nothing_and_its_own_phrasings_are_no_twins() -> None:
    assert lacking("housing", GOOD, BOOK, TODAY) is None
    assert lacking("hours", proposed(BOOK.answers["hours"]), BOOK, TODAY) is None


def test_a_line_that_tells_an_answer_is_known_by_it() -> None:
    assert given(told(BOOK.answers["hours"])) == "hours"
    assert given(Text("handoff.back")) is None
    assert given(Text("x", {"answer": Text("book.association.name")})) is None


def test_questions_that_are_alike_are_grouped_the_greatest_first() -> None:
    asked = (
        "do you offer housing",
        "what is the weather",
        "do you offer a housing",
        "housing do you offer",
        "🏠",
        "🏠",
    )
    assert likeness.groups(asked, MATCHER) == ((0, 2, 3), (4, 5), (1,))
    assert likeness.groups((), MATCHER) == ()
