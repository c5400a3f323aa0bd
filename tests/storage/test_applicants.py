from __future__ import annotations

from dataclasses import replace

from storage import applicants, applications, references
from storage.applicants import Applicant
from storage.database import Database
from storage.unit import Unit
from tests.storage.rows import NOW, applied, later, somebody

NUMBER = "1109876543"


def applicant(unit: Unit, person: str, kind: str = "self", number: str = NUMBER) -> Applicant:
    id_ = applicants.identify(unit.vault, person, kind, number)
    return Applicant(id_, person, kind, {"national_id": number}, NOW, NOW)


async def test_the_people_of_one_phone_are_kept_apart(database: Database) -> None:
    async with database.unit() as unit:
        person, other = (await somebody(unit, "1")).person.id, (await somebody(unit, "2")).person.id
        myself = applicant(unit, person)
        child = replace(applicant(unit, person, "child", "1000000008"), updated_at=later(days=1))
        stranger = applicant(unit, other)
        for one in (child, myself, stranger):
            applicants.keep(unit, one)
        assert await applicants.of_person(unit, person) == [myself, child]
        assert await applicants.of_person(unit, other) == [stranger]
        assert await applicants.of_person(unit, "nobody") == []
        assert len({myself.id, child.id, stranger.id}) == 3


async def test_the_same_one_again_replaces_what_was_told(database: Database) -> None:
    async with database.unit() as unit:
        person = (await somebody(unit)).person.id
        first = applicant(unit, person)
        applicants.keep(unit, first)
        again = replace(first, answers={"name": "نورة"}, made_at=later(days=2), updated_at=later())
        applicants.keep(unit, again)
        assert await applicants.of_person(unit, person) == [replace(again, made_at=NOW)]


async def test_an_application_says_whose_it_is(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        mine = await applied(unit, "26000001", address)
        myself = applicant(unit, address.person.id)
        applicants.keep(unit, myself)
        references.reserve(unit, "26000002", "application", NOW)
        applications.submit(unit, replace(mine, reference="26000002", whose=myself.id))
        found = (await applications.of_persons(unit, [address.person.id]))[address.person.id]
        assert [one.whose for one in found] == [None, myself.id]


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
