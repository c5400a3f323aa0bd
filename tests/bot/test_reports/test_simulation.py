"""A simulated year has all that reports tell of, and they tell it as its tables do."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from statistics import mean
from typing import Any

import pytest

from bot.reports.follow_up import follow_up
from bot.reports.ledger import DECIDED
from bot.reports.whys import OTHERS
from flows import ending, recovery, survey
from flows.calendar import day_of
from flows.disclosure import LEAST, Place
from flows.measures import promoter_score
from flows.period import Period
from storage.times import stamp
from tests.bot.test_reports.conftest import Year
from tests.bot.test_reports.year import BOOK

YEAR = Period(date(2026, 1, 1), 12)
SPAN = (stamp(YEAR.begins), stamp(YEAR.ends))


def of(year: Year, query: str) -> list[Any]:
    """Rows of a query on what happened at `{at}` within the year."""
    table, _, at = query.partition(" by ")
    return year.rows.execute(f"{table} {at} >= ? AND {at} < ?", SPAN).fetchall()


def test_low_ratings_are_made_good_and_rated_once_more(year: Year) -> None:
    found = follow_up(year.ledger, Place(YEAR))
    rows = of(
        year,
        "SELECT reference, opened_at, score, again, asked_at FROM recoveries WHERE by opened_at",
    )
    assert len(rows) > 50
    assert 0 <= len(rows) - found.opened < LEAST
    again = [after - before for _, _, before, after, asked in rows if asked and after and before]
    assert found.gain == pytest.approx(mean(again), abs=0.1)
    assert 0 <= sum(after is not None for *_, after, _ in rows) - found.rerated.hits < LEAST
    said = dict(
        year.rows.execute("SELECT subject, min(at) FROM audit WHERE move = 'say' GROUP BY 1")
    )
    in_time = [
        reference
        for reference, opened, *_ in rows
        if reference in said
        and _day(said[reference]) <= recovery.by(_day(opened), BOOK.association)
    ]
    assert 0 <= len(in_time) - found.in_time.hits < LEAST
    assert found.in_time.n == found.opened
    closed = of(year, "SELECT closed_at FROM cases WHERE kind = 'recovery' AND by opened_at")
    assert 0 <= sum(at is not None for (at,) in closed) - found.closed.hits < LEAST
    rated = "SELECT count(*) FROM cases WHERE kind = 'recovery' AND owner = concerns"
    assert year.rows.execute(rated).fetchall() == [(0,)], "nobody makes good what they did"


def _day(at: str) -> date:
    return day_of(datetime.fromisoformat(at))


def test_what_was_to_change_and_thanks_are_counted_by_department(year: Year) -> None:
    items = of(year, "SELECT department, state, origin FROM improvements WHERE by opened_at")
    thanks = Counter(name for (name,) in of(year, "SELECT department FROM praises WHERE by at"))
    assert {state for _, state, _ in items} >= {"approved", "done", "declined"}
    assert {origin for *_, origin in items} <= {"ratings", "suggestion"}
    for department in BOOK.departments:
        found = follow_up(year.ledger, Place(YEAR, department=department))
        own = Counter(state for name, state, _ in items if name == department)
        assert found.improvements == own
        assert found.thanks == thanks[department]
    whole = follow_up(year.ledger, Place(YEAR))
    assert whole.corrected == len(of(year, "SELECT 1 FROM audit WHERE move = 'debunk' AND by at"))
    assert whole.corrected > 0


def test_the_half_year_and_answers_to_enquiries_have_figures(year: Year) -> None:
    query = "SELECT score FROM recommendations WHERE half = '2026-1' AND score IS NOT NULL"
    scores = [score for (score,) in year.rows.execute(query)]
    [told] = year.ledger.recommended(YEAR).values()
    points = [(score >= 9) - (score <= 6) for score in scores]
    assert promoter_score(told) == pytest.approx(100 * sum(points) / len(scores))
    rows = of(year, "SELECT score, state, held FROM ratings WHERE kind = 'enquiry' AND by due_at")
    figure = year.ledger.enquiries.figure(Place(YEAR))
    given = [score for score, *_ in rows if score]
    assert 0 <= len(given) - figure.scores.n < LEAST
    assert {held for _, _, held in rows} >= {survey.TOO_SOON, survey.EXPECTED, survey.BY_PHONE}


def test_complaints_and_suggestions_are_decided(year: Year) -> None:
    decided = dict(
        year.rows.execute(
            "SELECT reason, count(outcome) FROM cases"
            " WHERE reason IN ('complaint', 'suggestion') AND closed_at IS NOT NULL GROUP BY 1"
        )
    )
    assert min(decided["complaint"], decided["suggestion"]) > 5
    query = (
        "SELECT reason || '.' || outcome, count(*) FROM cases WHERE reason IN"
        " ('complaint', 'suggestion') AND opened_at >= ? AND opened_at < ?"
        " AND outcome IS NOT NULL GROUP BY 1"
    )
    counted = Counter(dict(year.rows.execute(query, SPAN).fetchall()))
    told = year.ledger.decided.within(Place(YEAR))
    assert {*told} - {OTHERS} < {f"{kind}.{end}" for kind in DECIDED for end in ending.OF[kind]}
    assert all(0 <= counted[what] - n < LEAST for what, n in told.items() if what != OTHERS)
    assert 0 <= counted.total() - sum(told.values()) < LEAST


def test_of_who_rated_without_a_name_no_month_tells_few(year: Year) -> None:
    places = year.rows.execute(
        "SELECT count(*) FROM unnamed_answers WHERE question = 'score'"
        " GROUP BY programme, department, month"
    ).fetchall()
    assert places
    assert min(n for (n,) in places) >= LEAST
