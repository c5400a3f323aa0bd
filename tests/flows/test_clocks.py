"""Clocks of cases: what is owed by when, and alerts that come once, in working time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import calendar, clocks
from flows.book import Frame, Hours, Numbers, Period, Ramadan, Wording
from flows.clocks import Alert, Clock, Clocks, Watched
from tests.flows.book import ASSOCIATION
from tests.flows.junk import modest
from tests.replacing import replace

EID = Period(date(2027, 3, 8), date(2027, 3, 12), Wording("عيد الفطر", "Eid al-Fitr"))
WEEK = frozenset({7, 1, 2, 3, 4})
HOURS = Hours(
    WEEK,
    frames=(Frame(time(8), time(16)),),
    ramadan=(Frame(time(10), time(15)),),
    closed=(EID,),
)
TERMS = replace(ASSOCIATION, hours=HOURS, numbers=Numbers())
SPLIT = replace(HOURS, frames=(Frame(time(8), time(12)), Frame(time(16), time(20))))
DAY = timedelta(hours=8)  # that officers work
TALK = Watched("queued", 2 * DAY, prompt=True)
APPLICATION = Watched("queued", 2 * DAY)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+03:00")


SUNDAY = at("2026-11-22", "09:00")


def opened(case: Watched, now: datetime = SUNDAY) -> Clocks:
    return clocks.turn({}, "open", case, now, TERMS)


def after(found: Clocks, move: str, state: str, now: datetime, case: Watched = TALK) -> Clocks:
    owned = state not in {"queued", "closed"}
    return clocks.turn(found, move, replace(case, state=state, owned=owned), now, TERMS)


# ------------------------------------------------------------------ which clocks there are
def test_a_conversation_is_owed_words_and_a_resolution() -> None:
    found = opened(TALK)
    assert set(found) == {"first_reply", "resolution"}
    assert clocks.due(found, HOURS) == SUNDAY + 15 * MINUTE


def test_an_application_is_owed_a_resolution() -> None:
    found = opened(APPLICATION)
    assert set(found) == {"resolution"}
    assert clocks.due(found, HOURS) == SUNDAY + timedelta(days=2)
    assert set(after(found, "claim", "claimed", SUNDAY, APPLICATION)) == {"resolution"}


def test_words_end_what_was_owed_and_the_next_ones_have_a_clock_of_their_own() -> None:
    found = after(opened(TALK), "claim", "claimed", SUNDAY + 5 * MINUTE)
    assert set(found) == {"first_reply", "resolution", "lease"}
    found = after(found, "say", "waiting_beneficiary", SUNDAY + 10 * MINUTE)
    assert set(found) == {"resolution"}
    assert clocks.due(found, HOURS) is None  # it is not our turn
    found = after(found, "hear", "waiting_officer", SUNDAY + HOUR)
    assert set(found) == {"next_reply", "resolution"}
    assert clocks.due(found, HOURS) == SUNDAY + 2 * HOUR
    assert after(found, "hear", "waiting_officer", SUNDAY + 90 * MINUTE) == found


def test_what_is_owed_since_the_first_line_goes_on_with_the_second() -> None:
    found = after(opened(TALK), "claim", "claimed", SUNDAY + MINUTE)
    assert after(found, "hear", "waiting_officer", SUNDAY + 2 * MINUTE) == found


def test_a_case_that_goes_back_to_the_queue_keeps_its_clock_and_loses_its_lease() -> None:
    found = after(opened(TALK), "claim", "claimed", SUNDAY + 5 * MINUTE)
    back = after(found, "release", "queued", SUNDAY + 6 * MINUTE)
    assert back == {name: found[name] for name in ("first_reply", "resolution")}


@pytest.mark.parametrize(
    ("move", "state"),
    [("reopen", "waiting_officer"), ("requeue", "queued"), ("dispute", "queued")],
)
def test_who_comes_back_waits_anew(move: str, state: str) -> None:
    early = after(opened(TALK), "say", "waiting_beneficiary", SUNDAY)
    closed = after(early, "close", "closed", SUNDAY + HOUR)
    assert closed == {}
    found = after(closed, move, state, SUNDAY + timedelta(days=1))
    assert {name: clock.since for name, clock in found.items()} == {
        "first_reply": SUNDAY + timedelta(days=1),
        "resolution": SUNDAY + timedelta(days=1),
    }
    assert clocks.due(found, HOURS) == SUNDAY + timedelta(days=1, minutes=15)


def test_an_officer_who_opens_a_case_again_owes_words_as_after_a_claim() -> None:
    found = after({}, "open_again", "claimed", SUNDAY)
    assert {name: clock.since for name, clock in found.items()} == dict.fromkeys(
        ("next_reply", "resolution", "lease"), SUNDAY
    )


def test_who_gets_a_case_has_its_own_time_for_words() -> None:
    found = after(opened(TALK), "transfer", "queued", SUNDAY + HOUR)
    assert found["next_reply"].since == SUNDAY + HOUR
    assert found["resolution"].since == SUNDAY
    assert "first_reply" not in found
    given_to = after(found, "assign", "claimed", SUNDAY + 2 * HOUR)
    assert given_to["lease"].since == SUNDAY + 2 * HOUR
    applied = opened(APPLICATION)
    assert after(applied, "transfer", "queued", SUNDAY + HOUR, APPLICATION) == applied


def test_what_was_decided_is_not_waited_for() -> None:
    decided = replace(APPLICATION, state="claimed", decided=True)
    assert clocks.turn(opened(APPLICATION), "approve", decided, SUNDAY, TERMS) == {}


def test_answers_that_came_anew_have_the_whole_time() -> None:
    asked = after(opened(APPLICATION), "ask_correction", "waiting_beneficiary", SUNDAY + HOUR)
    assert asked["resolution"].ran == HOUR
    again = after(asked, "correct", "waiting_officer", SUNDAY + 2 * HOUR, APPLICATION)
    assert again == {"resolution": Clock("resolution", 2 * DAY, since=SUNDAY + 2 * HOUR)}


def test_in_the_queue_a_complaint_goes_on_by_days() -> None:
    found = opened(APPLICATION)
    assert after(found, "hear", "queued", SUNDAY + HOUR, APPLICATION) == found


def test_a_parked_reply_stops_the_time() -> None:
    parked = replace(TALK, state="claimed", parked=True)
    found = clocks.turn(opened(APPLICATION), "claim", parked, SUNDAY + HOUR, TERMS)
    assert found["resolution"].since is None


# ------------------------------------------------------------------ alerts
def test_alerts_of_a_conversation_that_nobody_takes() -> None:
    _, told = clocks.ring(opened(TALK), SUNDAY + 40 * MINUTE, TERMS)
    quarter = timedelta(minutes=11, seconds=15)
    assert told == (
        Alert("first_reply", 1, SUNDAY + quarter, SUNDAY + 15 * MINUTE),
        Alert("first_reply", 2, SUNDAY + 15 * MINUTE, SUNDAY + 15 * MINUTE),
        Alert("first_reply", 3, SUNDAY + 30 * MINUTE, SUNDAY + 15 * MINUTE),
    )


def test_a_lease_reminds_and_ends() -> None:
    found = after(opened(TALK), "claim", "claimed", SUNDAY + HOUR)
    known, told = clocks.ring(found, SUNDAY + 2 * HOUR, TERMS)
    assert [(one.level, one.at) for one in told if one.clock == "lease"] == [
        (1, SUNDAY + 80 * MINUTE),
        (2, SUNDAY + 90 * MINUTE),
    ]
    assert clocks.level(known) == 3  # of the reply; a lease counts for nobody
    assert clocks.level(found) == 0
    assert clocks.level({}) == 0
    assert clocks.ahead({}, TERMS) is None


@pytest.mark.parametrize(
    ("begins", "due", "warned"),
    [  # a first reply that is owed from this moment on
        (("2026-11-26", "23:00"), ("2026-11-29", "08:15"), ("2026-11-29", "08:11:15")),
        (("2026-11-26", "15:50"), ("2026-11-29", "08:05"), ("2026-11-29", "08:01:15")),
        (("2026-11-26", "15:45"), ("2026-11-26", "16:00"), ("2026-11-26", "15:56:15")),
        (("2027-02-11", "23:00"), ("2027-02-14", "10:15"), ("2027-02-14", "10:11:15")),
        (("2027-03-07", "14:50"), ("2027-03-14", "08:05"), ("2027-03-14", "08:01:15")),  # Eid
    ],
)
def test_in_the_calendar(
    begins: tuple[str, str], due: tuple[str, str], warned: tuple[str, str]
) -> None:
    found = opened(TALK, at(*begins))
    assert clocks.due(found, HOURS) == at(*due)
    alert = clocks.ahead(found, TERMS)
    assert alert is not None
    assert alert.at == at(*warned)


def test_ramadan_that_is_announced_later_moves_the_morning() -> None:
    late = replace(HOURS, announced=(Ramadan(date(2027, 2, 9), date(2027, 3, 9)),))
    evening = at("2027-02-07", "20:00")
    assert clocks.due(opened(TALK, evening), HOURS) == at("2027-02-08", "10:15")
    assert clocks.due(opened(TALK, evening), late) == at("2027-02-08", "08:15")


def test_what_is_over_at_closing_time_is_told_in_the_morning() -> None:
    found = opened(TALK, at("2026-11-26", "15:45"))
    _, told = clocks.ring(found, at("2026-11-29", "08:00"), TERMS)
    closing = at("2026-11-26", "16:00")
    assert told[-1] == Alert("first_reply", 2, at("2026-11-29", "08:00"), closing)


def test_what_a_report_is_promised_runs_by_the_clock() -> None:
    night = at("2026-11-26", "23:00")  # a Thursday
    report = Watched("queued", 24 * HOUR, restless=True)
    found = opened(report, night)
    assert clocks.due(found, HOURS) == night + 24 * HOUR
    _, told = clocks.ring(found, night + 48 * HOUR, TERMS)
    assert [one.at - night for one in told] == [18 * HOUR, 24 * HOUR, 48 * HOUR]
    said = after(found, "say", "waiting_beneficiary", night + 5 * HOUR, report)
    assert said["resolution"].ran == 5 * HOUR
    back = after(said, "not_sensitive", "queued", night + 6 * HOUR, APPLICATION)
    assert back["resolution"] == Clock("resolution", 2 * DAY, since=night + 6 * HOUR)


# ------------------------------------------------------------------ whatever happens
STATES = {
    "claim": "claimed",
    "say": "waiting_beneficiary",
    "hear": "waiting_officer",
    "release": "queued",
    "transfer": "queued",
    "reopen": "waiting_officer",
    "approve": "claimed",
}
MOMENTS = st.datetimes(
    datetime.fromisoformat("2027-01-25"),
    datetime.fromisoformat("2027-03-20"),
    timezones=st.just(calendar.RIYADH),
)
STORIES = st.lists(
    st.tuples(st.sampled_from(sorted(STATES)), st.timedeltas(timedelta(), timedelta(hours=40))),
    max_size=8,
)
SCHEDULES = st.sampled_from([HOURS, SPLIT])


@given(MOMENTS, STORIES, SCHEDULES)
@modest
def test_each_alert_comes_once_in_working_time(
    begins: datetime, story: list[tuple[str, timedelta]], hours: Hours
) -> None:
    terms = replace(TERMS, hours=hours)
    found, now = clocks.turn({}, "open", TALK, begins, terms), begins
    for move, wait in (*story, ("say", timedelta(days=30))):
        expected = clocks.ring(found, now + wait, terms)
        told: list[Alert] = []
        while (alert := clocks.ahead(found, terms)) and alert.at <= now + wait:
            assert alert.at >= now or not calendar.open_at(now, hours)
            assert calendar.open_at(alert.at, hours)
            found, rung = clocks.ring(found, alert.at, terms)
            assert alert in rung
            assert clocks.ring(found, alert.at, terms) == (found, ())
            told += rung
        assert expected == (found, tuple(told))  # whoever looks late tells the same
        assert [one.at for one in told] == sorted(one.at for one in told)
        assert len({(one.clock, one.level) for one in told}) == len(told)
        now += wait
        case = replace(TALK, state=STATES[move], owned=STATES[move] != "queued")
        found = clocks.turn(found, move, case, now, terms)


@given(MOMENTS, STORIES, SCHEDULES)
@modest
def test_a_pause_adds_exactly_its_working_time(
    begins: datetime, story: list[tuple[str, timedelta]], hours: Hours
) -> None:
    terms = replace(TERMS, hours=hours)
    target = timedelta(days=300)
    case = replace(APPLICATION, resolution=target)
    moves = [(move, wait) for move, wait in story if move not in clocks.RENEWED]
    found, now = clocks.turn({}, "open", case, begins, terms), begins
    ran, runs = timedelta(), True
    for move, wait in moves:
        if runs:
            ran += calendar.worked(now, now + wait, hours)
        now += wait
        runs = STATES[move] != "waiting_beneficiary"
        found = clocks.turn(found, move, replace(case, state=STATES[move]), now, terms)
    clock = found["resolution"].stop(now, hours)
    assert clock.ran == ran
    assert (found["resolution"].since is not None) is runs
