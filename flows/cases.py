"""A case: work for an officer, from the moment nobody has it to its outcome (procedure 3).

`flows.moves` says what may happen; `make` says what a move comes to for the case, for the
application it is about and for the beneficiary.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flows import applications, disposal, ending, lanes, transfer, verification
from flows.book import Department, Officer
from flows.case import Case, Moved, Refused, Tell, Wish, Words
from flows.checklist import WRONG
from flows.lanes import CASE_ROLES, is_kept_from, sees
from flows.lifecycle import Who
from flows.moves import (
    FOLLOWING,
    MOVES,
    OFFICERS_MOVES,
    OPEN,
    OPEN_AGAIN,
    RESOLVED,
    TALKING,
    turn_of,
)
from flows.telling import effects
from flows.text import Text

__all__ = [
    "CASE_ROLES",
    "FOLLOWING",
    "MOVES",
    "OFFICERS_MOVES",
    "OPEN",
    "RESOLVED",
    "TALKING",
    "Case",
    "Moved",
    "Refused",
    "Tell",
    "Words",
    "turn_of",
]

LEFT = frozenset({"release", "sensitive", "not_sensitive"})
"""Moves after which nobody has the case."""
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
    to: Officer | Department | Case | None = None,
) -> Moved | Refused:
    """An officer's move on a case. Moves of the beneficiary's are not theirs to make.

    `about` is the field of a mark and `outcome` how it was confirmed; of a rejection, one of the
    `clauses`. To destroy a file, `about` is its id. `to` is who or what the case is given to, or
    the case it goes on in, which is new where this one ended. A supervisor who claims what somebody
    else has takes it over.
    """
    if is_kept_from(officer, case):
        return Refused(Text("case.refused.unknown"))
    if not sees(officer, case):
        return Refused(Text("case.refused.role"))
    if move == "claim" and "take_over" in available(case, officer):
        move = "take_over"
    state = _after(case, move)
    if state is None:
        return Refused(_closed_to(case, move, officer))
    if case.decider == officer.id:
        return Refused(Text("case.refused.decider"))
    if not _may(case, MOVES.who(move), officer):
        return Refused(Text("case.refused.not_owner"))
    wish = Wish(move, text.strip(), outcome, about, to)
    if lacking := _lacking(case, wish, clauses):
        return Refused(lacking)
    if move == "approve" and (lapsed := case.checklist.lapsed):
        why = {"field": lapsed[0].label, "value": lapsed[0].masked}
        return Refused(Text("case.refused.lapsed", why), tuple(one.key for one in lapsed))
    return _made(case, wish, officer, state)


def _after(case: Case, move: str) -> str | None:
    """Where the move leads, if it is an officer's; what an objection decided stays decided."""
    if move not in OFFICERS_MOVES or (move == OPEN_AGAIN and case.kind == "objection"):
        return None
    return MOVES.after(case.state, move)


def _made(case: Case, wish: Wish, officer: Officer, state: str) -> Moved:
    move, outcome = wish.move, wish.outcome
    elsewhere = move == OPEN_AGAIN and state not in OPEN
    taken = dict.fromkeys(("claim", "take_over", *(() if elsewhere else (OPEN_AGAIN,))), officer.id)
    owners = {**taken, **dict.fromkeys(LEFT)}
    given = transfer.moved(case, wish)
    marked = verification.marked(wish, str(case.application_state), case.checklist)
    after = replace(
        given,
        state=state,
        owner=owners.get(move, given.owner),
        outcome=outcome if move == "close" else case.outcome,
        lane=lanes.after(move, case),
        checklist=case.checklist.marked(marked, outcome or WRONG) if marked else case.checklist,
    )
    before = case.application_state or ""
    moves_it = _moves_it(case) and not elsewhere
    steps = verification.steps(move, before, after.checklist, marked) if moves_it else ()
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
    if move in lanes.MOVES and (why := lanes.lacking(move, case)):
        return why
    if move in OF_FILES and not wish.about:
        return Text("case.refused.no_file")
    state = case.application_state or ""
    if move == "deliver" and state in DELIVERED:
        return Text("case.refused.delivered")
    if (move in DECIDING and not _allows(case, move)) or (move == "close" and _owes(case)):
        return verification.closed_to(move, state)
    if why := transfer.lacking(case, wish) or verification.lacking(wish, state, case.checklist):
        return why
    if move == "close":
        return _lacking_end(case, wish)
    if move in SPOKEN and not wish.text:
        return Text("case.refused.no_text")
    if move == "reject" and wish.outcome not in clauses:
        return Text("case.refused.no_clause")
    return None


