"""The life of an application: every state and every move, as the table has them."""

from __future__ import annotations

import itertools

import pytest

from flows import applications
from flows.applications import MOVES, OWED, UNDECIDED
from flows.text import Text
from tests.flows.book import BOOK

TABLE = """
submitted: verify under_verification, withdraw withdrawn
under_verification: complete complete, ask_correction needs_correction, reject not_approved,
    withdraw withdrawn
needs_correction: correct under_verification, reject not_approved, withdraw withdrawn
complete: doubt under_verification, ask_correction needs_correction, approve approved,
    reject not_approved, withdraw withdrawn
approved: deliver in_delivery, withdraw withdrawn, close closed
not_approved: object objected
objected: grant approved, uphold finally_not_approved, withdraw withdrawn
finally_not_approved:
withdrawn:
in_delivery: receive_full delivered, receive_partly partly_delivered, receive_no disputed,
    close closed
delivered: rate closed
partly_delivered: deliver in_delivery, close closed
disputed: deliver in_delivery, close closed
closed: reopen approved
"""


def allowed() -> dict[tuple[str, str], str]:
    lines = TABLE.replace("\n   ", "").strip().splitlines()
    return {
        (state, move): after
        for line in lines
        for state, _, moves in [line.partition(":")]
        for move, after in (each.split() for each in moves.split(",") if each.strip())
    }


@pytest.mark.parametrize(
    ("state", "move"), [*itertools.product(sorted(MOVES.states()), sorted(MOVES.moves))]
)
def test_every_move_of_every_state(state: str, move: str) -> None:
    assert MOVES.after(state, move) == allowed().get((state, move))


def test_the_table_has_no_other_state() -> None:
    named = {line.partition(":")[0] for line in TABLE.strip().splitlines() if line[0] != " "}
    assert named == MOVES.states()


def test_only_the_beneficiary_withdraws() -> None:
    ends = {move for move in MOVES.moves if "withdrawn" in MOVES.moves[move][1].values()}
    assert {MOVES.who(move) for move in ends} == {"beneficiary"}


def test_nothing_is_delivered_or_closed_before_a_decision() -> None:
    for state in UNDECIDED:
        assert MOVES.after(state, "deliver") is None
        assert MOVES.after(state, "close") is None
    assert set(OWED) < set(UNDECIDED)


def test_whoever_decided_first_reviews_nothing() -> None:
    reviewed = {move for move in MOVES.moves if MOVES.who(move) == "reviewer"}
    assert reviewed == {"grant", "uphold"}
    assert all(set(MOVES.moves[move][1]) == {"objected"} for move in reviewed)


def test_a_service_keeps_a_name() -> None:
    assert applications.service("course", BOOK) == Text("book.programme.course.title")
    assert applications.service("gone", BOOK) == Text("common.our_service")
