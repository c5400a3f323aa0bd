"""Officers and a beneficiary move a case in any order: it never leaves its table."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from flows import applications, cases, transfer
from flows.applications import MARKED
from flows.applications import MOVES as LIFE
from flows.book import Department, Officer
from flows.cases import MOVES, RESOLVED, TALKING, Case, Moved, Refused, Words, turn_of
from flows.checklist import ALL, HOWS, WRONG
from flows.ending import OUTCOMES
from flows.events import HandedBack, Spoke
from flows.moves import ENDED, OPEN_AGAIN
from tests.flows.book import BOOK
from tests.flows.test_verification import LIST
from tests.replacing import replace

OFFICERS = list(BOOK.officers.values())
OTHERS = [
    Case("26000430", "hand_off", "queued", person="p"),
    Case("26000448", "hand_off", "queued", person="q"),
    Case("26000455", "hand_off", "resolved", person="p"),
]
THEIRS = [move for move in MOVES.moves if MOVES.who(move) in {"beneficiary", "bot"}]


class Moving(RuleBasedStateMachine):
    """One case, several officers, one beneficiary."""

    @initialize(about_application=st.booleans())
    def open(self, about_application: bool) -> None:
        self.case = Case("26000422", "hand_off", "queued", person="p")
        if about_application:
            self.case = Case("26000422", "application", "queued", None, "26000422", "submitted")
            self.case = replace(self.case, checklist=LIST)

    @rule(
        officer=st.sampled_from(OFFICERS),
        move=st.sampled_from([*MOVES.moves, "no such move"]),
        text=st.sampled_from(["", "  ", "نص"]),
        outcome=st.sampled_from(["", "whatever", *OUTCOMES, *HOWS, WRONG, *BOOK.clauses]),
        about=st.sampled_from(["", "gone", ALL, *LIST.keys]),
        to=st.sampled_from([None, *OFFICERS, *BOOK.departments.values(), *OTHERS]),
    )
    def try_anything(  # noqa: PLR0917 -- all that a move may be asked with
        self,
        officer: Officer,
        move: str,
        text: str,
        outcome: str,
        about: str,
        to: Officer | Department | Case | None,
    ) -> None:
        before = self.case
        made = self.make(move, officer, text, outcome, about, to)
        assert made == self.make(move, officer, text, outcome, about, to)
        if isinstance(made, Refused):
            assert made.reason.id.startswith("case.refused.")
            return
        self.follows_the_table(made, move)
        if MOVES.who(move) in {"owner", "reviewer"}:
            assert before.owner == officer.id
        for effect in made.effects:
            if isinstance(effect, Spoke | HandedBack):
                ended = move == OPEN_AGAIN and before.state in ENDED
                goes_on = to if ended and isinstance(to, Case) else before
                assert effect.case == goes_on.reference
            if isinstance(effect, Words):
                assert effect.text == text.strip() != ""
        self.case = made.case

    def make(  # noqa: PLR0917 -- all that a move may be asked with
        self,
        move: str,
        officer: Officer,
        text: str,
        outcome: str,
        about: str = "",
        to: Officer | Department | Case | None = None,
    ) -> Moved | Refused:
        return cases.make(
            self.case,
            move,
            officer,
            text=text,
            outcome=outcome,
            about=about,
            clauses=BOOK.clauses,
            to=to,
        )

    def follows_the_table(self, made: Moved, move: str) -> None:
        before, after = self.case, made.case
        assert after.state == MOVES.after(before.state, move)
        state = before.application_state
        for step in made.steps:
            state = applications.MOVES.after(str(state), step)
            assert applications.MOVES.who(step) != "beneficiary"
        assert after.application_state == state
        if "approve" in made.steps:
            assert set(before.checklist.marks) == set(LIST.keys)
            assert set(before.checklist.marks.values()) <= set(HOWS)
        moved = replace(after, state=before.state, owner=before.owner, outcome=before.outcome)
        if move == "sensitive":
            moved = replace(moved, lane=before.lane)
        moved = replace(moved, checklist=before.checklist)
        if move in transfer.MOVES:
            moved = replace(moved, department=before.department, follows=before.follows)
        assert replace(moved, application_state=before.application_state) == before, "nothing else"

    @rule(officer=st.sampled_from(OFFICERS), data=st.data())
    def do_what_is_offered(self, officer: Officer, data: st.DataObject) -> None:
        moves = cases.available(self.case, officer)
        if moves:
            move = data.draw(st.sampled_from(moves))
            outcome = "solved" if move == "close" else "data"
            made = self.make(move, officer, "نص", outcome)
            assert isinstance(made, Moved), "what is offered is not refused"
            self.case = made.case

    @rule(move=st.sampled_from(THEIRS))
    def be_moved_by_nobody_of_ours(self, move: str) -> None:
        after = cases.follow(self.case, move)
        if after is None:
            assert self.case.state not in MOVES.moves[move][1]
        else:
            self.case = after

    @rule(move=st.sampled_from([m for m in LIFE.moves if LIFE.who(m) == "beneficiary"]))
    def have_the_application_moved_by_the_beneficiary(self, move: str) -> None:
        after = LIFE.after(str(self.case.application_state), move)
        if after is None:
            return
        found = self.case.checklist
        if move == "correct":
            kept = {key: how for key, how in found.marks.items() if how in HOWS}
            found = replace(found, marks=kept)
        self.case = replace(self.case, application_state=after, checklist=found)

    @precondition(lambda self: self.case.state in TALKING)
    @precondition(lambda self: self.case.application_state in MARKED)
    @rule(how=st.sampled_from([*HOWS, HOWS[0], WRONG]), data=st.data())
    def match_what_is_left(self, how: str, data: st.DataObject) -> None:
        """So that approvals happen too."""
        officer = BOOK.officers[str(self.case.owner)]
        left = self.case.checklist.left or self.case.checklist.wrong or LIST.keys
        about = data.draw(st.sampled_from([ALL, left[0]])) if self.case.checklist.left else left[0]
        made = self.make("mark", officer, "", how, about)
        assert isinstance(made, Moved), made
        self.follows_the_table(made, "mark")
        self.case = made.case

    @invariant()
    def the_state_says_whose_turn_it_is(self) -> None:
        case: Case | None = getattr(self, "case", None)
        if case is None:
            return
        assert case.state in MOVES.states()
        assert (turn_of(case.state) == "nobody") == (case.state in ENDED)
        if case.state in (*TALKING, RESOLVED):
            assert case.owner in BOOK.officers
        if case.state == "merged":
            assert case.follows == OTHERS[0].reference, "open, and of the same person"
        if case.state == "queued":
            assert case.owner is None


TestMoving = Moving.TestCase
TestMoving.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
