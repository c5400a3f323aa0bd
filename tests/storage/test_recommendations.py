from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import conversations, people, recommendations
from storage.database import Database
from storage.recommendations import Recommendation
from storage.unit import Unit
from tests.databases import INTEGRITY
from tests.storage.rows import NOW, later, somebody

HALF = "2026-2"


async def writes(unit: Unit, name: str, *, notices: bool | None) -> Recommendation:
    address = await somebody(unit, name)
    people.set_notices(unit, address.person.id, notices)
    conversations.save(unit, address.id, b"{}", 1, NOW)
    return Recommendation(address.person.id, HALF, address.channel, later(days=1))


async def test_whom_one_may_ask_and_each_once_in_a_half_year(database: Database) -> None:
    async with database.unit() as unit:
        wanted = await writes(unit, "1", notices=True)
        await writes(unit, "2", notices=False)
        await writes(unit, "3", notices=None)
        [(person, address, channel)] = await recommendations.candidates(unit, NOW, HALF)
        assert (person, address, channel) == (wanted.person, wanted.person, wanted.channel)
        assert not await recommendations.candidates(unit, later(seconds=1), HALF)
        recommendations.draw(unit, wanted)
        recommendations.draw(unit, replace(wanted, due_at=later(days=9)))
        assert not await recommendations.candidates(unit, NOW, HALF)
        assert await recommendations.candidates(unit, NOW, "2027-1")
        assert await recommendations.count(unit, HALF) == 1
        assert await recommendations.find(unit, person, HALF) == wanted
        assert await recommendations.find(unit, person, "2027-1") is None


async def test_what_becomes_of_it(database: Database) -> None:
    async with database.unit() as unit:
        first, second = [await writes(unit, name, notices=True) for name in "12"]
        for one in (first, second):
            recommendations.draw(unit, one)
        recommendations.move(unit, replace(first, state="answered", score=10, answered_at=NOW))
        recommendations.expire(unit, later(days=1))
        assert await recommendations.states(unit, HALF) == {"answered": 1, "due": 1}
        recommendations.expire(unit, later(days=1) + timedelta(seconds=1))
        assert await recommendations.states(unit, HALF) == {"answered": 1, "expired": 1}
        assert await recommendations.scores(unit, HALF) == {10: 1}


@pytest.mark.parametrize("score", [-1, 11])
async def test_a_score_is_nothing_to_ten(database: Database, score: int) -> None:
    async with database.unit() as unit:
        one = await writes(unit, "1", notices=True)
    with pytest.raises(INTEGRITY, match=r"(?i)CHECK"):
        async with database.unit() as unit:
            recommendations.draw(unit, replace(one, score=score))
