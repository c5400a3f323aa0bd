"""The figures of a simulated year, against the same counted another way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from statistics import mean, median

import pytest

from bot.reports.indicators import MEASURES, indicators
from bot.reports.ledger import Ledger
from bot.reports.whys import OTHERS
from bot.reports.work import work
from bot.simulation.year import NotEmpty, Simulation
from flows import calendar
from flows.disclosure import LEAST, Place
from flows.period import Period
from storage.reports import Unnamed
from storage.times import stamp
from tests.bot.test_reports.conftest import Year
from tests.bot.test_reports.year import BOOK, SERVICES
from tests.clock import SUNDAY_MORNING
from tests.storage.rows import reopened

YEAR = Period(SUNDAY_MORNING.date().replace(month=1, day=1), 12)
SPAN = (stamp(YEAR.begins), stamp(YEAR.ends))
MONTHS = ("2026-01", "2026-12")
DUE = "kind = 'service' AND due_at >= ? AND due_at < ?"
CODES = ["G", *(f"D{n}" for n in range(1, 6)), *(f"D5{c}" for c in "abcde")]
CODES += [f"R{n}" for n in range(8)]


def test_the_figures_are_those_of_the_tables(year: Year) -> None:
    """All but fewer than five answers of a year are counted, and by department."""
    named = f"SELECT department, score FROM ratings WHERE {DUE} AND score IS NOT NULL"
    unnamed = (
        "SELECT department, value FROM unnamed_answers"
        " WHERE question = 'score' AND month >= ? AND month <= ?"
    )
    given = [*year.rows.execute(named, SPAN), *year.rows.execute(unnamed, MONTHS)]
    scores = Counter(score for _, score in given)
    figure = year.ledger.figure(Place(YEAR))
    assert 0 <= sum(scores.values()) - figure.scores.n < LEAST
    assert all(0 <= scores[n] - figure.scores.counts.get(n, 0) < LEAST for n in range(1, 6))
    for department in {name for name, _ in given if name}:
        own = [score for name, score in given if name == department]
        told = year.ledger.figure(Place(YEAR, department=department)).scores
        assert 0 <= len(own) - told.n < LEAST
        assert told.mean == pytest.approx(mean(own), abs=0.1)


def test_response_is_answered_of_asked(year: Year) -> None:
    states = dict(
        year.rows.execute(f"SELECT state, count(*) FROM ratings WHERE {DUE} GROUP BY state", SPAN)
    )
    figure = year.ledger.figure(Place(YEAR))
    assert sum(states.values()) - sum(figure.states.values()) < LEAST
    assert figure.states["used"] > 0
    assert figure.response.hits == figure.states["answered"] + figure.states["used"]
    waiting = figure.states["due"] + figure.states["pending_window"]
    assert figure.response.n == sum(figure.states.values()) - waiting


def test_all_that_fell_due_is_accounted_for(year: Year) -> None:
    """Asked, answered, declined, held back, pending and expired add up to what fell due."""
    fates: Counter[str] = Counter()
    told = {"used": "answered", "due": "pending", "pending_window": "pending"}
    for state, held, asked in year.rows.execute(
        f"SELECT state, held, asked_at FROM ratings WHERE {DUE}", SPAN
    ):
        never = state == "expired" and held and not asked
        fates[f"held.{held}" if never else told.get(state, state)] += 1
    assert {"held.window", "held.by_phone", "held.unreachable", "refused"} < {*fates}
    figure = year.ledger.figure(Place(YEAR))
    assert 0 <= sum(fates.values()) - sum(figure.fates.values()) < LEAST
    assert sum(figure.fates.values()) == sum(figure.states.values())
    assert all(abs(fates[fate] - n) < LEAST for fate, n in figure.fates.items())
    by = year.ledger.by("channel", Place(YEAR)).values()
    assert sum(sum(one.fates.values()) for one in by) <= sum(figure.fates.values())


def test_answers_without_a_name_are_part_of_the_figures_and_no_way_to_a_few(year: Year) -> None:
    """In the month's, the programme's and the department's, but in no channel's."""
    ledger, month = year.ledger, YEAR.each_month[3]
    span = ledger.months.index(month)
    programme, department = next(
        (one.programme, one.department) for one in ledger.records.asked if one.span == span
    )
    pool = tuple(Unnamed(span, programme, department, "score", 1, n) for n in (2, 3))
    pool += (Unnamed(span, "", "", "score", 5, 6), Unnamed(span, programme, "", "comment", None, 5))
    pool += (*ledger.records.unnamed,)
    more = Ledger(replace(ledger.records, unnamed=pool), ledger.months, ledger.book)
    for place, n in (
        (Place(YEAR), 11),
        (Place(YEAR, department=department), 5),
        (Place(YEAR, programme=programme), 5),
        (Place(YEAR, channel="telegram"), 0),
    ):
        gained = more.figure(place).scores.n - ledger.figure(place).scores.n
        assert n <= gained < n + LEAST, place
    for name in more.departments:
        for one in YEAR.each_month:
            figure = more.figure(Place(one, department=name))
            assert figure.scores.n == 0 or figure.scores.n >= LEAST
            assert figure.states == ledger.figure(Place(one, department=name)).states


def test_who_recommends_is_told_by_half_year_from_five_on(year: Year) -> None:
    told = {"2026-1": {10: 3, 9: 1, 8: 1, 0: 5}, "2026-2": {10: 4}}
    records = replace(year.ledger.records, recommended=told)
    ledger = Ledger(records, year.ledger.months, year.ledger.book)
    assert [*ledger.recommended(YEAR)] == ["2026-1"]
    assert not ledger.recommended(YEAR.each_month[8])
    by = {one.code: one.now for one in indicators(ledger, YEAR)}
    assert (by["D5"].unit, by["D5"].value, by["D5"].n) == ("points", -10, 10)


def test_every_department_is_told_also_with_nothing(year: Year) -> None:
    by = year.ledger.by("department", Place(YEAR))
    assert [*by] == [*BOOK.departments]
    assert by["quality"].scores.n == 0
    assert by["quality"].whole


def test_first_replies_are_in_working_time(year: Year) -> None:
    rows = year.rows.execute(
        'SELECT c.opened_at, min(a.at) FROM cases AS c JOIN audit AS a ON a."case" = c.reference'
        " WHERE c.kind = 'hand_off' AND a.move = 'say' AND c.opened_at >= ? AND c.opened_at < ?"
        " GROUP BY c.reference LIMIT 200",
        (stamp(YEAR.begins), stamp(YEAR.each_month[2].begins)),
    ).fetchall()
    months = [YEAR.each_month[0], YEAR.each_month[1]]
    waited = [c for c in year.ledger.records.waited if year.ledger.months[c.span] in months]
    took = sorted(
        round(year.ledger.working.minutes(case.opened_at, case.replied_at))
        for case in waited
        if case.replied_at
    )
    assert len(took) >= len(rows)
    for opened, replied in rows[:20]:
        since, until = datetime.fromisoformat(opened), datetime.fromisoformat(replied)
        minutes = round(year.ledger.working.minutes(since, until))
        hours = BOOK.association.hours
        after = calendar.add_working_minutes(since, minutes, hours)
        assert abs(after - until) <= timedelta(minutes=1)
    done = work(year.ledger, Place(months[0]))
    times = [
        year.ledger.working.minutes(c.opened_at, c.replied_at)
        for c in waited
        if c.replied_at and year.ledger.months[c.span] == months[0]
    ]
    assert done.first_reply.p50 == pytest.approx(median(times), abs=3)
    assert done.first_reply.n == len(times)


def test_cases_are_counted_by_why(year: Year) -> None:
    counted = Counter(
        reason
        for (reason,) in year.rows.execute(
            "SELECT reason FROM cases WHERE kind = 'hand_off' AND opened_at >= ? AND opened_at < ?",
            SPAN,
        )
    )
    done = work(year.ledger, Place(YEAR))
    assert all(0 <= counted[why] - n < LEAST for why, n in done.reasons.items() if why != OTHERS)
    assert 0 <= done.claimed.n - sum(done.reasons.values()) < LEAST


def test_no_filter_shows_fewer_than_five(year: Year) -> None:
    ledger = year.ledger
    for month in YEAR.each_month:
        for department in ledger.departments:
            for channel in ledger.channels:
                figure = ledger.figure(Place(month, department=department, channel=channel))
                assert figure.scores.n == 0 or figure.scores.n >= LEAST


def test_reasons_are_told_of_five_and_more_in_every_place(year: Year) -> None:
    for whys in (year.ledger.low, year.ledger.needed, year.ledger.unsettled):
        assert whys.within(Place(YEAR))
        for month, department in product(YEAR.each_month, (None, *year.ledger.departments)):
            for channel in (None, *year.ledger.channels):
                told = whys.within(Place(month, department=department, channel=channel))
                assert min(told.values(), default=LEAST) >= LEAST


def test_there_is_an_indicator_for_every_code_of_the_policy(year: Year) -> None:
    found = indicators(year.ledger, YEAR)
    assert [one.code for one in found] == [*MEASURES] == CODES
    for one in found:
        assert (one.now.value is None) == (one.now.why is not None)
    by = {one.code: one.now for one in found}
    assert all(one.value is not None and one.n for one in by.values()), "a year with everything"
    assert by["G"].value == year.ledger.figure(Place(YEAR)).scores.satisfied.value


def test_shares_that_may_be_equal_are_not_called_a_change(year: Year) -> None:
    [one] = [i for i in indicators(year.ledger, YEAR.each_month[9]) if i.code == "G"]
    assert one.change is not None
    now, before = one.now.interval, one.before.interval
    assert now is not None
    assert before is not None
    assert one.sure is not now.overlaps(before)
    assert replace(one, before=one.now).change == 0


def test_the_year_is_as_large_as_asked_and_nobody_is_in_it(year: Year) -> None:
    [(n,)] = year.rows.execute("SELECT count(*) FROM applications")
    assert n == SERVICES
    served = "SELECT DISTINCT department FROM ratings WHERE kind = 'service'"
    assert len({*year.rows.execute(served)}) == 5
    channels = {c for (c,) in year.rows.execute("SELECT DISTINCT channel FROM ratings")}
    assert channels == {"telegram", "whatsapp", "website", "phone"}


async def test_a_database_with_somebody_in_it_is_left_alone(year: Year) -> None:
    database = await reopened(year.url)
    try:
        with pytest.raises(NotEmpty, match="not empty"):
            await Simulation(database, BOOK, SUNDAY_MORNING, 5).run()
    finally:
        await database.close()
