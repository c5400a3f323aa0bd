"""Which case goes first."""

from __future__ import annotations

import pytest

from flows import priority
from flows.priority import NAMES, RANKS
from flows.programme import Field
from flows.text import Answers
from tests.flows.book import BOOK, w
from tests.replacing import replace


def test_the_ranks_are_apart_and_safeguarding_is_first() -> None:
    assert sorted(RANKS, key=RANKS.__getitem__, reverse=True) == [
        "safeguarding",
        "complaint",
        "reopened",
        "urgent",
        "vulnerable",
    ]
    assert len(NAMES) == len(RANKS)
    assert 0 not in NAMES


def test_a_complaint_goes_before_what_is_only_urgent() -> None:
    assert priority.of_reason("complaint", urgent=True) == RANKS["complaint"]
    assert priority.of_reason("suggestion", urgent=True) == RANKS["urgent"]
    assert priority.of_reason("suggestion", urgent=False) == 0


def test_what_is_opened_again_rises_and_never_falls() -> None:
    assert priority.again(0) == RANKS["reopened"]
    assert priority.again(RANKS["safeguarding"]) == RANKS["safeguarding"]


@pytest.mark.parametrize(
    ("applicant", "answers", "rank"),
    [
        ("individual", {"field.carer": "yes"}, 1),
        ("individual", {"field.carer": "no"}, 0),
        ("individual", {"field.state": ("widow", "other")}, 1),
        ("individual", {}, 0),
        ("guardian", {}, 1),
    ],
)
def test_who_declares_it_in_the_application_goes_first(
    applicant: str, answers: Answers, rank: int
) -> None:
    words = w("x")
    fields = (
        Field("carer", "yes_no", words, words, words, vulnerable=frozenset({"yes"})),
        Field("state", "choices", words, words, words, vulnerable=frozenset({"widow"})),
    )
    programme = replace(next(iter(BOOK.programmes.values())), fields=fields)
    assert priority.of_application(applicant, answers, programme) == rank
