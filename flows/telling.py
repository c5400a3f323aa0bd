"""What an officer's move says to the beneficiary, and what it does to the conversation."""

from __future__ import annotations

from collections.abc import Iterator

from flows import closing, correction, disposal, lanes, moves, transfer
from flows.book import Officer
from flows.case import Case, CaseEffect, Tell, Wish, Words
from flows.events import HandedBack, Merged, Opened, Spoke
from flows.text import Shown, Text

TOLD = frozenset({"verify", "complete", "approve"})
"""Moves of an application that are told in one line; the others say more, or nothing."""
GIVEN = transfer.MOVES | lanes.MOVES | {"release", moves.OPEN_AGAIN}
"""Moves after which it is taken on elsewhere."""


def effects(
    case: Case, wish: Wish, officer: Officer, steps: tuple[str, ...]
) -> Iterator[CaseEffect]:
    """`case` is as the move left it, `steps` are the moves its application made with it."""
    for step in steps:
        if step in TOLD:
            yield Tell(Text(f"application.told.{step}", {"reference": str(case.application)}))
    alias: dict[str, Shown] = {
        "officer": Text(f"book.officer.{officer.id}"),
        "reference": case.reference,
        "team": Text(f"case.team.{case.lane}"),
    }
    match wish.move:
        case "claim" | "take_over" if case.kind == "hand_off":
            yield Tell(Text("case.claimed", alias))
        case "say":
            yield Words(wish.text)
            yield Spoke(case.reference)
        case "hand_back":
            yield HandedBack(case.reference)
        case "close":
            result: dict[str, Shown] = {
                "matter": Text(f"case.matter.{case.matter}"),
                "reference": case.reference,
                "outcome": Text(f"case.outcome.{wish.outcome}"),
                "text": wish.text,
            }
            yield Tell(Text("case.closed", result))
            yield HandedBack(case.reference, closing.opening(case.reference))
        case move if move in GIVEN:
            yield from _given(case, wish, alias)
        case disposal.MOVE:
            yield Tell(Text("document.destroyed"))
            yield from _again(case, wish)
        case _:
            yield from _of_application(case, wish)


def _opened_again(case: Case, wish: Wish, officer: dict[str, Shown]) -> Iterator[CaseEffect]:
    """In the same case, or in a new one after it; what the person says next is about that."""
    if case.state in moves.ENDED and isinstance(wish.to, Case):
        goes_on = wish.to.reference
        known = officer | {"reference": goes_on, "earlier": case.reference}
        yield Tell(Text("case.followed", known))
        yield Spoke(goes_on)
    else:
        yield Tell(Text("case.opened_again", officer))
        yield Spoke(case.reference)


def _again(case: Case, wish: Wish) -> Iterator[CaseEffect]:
    """What a destroyed file leaves open is asked at once, or after a talk that is going on."""
    found = case.checklist
    if disposal.asked_again(found, wish.about, str(case.application_state)):
        yield correction.opening(str(case.application), found.answers, found.wrong, wish.text)


def _given(case: Case, wish: Wish, officer: dict[str, Shown]) -> Iterator[CaseEffect]:
    """Somebody in a talk hears who goes on with it; that it goes on in another case is ours."""
    about: dict[str, Shown] = {"reference": case.reference, "team": officer["team"]}
    match wish.move:
        case "assign" if case.kind == "hand_off":
            yield Tell(
                Text("case.assigned", about | {"officer": Text(f"book.officer.{case.owner}")})
            )
        case "transfer" if case.kind == "hand_off":
            team = Text(f"book.department.{case.department}")
            yield Tell(Text("case.transferred", about | {"department": team}))
        case "release" if case.kind == "hand_off":
            yield Tell(Text("case.released", about))
        case "sensitive":
            yield Tell(Text("sensitive.moved", about))
        case "not_sensitive":
            yield Tell(Text("sensitive.returned", about))
        case "merge":
            yield Merged(case.reference, str(case.follows))
        case moves.OPEN_AGAIN:
            yield from _opened_again(case, wish, officer)


def _of_application(case: Case, wish: Wish) -> Iterator[CaseEffect]:
    """What is asked or told about the application, once the bot has the turn again."""
    reference = str(case.application)
    why: dict[str, Shown] = {"reference": reference, "reason": wish.text}
    match wish.move:
        case "deliver":
            yield HandedBack(case.reference, Opened("delivery", {"application": reference}))
        case "ask_correction":
            found = case.checklist
            again = correction.opening(reference, found.answers, found.wrong, wish.text)
            yield HandedBack(case.reference, again)
        case "reject":
            given = {"application": reference, "reason": wish.text, "clause": wish.outcome}
            yield HandedBack(case.reference, Opened("decision", given))
        case "grant":
            yield Tell(Text("objection.granted", why))
            yield HandedBack(case.reference)
        case "uphold":
            yield Tell(Text("objection.upheld", why | {"beyond": Text("book.policy.beyond")}))
            yield HandedBack(case.reference)
