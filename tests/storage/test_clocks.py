"""The clocks of a case: kept, replaced and dropped by name."""

from __future__ import annotations

from storage import cases, clocks, references
from storage.cases import Case
from storage.clocks import Clock
from storage.database import Database
from storage.unit import Unit
from tests.replacing import replace
from tests.storage.rows import NOW, later

FIRST = Clock("26000001", "first_reply", 900, 0, NOW)
RESOLUTION = Clock("26000001", "resolution", 57_600, 120, None, told=1)


def _opened(unit: Unit, reference: str) -> None:
    references.reserve(unit, reference, "case", NOW)
    cases.open(unit, Case(reference, "hand_off", "asked", "queued", NOW, NOW))


async def test_the_clocks_of_a_case(database: Database) -> None:
    async with database.unit() as unit:
        _opened(unit, "26000001")
        _opened(unit, "26000002")
        clocks.store(unit, "26000001", (RESOLUTION, FIRST))
        clocks.store(unit, "26000002", (replace(FIRST, case="26000002"),))
    told = replace(FIRST, ran=60, since=later(minutes=1), told=2)
    async with database.unit() as unit:
        assert await clocks.of(unit, "26000001") == [FIRST, RESOLUTION]
        clocks.store(unit, "26000001", (told,), gone=("resolution", "lease"))
    async with database.view() as view:
        assert await clocks.of(view, "26000001") == [told]
        assert await clocks.of(view, "26000002") == [replace(FIRST, case="26000002")]
