"""Improvements, recoveries and praises as they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage import applications, improvements, praises, ratings, recoveries
from storage.database import Database
from storage.improvements import Improvement
from storage.praises import Praise
from storage.ratings import Rating
from storage.recoveries import Recovery
from tests.storage.rows import NOW, applied, somebody

DAY = timedelta(days=1)


def item(reference: str, **changes: Any) -> Improvement:
    """One that ratings opened."""
    kept = Improvement(
        reference=reference,
        origin="ratings",
        state="open",
        department="care",
        programme="incubator",
        reason="time",
        month="2026-11",
        opened_at=NOW,
        due_at=NOW + 15 * DAY,
        updated_at=NOW,
    )
    return replace(kept, **changes)


async def test_low_ratings_of_one_reason_and_month_have_one(database: Database) -> None:
    async with database.unit() as unit:
        improvements.open(unit, item("26000001"))
        assert await improvements.of_ratings(unit, item("26000002"))
        improvements.open(unit, item("26000002"))
        improvements.open(unit, item("26000003", month="2026-12"))
        told = item("26000004", origin="suggestion", programme=None, reason=None, month=None)
        improvements.open(unit, told)
        improvements.open(unit, replace(told, reference="26000005"))
        found = [one.reference for one in await improvements.listed(unit)]
    assert found == ["26000001", "26000003", "26000004", "26000005"]


async def test_what_changed_is_found_by_when_it_may_be_told(database: Database) -> None:
    opened = item("26000001")
    told = replace(
        opened,
        state="approved",
        owner="sara",
        changed_ar="أضفنا موعدًا مسائيًا",
        changed_en="We added an evening session",
        author="sara",
        approver="noura",
        decided_at=NOW + DAY,
        approved_at=NOW + 2 * DAY,
        updated_at=NOW + 2 * DAY,
    )
    async with database.unit() as unit:
        improvements.open(unit, opened)
        assert await improvements.by_reference(unit, "26000001") == opened
        improvements.move(unit, told)
    async with database.view() as view:
        assert await improvements.by_reference(view, "26000001") == told
        assert await improvements.approved(view, NOW, NOW + 3 * DAY) == [told]
        assert await improvements.approved(view, NOW, NOW + 2 * DAY) == []
        assert await improvements.by_reference(view, "26000009") is None


async def test_suggestions_are_tied_once(database: Database) -> None:
    async with database.unit() as unit:
        for suggestion in ("26000009", "26000008", "26000009"):
            improvements.tie(unit, "26000001", suggestion)
        improvements.tie(unit, "26000002", "26000009")
        improvements.tie(unit, "26000004", "26000007")
    async with database.view() as view:
        tied = await improvements.suggestions(view, ["26000001", "26000002", "26000003"])
    assert tied == {"26000001": ["26000008", "26000009"], "26000002": ["26000009"]}


async def test_ratings_alike_are_counted(database: Database) -> None:
    async with database.unit() as unit:
        somewhere = await somebody(unit, "1")
        for number, reason in enumerate(("time", "time", "result"), 1):
            made = await applied(unit, f"2600000{number}", somewhere)
            applications.move(unit, made)
            rating = Rating(
                application=made.reference,
                programme="incubator",
                channel="telegram",
                policy="1",
                due_at=NOW,
                department="care",
            )
            ratings.create(unit, rating)
            answered = replace(rating, state="answered", score=1, reason=reason, answered_at=NOW)
            await unit.flush()
            ratings.move(unit, answered)
        assert await improvements.alike(unit, item("26000009"), NOW, NOW + DAY) == 2
        assert await improvements.alike(unit, item("26000009"), NOW + DAY, NOW + 2 * DAY) == 0


async def test_a_recovery_keeps_both_scores(database: Database) -> None:
    begun = Recovery("26000007", "26000001", "low_score", NOW, 1)
    after = replace(begun, asked_at=NOW + DAY, again=4, answered_at=NOW + 2 * DAY)
    async with database.unit() as unit:
        recoveries.begin(unit, begun)
        assert await recoveries.by_reference(unit, "26000007") == begun
        recoveries.move(unit, after)
    async with database.view() as view:
        assert await recoveries.by_reference(view, "26000007") == after
        assert await recoveries.by_reference(view, "26000001") is None


async def test_praise_is_kept_without_whose_it_is(database: Database) -> None:
    async with database.unit() as unit:
        praises.record(unit, Praise("care", "شكرًا لكم", NOW, "incubator"))
        praises.record(unit, Praise("care", None, NOW + DAY))
    async with database.view() as view:
        found = await praises.recent(view, NOW)
    assert [(one.words, one.programme) for one in found] == [
        (None, None),
        ("شكرًا لكم", "incubator"),
    ]
