"""A case passed on: whom it may go to, what becomes of it, and who is told."""

from __future__ import annotations

import pytest

from flows import cases, transfer
from flows.book import Department, Officer
from flows.case import Wish
from flows.cases import Case, Moved, Refused, Tell
from flows.events import Merged
from tests.flows.book import BOOK
from tests.replacing import replace

SARA, KHALID = BOOK.officers["sara"], BOOK.officers["khalid"]
NOURA = replace(KHALID, id="noura", roles=frozenset({"supervisor"}))
HESSA = replace(KHALID, id="hessa", roles=frozenset({"focal"}))
CARE = BOOK.departments["care"]
MINE = Case("26000422", "hand_off", "waiting_officer", "sara", person="p")
OTHER = Case("26000430", "hand_off", "queued", person="p")
WORK = Case("26000448", "application", "claimed", "sara", "26000448", "approved", person="p")


def passed(
    case: Case,
    move: str,
    to: Officer | Department | Case | None,
    text: str = "hm",
    officer: Officer = SARA,
) -> Moved | Refused:
    return cases.make(case, move, officer, text=text, to=to)


def why(made: Moved | Refused) -> str:
    assert isinstance(made, Refused), made
    return made.reason.id.removeprefix("case.refused.")


def test_an_officer_has_it_and_the_person_hears_of_it_once() -> None:
    made = passed(MINE, "assign", KHALID)
    assert isinstance(made, Moved)
    assert (made.case.owner, made.case.state) == ("khalid", "claimed")
    [told] = made.effects
    assert isinstance(told, Tell)
    assert told.text.id == "case.assigned"
    made = passed(WORK, "assign", KHALID)
    assert isinstance(made, Moved)
    assert made.effects == (), "an applicant did not ask to talk"


def test_a_department_has_it_and_nobody_in_it() -> None:
    made = passed(MINE, "transfer", CARE)
    assert isinstance(made, Moved)
    assert (made.case.owner, made.case.state, made.case.department) == (None, "queued", "care")
    assert why(passed(made.case, "transfer", CARE)) == "there_already"
    made = passed(WORK, "transfer", CARE)
    assert isinstance(made, Moved)
    assert made.effects == ()


def test_it_goes_on_in_another_one() -> None:
    made = passed(MINE, "merge", OTHER, "")
    assert isinstance(made, Moved)
    assert (made.case.state, made.case.follows) == ("merged", OTHER.reference)
    assert made.effects == (Merged(MINE.reference, OTHER.reference),)


@pytest.mark.parametrize(
    ("case", "move", "to", "text", "reason"),
    [
        (MINE, "assign", None, "hm", "no_target"),
        (MINE, "assign", CARE, "hm", "no_target"),
        (MINE, "transfer", KHALID, "hm", "no_target"),
        (MINE, "assign", SARA, "hm", "there_already"),
        (MINE, "assign", HESSA, "hm", "not_for_them"),
        (replace(MINE, decider="khalid"), "assign", KHALID, "hm", "not_for_them"),
        (MINE, "assign", KHALID, " ", "no_text"),
        (MINE, "transfer", CARE, "", "no_text"),
        (MINE, "merge", None, "", "no_case"),
        (WORK, "merge", OTHER, "", "own_case"),
        (replace(MINE, matter="recovery"), "merge", OTHER, "", "own_case"),
        (MINE, "merge", MINE, "", "other_person"),
        (MINE, "merge", replace(OTHER, person="q"), "", "other_person"),
        (MINE, "merge", replace(OTHER, lane="supervisors"), "", "no_case"),
        (MINE, "merge", replace(OTHER, state="resolved"), "", "survivor"),
    ],
)
def test_what_stands_in_its_way(
    case: Case, move: str, to: Officer | Department | Case | None, text: str, reason: str
) -> None:
    assert why(passed(case, move, to, text)) == reason


def test_who_may_pass_it_on() -> None:
    assert cases.passing(MINE, SARA) == ("assign", "transfer", "merge")
    assert cases.passing(WORK, SARA) == ("assign", "transfer")
    assert cases.passing(MINE, KHALID) == ()
    assert cases.passing(OTHER, KHALID) == ("assign", "transfer", "merge"), "nobody's yet"
    assert cases.passing(MINE, NOURA) == ("assign", "transfer", "merge")
    assert cases.passing(replace(OTHER, decider="khalid"), KHALID) == ()
    assert why(passed(MINE, "assign", NOURA, officer=KHALID)) == "not_owner"


def test_other_moves_pass_nothing_on() -> None:
    wish = Wish("claim", "hm", to=KHALID)
    assert transfer.moved(OTHER, wish) == OTHER
    assert transfer.lacking(OTHER, wish) is None
