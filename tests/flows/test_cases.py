from __future__ import annotations

import pytest

from flows import cases
from flows.cases import MOVES, OPEN, TALKING, Case, Moved, Refused, Tell, Words
from flows.events import HandedBack, Opened, Spoke
from flows.lifecycle import Lifecycle
from flows.moves import ENDED, OPEN_AGAIN, RESOLVED, TURNS, turn_of
from flows.text import Shown, Text
from tests.flows.book import BOOK
from tests.replacing import replace

SARA, KHALID = BOOK.officers["sara"], BOOK.officers["khalid"]
TALK = Case("26000422", "hand_off", "queued")
WORK = Case("26000430", "application", "queued", None, "26000430", "approved")
OURS: dict[str, Shown] = {"reference": TALK.reference, "team": Text("case.team.general")}
WHO = OURS | {"officer": Text("book.officer.sara")}


def made(case: Case, move: str, text: str = "", outcome: str = "") -> Moved:
    """A move of Sara's that is allowed."""
    moved = cases.make(case, move, SARA, text=text, outcome=outcome, clauses=BOOK.clauses)
    assert isinstance(moved, Moved), moved
    return moved


def refused(case: Case, move: str, text: str = "hm", outcome: str = "solved") -> str:
    """Why a move of Sara's is not made."""
    moved = cases.make(case, move, SARA, text=text, outcome=outcome)
    assert isinstance(moved, Refused), moved
    return moved.reason.id


def mine(case: Case = TALK, state: str = "claimed") -> Case:
    return replace(case, owner="sara", state=state)


# ------------------------------------------------------------------ moves
def test_a_claim_takes_the_case_and_the_beneficiary_hears_of_it() -> None:
    moved = made(TALK, "claim")
    assert moved.case == mine()
    assert moved.effects == (Tell(Text("case.claimed", WHO)),)
    assert made(WORK, "claim").effects == (), "an applicant did not ask to talk"


def test_words_go_out_as_they_are() -> None:
    moved = made(mine(), "say", "  السلام عليكم ")
    assert moved.case.state == "waiting_beneficiary"
    assert moved.effects == (Words("السلام عليكم"), Spoke(TALK.reference))


def test_a_delivery_is_recorded_and_asked_about() -> None:
    moved = made(mine(WORK), "deliver")
    assert moved.case.state == "waiting_beneficiary"
    assert moved.effects == (
        HandedBack("26000430", Opened("delivery", {"application": "26000430"})),
    )


def test_a_hand_back_keeps_the_case() -> None:
    moved = made(mine(state="waiting_officer"), "hand_back")
    assert (moved.case.state, moved.case.owner) == ("claimed", "sara")
    assert moved.effects == (HandedBack(TALK.reference),)


def test_a_release_lets_the_case_go() -> None:
    moved = made(mine(), "release")
    assert (moved.case.state, moved.case.owner) == ("queued", None)
    assert moved.effects == (Tell(Text("case.released", OURS)),)
    assert made(mine(WORK), "release").effects == ()


def test_a_close_has_an_outcome_and_a_sentence() -> None:
    moved = made(mine(), "close", "done", "solved")
    assert (moved.case.state, moved.case.outcome) == ("resolved", "solved")
    told, back = moved.effects
    assert isinstance(told, Tell)
    assert told.text.id == "case.closed"
    assert told.text.values["outcome"] == Text("case.outcome.solved")
    assert told.text.values["text"] == "done"
    assert back == HandedBack(TALK.reference, Opened("closing", {"case": TALK.reference}))


def test_nobody_is_silent_before_they_were_written_to_twice() -> None:
    once = replace(mine(state="waiting_beneficiary"), nudges=1)
    assert refused(once, "close", outcome="no_reply") == "case.refused.nudges"
    assert (
        made(replace(once, nudges=2), "close", "لم يصلنا رد", "no_reply").case.state == "resolved"
    )


# ------------------------------------------------------------------ refusals
def test_a_case_is_claimed_once() -> None:
    assert refused(mine(), "claim") == "case.refused.yours"
    taken = cases.make(mine(), "claim", KHALID)
    assert taken == Refused(Text("case.refused.taken", {"owner": Text("book.officer.sara")}))


