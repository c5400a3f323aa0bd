"""A case: work for an officer, from the moment nobody has it to its outcome (procedure 3).

`MOVES` says what may happen; `make` says what a move comes to for the case, for the application it
is about and for the beneficiary. The state always tells whose turn it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flows import applications, disposal, verification
from flows.book import Officer, Role
from flows.case import Case, Moved, Refused, Tell, Wish, Words
from flows.checklist import WRONG
from flows.lifecycle import Lifecycle
from flows.telling import effects
from flows.text import Text

__all__ = ["Case", "Moved", "Refused", "Tell", "Words"]

TALKING = ("claimed", "waiting_officer", "waiting_beneficiary")
OPEN = ("queued", *TALKING)
CASE_ROLES: frozenset[Role] = frozenset({"officer", "supervisor"})
OUTCOMES = ("solved", "explained", "referred", "not_possible", "no_reply")

_STAYS = {state: state for state in TALKING}
_HEARD = {"queued": "queued", **dict.fromkeys(TALKING, "waiting_officer")}

MOVES = Lifecycle(
    {
        "claim": ("officer", {"queued": "claimed"}),
        "take_over": ("supervisor", dict.fromkeys(TALKING, "claimed")),
        "say": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "hear": ("beneficiary", _HEARD),
        "verify": ("owner", _STAYS),
        "mark": ("owner", _STAYS),
        "reveal": ("owner", _STAYS),
        disposal.MOVE: ("officer", {state: state for state in (*OPEN, "closed", "withdrawn")}),
        "ask_correction": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "correct": ("beneficiary", _HEARD),
        "approve": ("owner", dict.fromkeys(TALKING, "claimed")),
        "reject": ("owner", dict.fromkeys(TALKING, "closed")),
        "grant": ("reviewer", dict.fromkeys(TALKING, "closed")),
        "uphold": ("reviewer", dict.fromkeys(TALKING, "closed")),
        "reopen": ("reviewer", {"closed": "queued"}),
        "deliver": ("owner", dict.fromkeys(TALKING, "waiting_beneficiary")),
        "receive": ("beneficiary", dict.fromkeys(OPEN, "closed")),
        "dispute": ("beneficiary", {**_HEARD, "closed": "queued"}),
        "hand_back": ("owner", dict.fromkeys(TALKING, "claimed")),
        "release": ("owner", dict.fromkeys(TALKING, "queued")),
        "close": ("owner", dict.fromkeys(TALKING, "closed")),
        "leave": ("beneficiary", dict.fromkeys(OPEN, "withdrawn")),
    }
)

FOLLOWING = frozenset({"reopen"})
"""What another case's move brings about: nobody makes it."""
OFFICERS_MOVES = frozenset(m for m in MOVES.moves if MOVES.who(m) != "beneficiary") - FOLLOWING
MATCHING = frozenset({"verify", "mark", "reveal"})
"""Moves on the checklist: its fields offer them, not the case."""
OF_FILES = frozenset({disposal.MOVE})
"""Moves on one file, which offers them."""
DECIDING = frozenset({"ask_correction", "approve", "reject", "grant", "uphold", "deliver"})
"""Moves that are moves of the application too, and made only where that allows them."""
DELIVERED = ("in_delivery", "delivered")
"""States of an application whose service was recorded."""
SPOKEN = frozenset({"say", "close", "ask_correction", "reject", "grant", "uphold"})
"""Moves with words that reach the beneficiary."""


def make(
    case: Case,
    move: str,
    officer: Officer,
    *,
    text: str = "",
    outcome: str = "",
    about: str = "",
    clauses: Collection[str] = (),
) -> Moved | Refused:
    """An officer's move on a case. Moves of the beneficiary's are not theirs to make.

    `about` is the field of a mark and `outcome` how it was confirmed; of a rejection, one of the
    `clauses`. To destroy a file, `about` is its id. A supervisor who claims what somebody else has
    takes it over.
    """
    if not officer.roles & CASE_ROLES:
        return Refused(Text("case.refused.role"))
    if move == "claim" and "take_over" in available(case, officer):
        move = "take_over"
    state = MOVES.after(case.state, move) if move in OFFICERS_MOVES else None
    if state is None:
        return Refused(_closed_to(case, move, officer))
    if case.decider == officer.id:
        return Refused(Text("case.refused.decider"))
    if MOVES.who(move) in {"owner", "reviewer"} and case.owner != officer.id:
        return Refused(Text("case.refused.not_owner"))
    wish = Wish(move, text.strip(), outcome, about)
    if lacking := _lacking(case, wish, clauses):
        return Refused(lacking)
    if move == "approve" and (lapsed := case.checklist.lapsed):
        why = {"field": lapsed[0].label, "value": lapsed[0].masked}
        return Refused(Text("case.refused.lapsed", why), tuple(one.key for one in lapsed))
    return _made(case, wish, officer, state)


