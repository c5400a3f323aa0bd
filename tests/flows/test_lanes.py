"""Who may see a case, by its lane and by whom it concerns."""

from __future__ import annotations

from typing import get_args

import pytest

from flows import cases
from flows.book import Officer, Role, Wording
from flows.case import Case, Refused
from flows.lanes import Lane, has_a_room, is_kept_from, lane_about, lanes_of, sees

EVERY_ROLE: tuple[Role, ...] = get_args(Role)
EVERY_LANE: tuple[Lane, ...] = get_args(Lane)
SEEN = {
    ("officer", "general"),
    ("supervisor", "general"),
    ("supervisor", "supervisors"),
    ("focal", "focal"),
}


def officer(id_: str, *roles: Role) -> Officer:
    return Officer(id_, None, Wording(id_, id_), frozenset(roles), frozenset())


def case(lane: Lane, concerns: str | None = None, state: str = "queued") -> Case:
    return Case("26000422", "hand_off", state, lane=lane, concerns=concerns)


@pytest.mark.parametrize("lane", EVERY_LANE)
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_opens_its_lanes_and_no_other(role: Role, lane: Lane) -> None:
    somebody = officer("somebody", role)
    assert sees(somebody, case(lane)) == ((role, lane) in SEEN)
    assert (lane in lanes_of(somebody)) == ((role, lane) in SEEN)


@pytest.mark.parametrize("lane", EVERY_LANE)
def test_nobody_sees_a_case_that_concerns_them(lane: Lane) -> None:
    somebody = officer("somebody", *EVERY_ROLE)
    assert sees(somebody, case(lane))
    assert not sees(somebody, case(lane, "somebody"))
    assert sees(somebody, case(lane, "another"))


def test_of_a_case_kept_apart_nobody_else_learns() -> None:
    admin, sara = officer("admin", "admin"), officer("sara", "officer")
    assert not is_kept_from(admin, case("general"))
    assert not is_kept_from(sara, case("general"))
    assert is_kept_from(sara, case("supervisors"))
    assert is_kept_from(admin, case("focal"))
    assert is_kept_from(sara, case("general", "sara"))
    assert not is_kept_from(officer("hessa", "focal"), case("focal"))


def test_a_complaint_about_the_only_supervisor_goes_to_the_focal_points() -> None:
    sara, noura = officer("sara", "officer"), officer("noura", "officer", "supervisor")
    few = {one.id: one for one in (sara, noura)}
    more = few | {"huda": officer("huda", "supervisor")}
    assert lane_about("sara", few) == "supervisors"
    assert lane_about("noura", few) == "focal"
    assert lane_about("noura", more) == "supervisors"
    assert has_a_room(case("supervisors", "sara"), more)
    assert not has_a_room(case("supervisors", "noura"), more)  # she sits in that group
    assert has_a_room(case("supervisors", "somebody who left"), more)
    assert has_a_room(case("general"), more)


def test_a_move_on_what_is_kept_apart_is_refused_like_one_on_what_is_not_there() -> None:
    sara, admin, hessa = officer("sara", "officer"), officer("a", "admin"), officer("h", "focal")
    for kept, who in ((case("focal"), sara), (case("supervisors", "sara"), sara)):
        refused = cases.make(kept, "claim", who)
        assert isinstance(refused, Refused)
        assert refused.reason.id == "case.refused.unknown"
        assert cases.available(kept, who) == ()
    refused = cases.make(case("general"), "claim", admin)
    assert isinstance(refused, Refused)
    assert refused.reason.id == "case.refused.role"
    claimed = cases.make(case("focal"), "claim", hessa)
    assert isinstance(claimed, cases.Moved)
    assert claimed.case.owner == "h"
    assert "take_over" in cases.available(case("focal", state="claimed"), hessa)
