"""A case given to another officer or department, or merged into another case of the same person."""

from __future__ import annotations

from dataclasses import replace

from flows.book import Department, Officer
from flows.case import Case, Wish
from flows.lanes import sees
from flows.moves import OPEN
from flows.text import Text

MOVES = frozenset({"assign", "transfer", "merge"})


def lacking(case: Case, wish: Wish) -> Text | None:
    """Why it cannot go there, if so; a note to whoever takes it on is always needed."""
    match wish.move, wish.to:
        case "assign", Officer() as officer:
            return _to_officer(case, officer) or _without_note(wish)
        case "transfer", Department() as department:
            here = department.id == case.department and case.owner is None
            return Text("case.refused.there_already") if here else _without_note(wish)
        case "merge", Case() as other:
            return _into(case, other)
        case "merge", _:
            return Text("case.refused.no_case")
        case "assign" | "transfer", _:
            return Text("case.refused.no_target")
    return None


def _to_officer(case: Case, officer: Officer) -> Text | None:
    if officer.id == case.owner:
        return Text("case.refused.there_already")
    if not sees(officer, case) or officer.id == case.decider:
        return Text("case.refused.not_for_them")
    return None


def may_be_merged(case: Case) -> bool:
    """A low rating is made good in a case of its own, which is asked about once it is closed."""
    return case.kind == "hand_off" and case.matter != "recovery"


def _into(case: Case, other: Case) -> Text | None:
    """Only what is a talk, is not decided about, and has the same person may be merged."""
    if not may_be_merged(case):
        return Text("case.refused.own_case")
    if (other.lane, other.concerns) != (case.lane, case.concerns):
        return Text("case.refused.no_case")
    if other.reference == case.reference or other.person is None or other.person != case.person:
        return Text("case.refused.other_person")
    if other.state not in OPEN:
        return Text("case.refused.survivor", {"state": Text(f"case.state.{other.state}")})
    return None


def _without_note(wish: Wish) -> Text | None:
    return None if wish.text else Text("case.refused.no_text")


def moved(case: Case, wish: Wish) -> Case:
    """Whose it is, or where it goes on, once the move is made."""
    match wish.move, wish.to:
        case "assign", Officer(id=officer):
            return replace(case, owner=officer)
        case "transfer", Department(id=department):
            return replace(case, owner=None, department=department)
        case "merge", Case(reference=reference):
            return replace(case, follows=reference)
    return case