@pytest.mark.parametrize("state", ["resolved", *ENDED])
def test_a_case_that_ended_is_moved_no_more(state: str) -> None:
    for move in cases.OFFICERS_MOVES - cases.OF_FILES - {OPEN_AGAIN}:
        assert refused(mine(state=state), move) == "case.refused.state"


@pytest.mark.parametrize("move", ["say", "deliver", "hand_back", "release", "close"])
def test_only_the_owner_moves_a_claimed_case(move: str) -> None:
    assert refused(replace(mine(WORK), owner="khalid"), move) == "case.refused.not_owner"
    assert refused(TALK, move) == "case.refused.state", "claim it first"


@pytest.mark.parametrize("move", ["hear", "receive", "dispute", "leave", "no such move"])
def test_what_is_the_beneficiarys_is_no_officers_move(move: str) -> None:
    for state in OPEN:
        assert refused(mine(state=state), move) == "case.refused.state"


def test_what_a_move_lacks_is_named() -> None:
    assert refused(mine(), "say", " ") == "case.refused.no_text"
    assert refused(mine(), "close", " ") == "case.refused.no_text"
    assert refused(mine(), "close", outcome="") == "case.refused.no_outcome"
    assert refused(mine(), "close", outcome="whatever") == "case.refused.no_outcome"
    assert refused(mine(), "deliver") == "case.refused.no_application"
    delivered = replace(mine(WORK), application_state="delivered")
    assert refused(delivered, "deliver") == "case.refused.delivered"


# ------------------------------------------------------------------ what may be done
def test_the_moves_for_buttons() -> None:
    assert cases.available(TALK, SARA) == ("claim", "sensitive")
    assert cases.available(mine(), SARA) == ("say", "hand_back", "release", "close", "sensitive")
    every = ("say", "deliver", "hand_back", "release", "close", "sensitive")
    assert cases.available(mine(WORK), SARA) == every
    owed = replace(mine(WORK), application_state="under_verification")
    assert cases.available(owed, SARA) == ("say", "reject", "hand_back", "release", "sensitive")
    assert cases.available(mine(), KHALID) == ("sensitive",)  # who sees it may protect it
    assert cases.available(mine(state="closed"), SARA) == (OPEN_AGAIN,)
    assert cases.available(mine(state="merged"), SARA) == ()


@pytest.mark.parametrize("state", sorted(MOVES.states()))
def test_what_is_available_is_not_refused(state: str) -> None:
    for case in (TALK, WORK):
        for owner in (None, "sara", "khalid"):
            moved = replace(case, state=state, owner=owner)
            for move in cases.available(moved, SARA):
                made(moved, move, "text", "solved" if move == "close" else "data")


# ------------------------------------------------------------------ from lane to lane
def test_a_focal_point_gives_back_what_is_no_report() -> None:
    hessa = replace(SARA, id="hessa", roles=frozenset({"focal"}))
    case = replace(mine(), lane="focal", owner="hessa", home="supervisors")
    moved = cases.make(case, "not_sensitive", hessa)
    assert isinstance(moved, Moved)
    assert (moved.case.lane, moved.case.state, moved.case.owner) == ("supervisors", "queued", None)
    theirs = OURS | {"team": Text("case.team.supervisors")}
    assert moved.effects == (Tell(Text("sensitive.returned", theirs)),)
    about = cases.make(replace(case, concerns="khalid"), "not_sensitive", hessa)
    assert about == Refused(Text("case.refused.stays_apart"))
    assert refused(mine(), "not_sensitive") == "case.refused.there_already"
    assert "not_sensitive" not in cases.available(mine(), SARA)


# ------------------------------------------------------------------ opened again by an officer
def test_what_was_resolved_is_gone_on_with_by_whoever_opens_it() -> None:
    moved = made(replace(TALK, owner="khalid", state=RESOLVED), OPEN_AGAIN)
    assert (moved.case.state, moved.case.owner) == ("claimed", "sara")
    assert moved.effects == (Tell(Text("case.opened_again", WHO)), Spoke(TALK.reference))
    served = made(replace(mine(WORK, RESOLVED), application_state="closed"), OPEN_AGAIN)
    assert (served.case.application_state, served.steps) == ("approved", ("reopen",))


