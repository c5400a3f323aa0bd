"""What reports read, from either kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage import applications, audit, cases, questions, ratings, references, reports
from storage.audit import Entry
from storage.cases import Case
from storage.database import Database
from storage.questions import Question
from storage.ratings import Rating
from storage.reports import Applied, Asked, Opened, Unsettled, Waited
from storage.unit import Unit
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
    cases.open(unit, case(SECRET_CASE, "sensitive"))
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


async def test_a_question_that_the_survey_does_not_have_yet_is_absent(database: Database) -> None:
    async with database.unit() as unit:
        await fill(unit)
        [row] = await unit.read_all("report_ratings", since=NOW, until=NOW + DAY)
    assert reports._asked(0, row).scales == {}
    later_on = {name: row[name] for name in row.keys()}  # noqa: SIM118 -- a driver's row
    assert reports._asked(0, later_on | {"effort": 4, "conduct": None}).scales == {"effort": 4}


def test_nothing_that_names_a_person_is_read() -> None:
    names = {*Asked._fields, *Opened._fields, *Waited._fields, *Applied._fields}
    assert not names & {"person", "address", "application", "reference", "comment", "summary"}
