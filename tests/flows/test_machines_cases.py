"""Officers and a beneficiary move a case in any order: it never leaves its table."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flows import cases
from flows.book import Officer
from flows.cases import MOVES, OPEN, OUTCOMES, TALKING, Case, Moved, Refused, Words
from flows.events import HandedBack, Spoke
from tests.flows.book import BOOK
from tests.replacing import replace

OFFICERS = list(BOOK.officers.values())
THEIRS = [move for move in MOVES.moves if MOVES.who(move) == "beneficiary"]


class Moving(RuleBasedStateMachine):
    """One case, several officers, one beneficiary."""

    @initialize(about_application=st.booleans())
    def open(self, about_application: bool) -> None:
        self.case = Case("26000422", "hand_off", "queued")
        if about_application:
            self.case = Case("26000422", "application", "queued", None, "26000422", "submitted")

    @rule(
        officer=st.sampled_from(OFFICERS),
        move=st.sampled_from([*MOVES.moves, "no such move"]),
        text=st.sampled_from(["", "  ", "نص"]),
        outcome=st.sampled_from(["", "whatever", *OUTCOMES]),
    )
    def try_anything(self, officer: Officer, move: str, text: str, outcome: str) -> None:
        before = self.case
        made = cases.make(before, move, officer, text=text, outcome=outcome)
        assert made == cases.make(before, move, officer, text=text, outcome=outcome)
        if isinstance(made, Refused):
            assert made.reason.id.startswith("case.refused.")
            return
        self.follows_the_table(made, move)
        if MOVES.who(move) == "owner":
            assert before.owner == officer.id
        for effect in made.effects:
            if isinstance(effect, Spoke | HandedBack):
                assert effect.case == before.reference
            if isinstance(effect, Words):
                assert effect.text == text.strip() != ""
        self.case = made.case

    def follows_the_table(self, made: Moved, move: str) -> None:
        assert made.case.state == MOVES.after(self.case.state, move)
        assert (
            replace(
                made.case, state=self.case.state, owner=self.case.owner, outcome=self.case.outcome
            )
            == self.case
        ), "nothing else changes"

    @rule(officer=st.sampled_from(OFFICERS), data=st.data())
    def do_what_is_offered(self, officer: Officer, data: st.DataObject) -> None:
        moves = cases.available(self.case, officer)
        if moves:
            move = data.draw(st.sampled_from(moves))
            made = cases.make(self.case, move, officer, text="نص", outcome="solved")
            assert isinstance(made, Moved), "what is offered is not refused"
            self.case = made.case

    @rule(move=st.sampled_from(THEIRS))
    def be_moved_by_the_beneficiary(self, move: str) -> None:
        after = cases.follow(self.case, move)
        if after is None:
            assert self.case.state not in MOVES.moves[move][1]
        else:
            owner = after.owner if self.case.state in OPEN else None  # opened again: nobody's
            self.case = replace(after, owner=owner)

    @rule(state=st.sampled_from(["submitted", "in_delivery", "delivered", "disputed"]))
    def have_the_application_move(self, state: str) -> None:
        if self.case.application:
            self.case = replace(self.case, application_state=state)

    @invariant()
    def the_state_says_whose_turn_it_is(self) -> None:
        case: Case | None = getattr(self, "case", None)
        if case is None:
            return
        assert case.state in MOVES.states()
        if case.state in TALKING:
            assert case.owner in BOOK.officers
        if case.state == "queued":
            assert case.owner is None


TestMoving = Moving.TestCase
TestMoving.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