@pytest.mark.parametrize("state", sorted(set(ENDED) - {"merged"}))
def test_after_what_ended_there_is_another_case(state: str) -> None:
    ended = replace(mine(WORK, state), application_state="closed")
    following = replace(TALK, reference="26000448")
    moved = cases.make(ended, OPEN_AGAIN, SARA, to=following)
    assert isinstance(moved, Moved)
    assert (moved.case, moved.steps) == (ended, ())
    told, spoke = moved.effects
    assert isinstance(told, Tell)
    assert told.text.id == "case.followed"
    assert (told.text.values["earlier"], told.text.values["reference"]) == ("26000430", "26000448")
    assert spoke == Spoke("26000448")


def test_what_an_objection_decided_stays_decided() -> None:
    objection = replace(mine(WORK, "closed"), kind="objection")
    assert refused(objection, OPEN_AGAIN) == "case.refused.state"
    assert OPEN_AGAIN not in cases.available(objection, SARA)


# ------------------------------------------------------------------ the beneficiary's part
def test_what_the_beneficiary_does_moves_the_case() -> None:
    def after(case: Case, move: str) -> str | None:
        followed = cases.follow(case, move)
        return followed.state if followed else None

    assert after(TALK, "hear") == "queued"
    assert after(mine(), "hear") == "waiting_officer"
    assert after(mine(state="waiting_beneficiary"), "leave") == "withdrawn"
    assert after(mine(WORK), "receive") == "closed"
    assert after(mine(WORK, "closed"), "dispute") == "queued"
    assert after(mine(state="closed"), "hear") is None


def test_every_state_says_whose_turn_it_is() -> None:
    assert MOVES.states() == {*OPEN, RESOLVED, *ENDED} == set(TURNS)
    assert {turn_of(state) for state in ENDED} == {"nobody"}
    assert [turn_of(state) for state in OPEN] == [*["officer"] * 3, "beneficiary"]
    assert turn_of(RESOLVED) == "beneficiary"
    assert set(TALKING) < set(OPEN)


# ------------------------------------------------------------------ lifecycles
def test_a_lifecycle_is_its_table() -> None:
    cycle = Lifecycle({"open": ("officer", {"a": "b"}), "shut": ("owner", {"b": "c", "a": "c"})})
    assert (cycle.after("a", "open"), cycle.after("c", "open")) == ("b", None)
    assert cycle.who("shut") == "owner"
    assert cycle.open_to("a") == ("open", "shut")
    assert cycle.states() == {"a", "b", "c"}
    with pytest.raises(KeyError):
        cycle.after("a", "no such move")


# ------------------------------------------------------------------ who may
def test_a_supervisor_takes_over_what_somebody_left_lying() -> None:
    noura = replace(KHALID, id="noura", roles=frozenset({"supervisor"}))
    left = replace(TALK, owner="khalid", state="waiting_officer")
    assert "take_over" in cases.available(left, noura)
    assert "take_over" not in cases.available(left, SARA)
    moved = cases.make(left, "claim", noura)
    assert isinstance(moved, Moved)
    assert (moved.case.owner, moved.case.state) == ("noura", "claimed")
    assert [type(effect) for effect in moved.effects] == [Tell], "they hear who it is now"
    assert "take_over" not in cases.available(moved.case, noura), "it is theirs already"


def test_a_focal_point_takes_no_ordinary_case() -> None:
    hessa = replace(SARA, id="hessa", roles=frozenset({"focal"}))
    assert cases.available(TALK, hessa) == ()
    moved = cases.make(TALK, "claim", hessa)
    assert isinstance(moved, Refused)
    assert moved.reason.id == "case.refused.role"


def test_what_is_kept_apart_already_is_not_moved_there_again() -> None:
    hessa = replace(SARA, id="hessa", roles=frozenset({"focal"}))
    moved = cases.make(replace(TALK, lane="focal"), "sensitive", hessa)
    assert isinstance(moved, Refused)
    assert moved.reason.id == "case.refused.there_already"
