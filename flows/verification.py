"""Verification: what an officer's move comes to for the application whose case it is made on."""

from __future__ import annotations

from flows import applications, disposal, moves
from flows.case import Wish
from flows.checklist import HOWS, WRONG, Checklist
from flows.text import Text


def lacking(wish: Wish, state: str, found: Checklist) -> Text | None:
    """Why the checklist does not allow the move in this state of the application, if so."""
    match wish.move:
        case "mark" if state not in applications.MARKED:
            return closed_to(wish.move, state)
        case "mark" | "reveal" if not set(found.named(wish.about)) & set(found.keys):
            return Text("case.refused.no_field")
        case "mark" if wish.outcome not in {*HOWS, WRONG}:
            return Text("case.refused.no_how")
        case "ask_correction" if not found.wrong:
            return Text("case.refused.nothing_wrong")
        case "approve" if not found.is_confirmed:
            return Text("case.refused.unconfirmed")
        case "approve" if found.barred:
            return Text("case.refused.barred", {"condition": found.barred})
    return None


def closed_to(move: str, state: str) -> Text:
    """Why the state of the application does not allow the move."""
    if move == "approve" and state in applications.CHECKED:
        return Text("case.refused.unconfirmed")
    return Text("case.refused.application", {"state": Text(f"application.{state}")})


def marked(wish: Wish, state: str, found: Checklist) -> tuple[str, ...]:
    """The fields that get a mark: those it is for, or those that a destroyed file leaves open."""
    match wish.move:
        case "mark":
            return found.named(wish.about)
        case disposal.MOVE:
            return disposal.asked_again(found, wish.about, state)
        case _:
            return ()


def steps(move: str, state: str, found: Checklist, marked: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The moves of the application that an officer's move on its case comes to.

    `found` is what is known once the move is made, `marked` the fields that got a mark by it.
    """
    match move:
        case disposal.MOVE:
            wanted = ["verify", "ask_correction"] if marked else []
        case "claim" | "take_over" | "verify":
            wanted = ["verify", *(["complete"] if found.is_confirmed else [])]
        case moves.OPEN_AGAIN:
            wanted = ["reopen"]
        case "mark":
            wanted = ["verify", "complete" if found.is_confirmed else "doubt"]
        case _:
            wanted = [move] if move in applications.MOVES.moves else []
    made = []
    for step in wanted:
        if after := applications.MOVES.after(state, step):
            made.append(step)
            state = after
    return tuple(made)