def _lacking_end(case: Case, wish: Wish) -> Text | None:
    """What a case is closed with; for want of a reply only whom one has written to in vain."""
    if wish.outcome not in ending.OF[case.matter]:
        return Text("case.refused.no_outcome")
    if wish.outcome == ending.NO_REPLY and case.nudges < ending.NUDGES:
        return Text("case.refused.nudges")
    return None if wish.text else Text("case.refused.no_text")


def _allows(case: Case, move: str) -> bool:
    """Whether the application may make this move now, in a case of this kind."""
    reviews = MOVES.who(move) == "reviewer"
    after = applications.MOVES.after(str(case.application_state), move)
    return bool(after) and reviews == (case.kind == "objection")


def _owes(case: Case) -> bool:
    """Whether closing the case would leave its application without a decision."""
    return _moves_it(case) and case.application_state in applications.UNDECIDED


def follow(case: Case, move: str) -> Case | None:
    """What a move that is no officer's makes of a case; None where it changes nothing.

    With a case that is opened again, the application that was closed with it goes on.
    """
    state = MOVES.after(case.state, move)
    if state is None:
        return None
    keeps_owner = case.state in (*OPEN, RESOLVED) and move != "requeue"
    goes_on = case.state == RESOLVED and state in OPEN and case.kind == "application"
    application = str(case.application_state)
    again = applications.MOVES.after(application, "reopen") if goes_on else None
    return replace(
        case,
        state=state,
        owner=case.owner if keeps_owner else None,
        outcome=ending.NO_REPLY if move == "expire" else case.outcome,
        application_state=again or case.application_state,
    )


def available(case: Case, officer: Officer) -> tuple[str, ...]:
    """The moves this officer may make now, for buttons."""
    if case.decider == officer.id or not sees(officer, case):
        return ()
    return tuple(
        move
        for move in MOVES.open_to(case.state)
        if _may(case, MOVES.who(move), officer) and _is_offered(case, move)
    )


def passing(case: Case, officer: Officer) -> tuple[str, ...]:
    """The ways in which this officer may pass the case on."""
    if case.decider == officer.id:
        return ()
    return tuple(
        move
        for move in MOVES.open_to(case.state)
        if move in transfer.MOVES
        and _may(case, MOVES.who(move), officer)
        and (move != "merge" or transfer.may_be_merged(case))
    )


def _may(case: Case, who: Who, officer: Officer) -> bool:
    """Whether a move of `who` is for this officer, who sees the case: apart, all are equals."""
    is_owner = case.owner == officer.id
    supervises = "supervisor" in officer.roles or case.lane != "general"
    match who:
        case "officer":
            return True
        case "owner" | "reviewer":
            return is_owner
        case "holder":
            return is_owner or supervises or case.owner is None
        case "supervisor":
            return supervises and not is_owner
        case _:
            return False


def _is_offered(case: Case, move: str) -> bool:
    if move in MATCHING | OF_FILES | FOLLOWING | transfer.MOVES:
        return False
    if move == "close":
        return not _owes(case)
    if move in lanes.MOVES:
        return lanes.lacking(move, case) is None
    if move == OPEN_AGAIN:
        return case.kind != "objection"
    if move not in DECIDING:
        return True
    asked = verification.lacking(Wish(move), str(case.application_state), case.checklist)
    return _moves_it(case) and _allows(case, move) and asked is None
