"""What reports read, from either kind of database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage import applications, audit, cases, questions, ratings, references, reports, unnamed
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.questions import Question
from storage.ratings import Rating
from storage.reports import Applied, Asked, Opened, Unsettled, Waited
from storage.unit import Unit
from storage.unnamed import Answer
from tests.storage.rows import NOW, applied, later, somebody

A, B, SECRET_CASE = "26000001", "26000002", "26000003"
DAY = timedelta(days=1)


def case(reference: str, kind: str = "hand_off") -> Case:
    return Case(reference, kind, "asked", "queued", NOW, NOW)


async def fill(unit: Unit) -> None:
    address = await somebody(unit)
    application = await applied(unit, A, address)
    delivered = replace(application, state="delivered", delivered_at=later(days=2), officer="sara")
    applications.move(unit, replace(delivered, department="training"))
    rating = Rating(A, "incubator", "telegram", "1", NOW, department="training", officer="sara")
    ratings.create(unit, rating)
    answered = replace(rating, state="answered", score=2, reason="time", comment="شكرا")
    ratings.move(unit, replace(answered, answered_at=NOW))
    for reference in (B, SECRET_CASE):
        references.reserve(unit, reference, "case", NOW)
    hand_off = replace(case(B), address=address.id, person=address.person.id, department="care")
    cases.open(unit, hand_off)
    cases.open(unit, replace(case(SECRET_CASE, "sensitive"), lane="focal"))
    cases.move(unit, replace(hand_off, state="closed", outcome="solved", closed_at=later(hours=3)))
    for hours, move in enumerate(("claim", "say", "say", "dispute", "close")):
        audit.record(unit, Entry(later(hours=hours), "officer:sara", B, move, B))
    audit.record(unit, Entry(NOW, "officer:sara", A, "complete"))
    questions.record(unit, Question("كم الرسوم", "unclear", NOW))
    questions.record(unit, Question("متى الدوام", "unclear", NOW))
    questions.record(unit, Question("أين الفرع", "stale", later(days=40)))


async def test_a_span_of_time_is_read_without_anybody_in_it(database: Database) -> None:
    async with database.unit() as unit:
        await fill(unit)
    spans = [(NOW - DAY, NOW), (NOW, NOW + DAY), (NOW + DAY, NOW + 2 * DAY)]
    async with database.view() as view:
        found = await reports.records(view, spans)
    assert found.asked == [
        Asked(
            span=1,
            state="answered",
            programme="incubator",
            department="training",
            channel="telegram",
            officer="sara",
            policy="1",
            score=2,
            reason="time",
            commented=True,
            unconfirmed=False,
            scales={},
            fate="answered",
        )
    ]
    assert found.opened == [
        Opened(
            span=1,
            kind="hand_off",
            reason="asked",
            department="care",
            programme="",
            channel="telegram",
            claimed=False,
            closed=True,
            reopened=True,
            n=1,
        )
    ]
    assert found.waited == [
        Waited(
            span=1,
            department="care",
            programme="",
            channel="telegram",
            reason="asked",
            outcome="solved",
            opened_at=NOW,
            claimed_at=None,
            replied_at=later(hours=1),
            closed_at=later(hours=3),
        )
    ]
    assert found.applied == [
        Applied(1, "incubator", "training", "delivered", "telegram", verified=True, n=1)
    ]
    assert found.unsettled == [Unsettled(1, "unclear", "open", 2)]


async def test_a_question_that_was_not_answered_is_absent(database: Database) -> None:
    async with database.unit() as unit:
        await fill(unit)
        [row] = await unit.read_all("report_ratings", kind="service", since=NOW, until=NOW + DAY)
    assert reports._asked(0, row).scales == {}
    later_on = {name: row[name] for name in row.keys()}  # noqa: SIM118 -- a driver's row
    assert reports._asked(0, later_on | {"effort": 4, "conduct": None}).scales == {"effort": 4}


def test_nothing_that_names_a_person_is_read() -> None:
    names = {*Asked._fields, *Opened._fields, *Waited._fields, *Applied._fields}
    assert not names & {"person", "address", "application", "reference", "comment", "summary"}


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"state": "answered", "score": 5}, "answered"),
        ({"state": "used", "asked_at": NOW}, "answered"),
        ({"state": "asked", "asked_at": NOW}, "asked"),
        ({"state": "refused", "asked_at": NOW}, "refused"),
        ({"state": "due", "held": "too_soon"}, "pending"),
        ({"state": "pending_window", "held": "window"}, "pending"),
        ({"state": "expired", "asked_at": NOW, "held": "too_soon"}, "expired"),
        ({"state": "expired", "held": "window"}, "held.window"),
        ({"state": "expired"}, "expired"),
        ({"state": "suppressed", "held": "expected"}, "held.expected"),
    ],
)
async def test_every_survey_has_one_fate(
    database: Database, changes: dict[str, Any], fate: str
) -> None:
    async with database.unit() as unit:
        await applied(unit, A, await somebody(unit))
        ratings.create(unit, replace(Rating(A, "incubator", "telegram", "1", NOW), **changes))
        found = await reports.records(unit, [(NOW, NOW + DAY)])
    assert [asked.fate for asked in found.asked] == [fate]


async def test_enquiries_are_apart_and_what_was_read_out_is_by_phone(database: Database) -> None:
    async with database.unit() as unit:
        await applied(unit, A, await somebody(unit))
        ratings.create(unit, Rating(A, "incubator", "telegram", "1", NOW, how="phone"))
        references.reserve(unit, B, "survey", NOW)
        ratings.create(unit, Rating(B, "", "telegram", "1", NOW, kind="enquiry"))
        found = await reports.records(unit, [(NOW, NOW + DAY)])
    assert [asked.channel for asked in found.asked] == ["phone"]
    assert [asked.channel for asked in found.enquired] == ["telegram"]


NOVEMBER = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


async def test_the_pool_is_read_by_whole_months(database: Database) -> None:
    """And nothing of it tells of fewer than five, whatever became of the rest."""
    async with database.unit() as unit:
        for score in range(1, 6):
            await unnamed.add(unit, "incubator", "training", "2026-11", Answer("score", score))
        await unnamed.add(unit, "incubator", "training", "2026-11", Answer("comment", words="…"))
        for programme, department, n in (("a", "care", 2), ("b", "care", 3), ("c", "aid", 2)):
            for _ in range(n):
                await unnamed.add(unit, programme, department, "2026-11", Answer("score", 4))
        assert await unnamed.widen(unit) == 8
        found = await reports.records(unit, [NOVEMBER, (NOW, NOW + 7 * DAY)])
    assert {one.span for one in found.unnamed} == {0}
    sizes: Counter[tuple[str, str]] = Counter()
    for one in found.unnamed:
        sizes[one.programme, one.department] += one.n
    assert sizes == {("incubator", "training"): 5, ("", "care"): 5}
    async with database.unit() as unit:  # two of `aid` and a comment wait for three more
        for _ in range(3):
            await unnamed.add(unit, "d", "aid", "2026-12", Answer("score", 1))
        await unnamed.widen(unit)
        december = (NOVEMBER[1], datetime(2027, 1, 1, tzinfo=UTC))
        found = await reports.records(unit, [december])
    told = [(one.department, one.value, one.n) for one in found.unnamed if one.value]
    assert sorted(told) == [("", 1, 3), ("", 4, 2)]
