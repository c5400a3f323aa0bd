from __future__ import annotations

import pytest

from storage import references
from storage.database import Database
from tests.databases import INTEGRITY
from tests.storage.rows import NOW


async def test_taken_numbers_are_told(database: Database) -> None:
    async with database.unit() as unit:
        assert await references.taken(unit, []) == set()
        references.reserve(unit, "26000001", "case", NOW)
        references.reserve(unit, "26000002", "application", NOW)
        candidates = ["26000001", "26000002", "26000003"]
        assert await references.taken(unit, candidates) == {"26000001", "26000002"}


async def test_a_number_is_given_out_once_whatever_for(database: Database) -> None:
    async with database.unit() as unit:
        references.reserve(unit, "26000001", "case", NOW)
    with pytest.raises(INTEGRITY, match=r"(?i)UNIQUE"):
        async with database.unit() as unit:
            references.reserve(unit, "26000001", "application", NOW)
