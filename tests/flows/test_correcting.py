"""What a proposal for the register of misconceptions needs, and who may approve it."""

from __future__ import annotations

import pytest

from flows import correcting
from flows.book import Officer
from flows.charter import Misconception
from flows.correcting import Proposal
from tests.flows.book import BOOK, w
from tests.replacing import replace

WHOLE = Proposal(w("myth"), w("fact"), w("source"), ("يقولون لازم واسطة",))
SARA = Officer("sara", None, w("Sarah"), frozenset({"officer"}), frozenset({"care"}))
KNOWN = Misconception("connections", w("m"), w("f"), w("s"), ("يقولون لازم واسطه",))


def why(proposal: Proposal, id_: str = "own") -> str | None:
    book = replace(BOOK, misconceptions={KNOWN.id: KNOWN})
    refused = correcting.lacking(id_, proposal, book)
    return refused.reason.id.removeprefix("staff.myth.refused.") if refused else None


@pytest.mark.parametrize(
    ("proposal", "lacks"),
    [
        (replace(WHOLE, phrases=("سمعت أنها برسوم",)), None),
        (replace(WHOLE, fact=w("")), "empty"),
        (replace(WHOLE, fact=w("f" * 601)), "long"),
        (replace(WHOLE, phrases=()), "phrases"),
        (replace(WHOLE, phrases=tuple(f"كلام {n}" for n in range(21))), "phrases"),
        (WHOLE, "known"),
    ],
)
def test_what_is_lacking_is_said(proposal: Proposal, lacks: str | None) -> None:
    assert why(proposal) == lacks


def test_its_own_phrases_are_its_own() -> None:
    assert why(WHOLE, KNOWN.id) is None


def test_who_wrote_it_does_not_approve_it() -> None:
    assert correcting.may_approve(SARA, ["noura"]) is None
    refused = correcting.may_approve(SARA, ["noura", "sara"])
    assert refused
    assert refused.reason.id == "staff.myth.refused.author"


def test_it_is_kept_tidy_and_becomes_what_is_told() -> None:
    untidy = Proposal(w(" myth "), w("fact"), w("source"), ("واسطة ", "", "واسطه"))
    tidy = correcting.tidy(untidy)
    assert (tidy.myth, len(tidy.phrases)) == (w("myth"), 1)
    made = correcting.made("own", tidy)
    assert (made.id, made.fact, made.phrases) == ("own", w("fact"), tidy.phrases)
