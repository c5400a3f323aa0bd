from __future__ import annotations

from dataclasses import replace

import pytest

from storage import ratings
from storage.database import Database
from storage.ratings import Rating
from storage.unit import Unit
from tests.databases import INTEGRITY
from tests.storage.rows import NOW, applied, later, somebody


async def due(unit: Unit, reference: str, external: str = "1") -> Rating:
    address = await somebody(unit, external)
    await applied(unit, reference, address)
    rating = Rating(
        application=reference,
        programme="incubator",
        channel="telegram",
        policy="1",
        due_at=later(hours=2),
        address=address.id,
        person=address.person.id,
        department="training",
        officer="sara",
    )
    ratings.create(unit, rating)
    return rating


async def test_one_rating_for_one_application(database: Database) -> None:
    async with database.unit() as unit:
        rating = await due(unit, "26000001")
        ratings.create(unit, replace(rating, officer="noura", due_at=later(days=9)))
    async with database.unit() as unit:
        ratings.create(unit, replace(rating, programme="another"))
        assert await ratings.by_application(unit, "26000001") == rating
        assert await ratings.by_application(unit, "26000002") is None


async def test_from_due_to_answered(database: Database) -> None:
    async with database.unit() as unit:
        rating = await due(unit, "26000001")
        person = rating.person or ""
        other = await due(unit, "26000002", "2")
        assert await ratings.of_persons(unit, [person, "nobody"]) == {person: [rating]}
        asked = replace(rating, state="asked", unconfirmed=True)
        ratings.move(unit, asked)
        assert await ratings.of_persons(unit, [person]) == {person: [asked]}
        answered = replace(
            asked, state="answered", score=5, reason="kind", comment="شكرا", answered_at=NOW
        )
        ratings.move(unit, answered)
        assert await ratings.of_persons(unit, [person]) == {person: [answered]}
        assert await ratings.answered(unit, NOW, later(seconds=1)) == [answered]
        assert await ratings.answered(unit, later(seconds=1), later(days=1)) == []
        assert await ratings.answered(unit, later(days=-1), NOW) == []
        assert await ratings.lapsed(unit, later(hours=3), 9) == ["26000002"]
        ratings.expire(unit, "26000001")
        ratings.expire(unit, "26000002")
        assert await ratings.by_application(unit, "26000001") == answered
        assert await ratings.by_application(unit, "26000002") == replace(other, state="expired")
        assert await ratings.lapsed(unit, later(days=9), 9) == []


async def test_a_rating_can_be_made_anonymous(database: Database) -> None:
    async with database.unit() as unit:
        rating = await due(unit, "26000001")
        nameless = replace(
            rating, address=None, person=None, state="answered", score=1, answered_at=NOW
        )
        ratings.move(unit, nameless)
        assert await ratings.by_application(unit, "26000001") == nameless


@pytest.mark.parametrize("score", [0, 6])
async def test_a_score_is_one_to_five(database: Database, score: int) -> None:
    async with database.unit() as unit:
        rating = await due(unit, "26000001")
    with pytest.raises(INTEGRITY, match=r"(?i)CHECK"):
        async with database.unit() as unit:
            ratings.move(unit, replace(rating, state="answered", score=score))
