"""Who decides an improvement, what it takes, and who lets people be told of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from flows import improvement
from flows.book import Officer
from flows.calendar import RIYADH
from flows.case import Refused
from flows.improvement import MOVES, Item, Wish
from flows.text import Text
from tests.flows.book import BOOK, w

NOURA = Officer("noura", None, w("Noura"), frozenset({"supervisor"}), frozenset({"care"}))
ABDULLAH = Officer("abdullah", None, w("Abdullah"), frozenset({"admin"}), frozenset({"care"}))
SARA = Officer("sara", None, w("Sarah"), frozenset({"officer"}), frozenset({"care"}))
WHOLE = {"why": "لا ميزانية لهذا العام", "ar": "موعد مسائي", "en": "An evening session"}


@pytest.mark.parametrize("state", sorted(MOVES.states()))
@pytest.mark.parametrize("move", [*MOVES.moves, "sing"])
def test_the_table_says_what_may_be_done(state: str, move: str) -> None:
    made = improvement.make(Item(state, "abdullah"), Wish(move, **WHOLE), NOURA)
    after = MOVES.after(state, move) if move in MOVES.moves else None
    if after is None:
        assert made == Refused(Text("staff.improvement.refused.state"))
    else:
        assert made == after
    assert (move in improvement.available(Item(state, "abdullah"), NOURA)) == (after is not None)


def test_who_wrote_what_changed_does_not_approve_it() -> None:
    item = Item("done", "noura")
    refused = improvement.make(item, Wish("approve"), NOURA)
    assert isinstance(refused, Refused)
    assert refused.reason.id == "staff.improvement.refused.author"
    assert "approve" not in improvement.available(item, NOURA)
    assert improvement.make(item, Wish("approve"), ABDULLAH) == "approved"


def test_officers_without_that_role_decide_nothing() -> None:
    refused = improvement.make(Item("open"), Wish("take"), SARA)
    assert isinstance(refused, Refused)
    assert refused.reason.id == "case.refused.role"
    assert improvement.available(Item("open"), SARA) == ()


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish("decline", why="  "), "why"),
        (Wish("finish", ar="موعد"), "words"),
        (Wish("finish", ar=" ", en="x"), "words"),
        (Wish("finish", ar="م" * 501, en="x"), "long"),
    ],
)
def test_what_is_lacking_is_said(wish: Wish, why: str) -> None:
    refused = improvement.make(Item("open"), wish, NOURA)
    assert isinstance(refused, Refused)
    assert refused.reason.id == f"staff.improvement.refused.{why}"


def test_it_is_decided_within_its_working_days() -> None:
    sunday = datetime(2026, 11, 22, 9, tzinfo=RIYADH)
    assert improvement.due(sunday, BOOK.association) == datetime(2026, 12, 13, 8, tzinfo=RIYADH)