def _made(case: Case, wish: Wish, officer: Officer, state: str) -> Moved:
    move, outcome = wish.move, wish.outcome
    owners = {"claim": officer.id, "take_over": officer.id, "release": None}
    marked = verification.marked(wish, str(case.application_state), case.checklist)
    after = replace(
        case,
        state=state,
        owner=owners.get(move, case.owner),
        outcome=outcome if move == "close" else case.outcome,
        checklist=case.checklist.marked(marked, outcome or WRONG) if marked else case.checklist,
    )
    before = case.application_state or ""
    steps = verification.steps(move, before, after.checklist, marked) if _moves_it(case) else ()
    for step in steps:
        after = replace(
            after, application_state=applications.MOVES.after(str(after.application_state), step)
        )
    told = effects(after, wish, officer, steps)
    return Moved(after, tuple(told), steps, marked)


def _moves_it(case: Case) -> bool:
    """Whether what is done in the case is done to the application too."""
    return case.kind != "hand_off" and case.application is not None


def _closed_to(case: Case, move: str, officer: Officer) -> Text:
    """Why the state does not allow the move."""
    if move != "claim" or case.state not in TALKING or case.owner is None:
        return Text("case.refused.state", {"state": Text(f"case.state.{case.state}")})
    if case.owner == officer.id:
        return Text("case.refused.yours")
    return Text("case.refused.taken", {"owner": Text(f"book.officer.{case.owner}")})


def _lacking(case: Case, wish: Wish, clauses: Collection[str]) -> Text | None:
    """What else the move needs: an application that allows it, words, an outcome."""
    move = wish.move
    if move in DECIDING | MATCHING and not _moves_it(case):
        return Text("case.refused.no_application")
    if move in OF_FILES and not wish.about:
        return Text("case.refused.no_file")
    state = case.application_state or ""
    if move == "deliver" and state in DELIVERED:
        return Text("case.refused.delivered")
    if (move in DECIDING and not _allows(case, move)) or (move == "close" and _owes(case)):
        return verification.closed_to(move, state)
    if why := verification.lacking(wish, state, case.checklist):
        return why
    if move in SPOKEN and not wish.text:
        return Text("case.refused.no_text")
    if move == "close" and wish.outcome not in OUTCOMES:
        return Text("case.refused.no_outcome")
    if move == "reject" and wish.outcome not in clauses:
        return Text("case.refused.no_clause")
    return None


def _allows(case: Case, move: str) -> bool:
    """Whether the application may make this move now, in a case of this kind."""
    reviews = MOVES.who(move) == "reviewer"
    after = applications.MOVES.after(str(case.application_state), move)
    return bool(after) and reviews == (case.kind == "objection")


def _owes(case: Case) -> bool:
    """Whether closing the case would leave its application without a decision."""
    return _moves_it(case) and case.application_state in applications.UNDECIDED


def follow(case: Case, move: str) -> Case | None:
    """What the beneficiary's own move makes of a case; None where it changes nothing."""
    state = MOVES.after(case.state, move)
    return replace(case, state=state) if state else None


def available(case: Case, officer: Officer) -> tuple[str, ...]:
    """The moves this officer may make now, for buttons."""
    is_owner = case.owner == officer.id
    may = {
        "officer": bool(officer.roles & CASE_ROLES),
        "owner": is_owner,
        "reviewer": is_owner,
        "supervisor": "supervisor" in officer.roles and not is_owner,
    }
    return tuple(
        move
        for move in MOVES.open_to(case.state)
        if may.get(MOVES.who(move)) and case.decider != officer.id and _is_offered(case, move)
    )


def _is_offered(case: Case, move: str) -> bool:
    if move in MATCHING | OF_FILES | FOLLOWING:
        return False
    if move == "close":
        return not _owes(case)
    if move not in DECIDING:
        return True
    asked = verification.lacking(Wish(move), str(case.application_state), case.checklist)
    return _moves_it(case) and _allows(case, move) and asked is None
