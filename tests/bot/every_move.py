"""Every move on every kind of case: what officers are told, and what beneficiaries are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from flows import cases, transfer
from flows.applications import MOVES
from flows.cases import Case, Refused, Tell
from flows.checklist import ALL, checklist
from flows.context import Context
from flows.moves import OPEN_AGAIN
from flows.text import Text
from tests.bot.talk import REFERENCE, SUNDAY, World
from tests.replacing import replace

GIVING = transfer.MOVES | {OPEN_AGAIN}
"""Moves that say whom or what a case is given to, or in which one it goes on."""


def officers(world: World) -> Iterator[Text]:
    """Every move on every kind of case, allowed or not."""
    first, second, *_ = world.book.officers.values()
    moves, states = cases.MOVES.moves, cases.MOVES.states()
    talk = Case(REFERENCE, "hand_off", "", person="p")
    kinds = (
        talk,
        *(Case(REFERENCE, "application", "", None, REFERENCE, s) for s in MOVES.states()),
        Case(REFERENCE, "objection", "", None, REFERENCE, "objected"),
        Case(REFERENCE, "objection", "", None, REFERENCE, "objected", decider=first.id),
        *checked(world),
    )
    others = (replace(talk, reference="26000430", state=state) for state in ("queued", "closed"))
    given = (None, second, world.book.departments["care"], *others)
    wishes = (("", "", ""), ("تم", "solved", ""), ("تم", "need", ""), ("تم", "sighted", ALL))
    for kind, move, state, owner in product(kinds, moves, states, (None, first.id, "noura")):
        case = replace(kind, state=state, owner=owner)
        gives = product(("", "تم"), given if move in GIVING else ())
        gifts = ((text, "", "", to) for text, to in gives)
        for text, outcome, about, to in (*((*wish, None) for wish in wishes), *gifts):
            made = cases.make(
                *(case, move, first),
                text=text,
                outcome=outcome,
                about=about,
                clauses=world.book.clauses,
                to=to,
            )
            if isinstance(made, Refused):
                yield made.reason
            else:
                yield from (e.text for e in made.effects if isinstance(e, Tell))
    yield from protected(world)


def protected(world: World) -> Iterator[Text]:
    """What was taken for a report is given back by who keeps reports."""
    focal = next(one for one in world.book.officers.values() if "focal" in one.roles)
    report = Case(REFERENCE, "hand_off", "queued", lane="focal")
    made = cases.make(report, "not_sensitive", focal)
    assert not isinstance(made, Refused)
    yield from (e.text for e in made.effects if isinstance(e, Tell))


def checked(world: World) -> Iterator[Case]:
    """Applications whose answers were looked at: one lapsed, one wrong, one no longer eligible."""
    seen = Context(SUNDAY, world.book, world.matcher)
    programme = next(p for p in world.book.programmes.values() if p.eligibility)
    rule = programme.eligibility[0]
    answers = {"programme": programme.id, "national_id": "1000000008", "id_expiry": "2020-01-01"}
    unmet = {**answers, f"eligible.{programme.id}.{rule.key}": "unmet"}
    for given, marks in product((answers, unmet), ({}, {"national_id": "wrong"}, "all")):
        found = checklist(given, marks if isinstance(marks, dict) else {}, seen)
        found = found.marked(found.keys, "sighted") if marks == "all" else found
        for state in ("under_verification", "complete"):
            case = Case(REFERENCE, "application", "", None, REFERENCE, state)
            yield replace(case, checklist=found)
