from __future__ import annotations

from dataclasses import replace

import pytest

from storage import applications
from storage.database import Database
from tests.databases import INTEGRITY
from tests.storage.rows import NOW, applied, later, somebody


async def test_submitted_moved_and_found(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        first = await applied(unit, "26000001", address)
        second = await applied(unit, "26000002", address)
        moved = replace(
            first,
            state="delivered",
            answers={**first.answers, "city": "الخبر"},
            officer="sara",
            department="training",
            delivered_at=later(days=3),
            updated_at=later(days=3),
            identity=applications.identify(unit.vault, "1109876543"),
        )
        applications.move(unit, replace(moved, person=None, submitted_at=later(days=9)))
        assert await applications.by_reference(unit, "26000001") == moved
        assert await applications.by_reference(unit, "26000003") is None
        found = await applications.of_persons(unit, [address.person.id, "nobody"])
        assert found == {address.person.id: [moved, second]}


async def test_the_same_number_is_found_by_its_hash(database: Database) -> None:
    async with database.unit() as unit:
        identity = applications.identify(unit.vault, "1109876543")
        for number in ("1", "2", "3"):
            application = await applied(unit, f"2600000{number}", await somebody(unit, number))
            if number != "2":
                applications.move(unit, replace(application, identity=identity))
        found = await applications.by_identity(unit, identity)
        assert [application.reference for application in found] == ["26000001", "26000003"]
        assert identity == applications.identify(unit.vault, "1109876543")
        assert await applications.by_identity(unit, "1109876543") == []


async def test_the_desk(database: Database) -> None:
    async with database.unit() as unit:
        for number, state, department in (
            (1, "submitted", "aid"),
            (2, "submitted", "training"),
            (3, "approved", "aid"),
        ):
            application = await applied(unit, f"2600000{number}", await somebody(unit))
            applications.move(unit, replace(application, state=state, department=department))

    async def page(states: list[str], department: str | None = None, offset: int = 0) -> list[int]:
        async with database.view() as view:
            found = await applications.desk(
                view, states, department=department, limit=2, offset=offset
            )
        return [int(application.reference[-1]) for application in found]

    assert await page(["submitted"]) == [1, 2]
    assert await page(["submitted", "approved"], offset=2) == [3]
    assert await page(["submitted", "approved"], department="aid") == [1, 3]
    assert await page(["rejected"]) == []


async def test_an_application_needs_an_unused_reference(database: Database) -> None:
    async with database.unit() as unit:
        application = await applied(unit, "26000001", await somebody(unit))
    with pytest.raises(INTEGRITY, match=r"(?i)UNIQUE"):
        async with database.unit() as unit:
            applications.submit(unit, application)
    with pytest.raises(INTEGRITY, match=r"(?i)FOREIGN KEY"):
        async with database.unit() as unit:
            applications.submit(unit, replace(application, reference="26000002", updated_at=NOW))


async def test_seats_are_held_until_refused_or_closed_without_a_service(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        for n, state, delivered in (
            (1, "submitted", None),
            (2, "not_approved", None),
            (3, "closed", None),
            (4, "closed", later(days=1)),
        ):
            application = await applied(unit, f"2600000{n}", address)
            await unit.flush()
            applications.move(unit, replace(application, state=state, delivered_at=delivered))
        assert await applications.seated(unit, "incubator", ["not_approved"]) == 2
        assert await applications.seated(unit, "incubator", []) == 3
        assert await applications.seated(unit, "governance", []) == 0
