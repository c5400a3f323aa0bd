from __future__ import annotations

from dataclasses import replace

import pytest

from storage import people
from storage.database import Database
from storage.people import Consent, Origin, Person
from tests.storage.rows import NOW, later, somebody


async def test_first_sight_makes_an_address_and_its_person(database: Database) -> None:
    async with database.unit() as unit:
        address = await people.resolve(unit, "whatsapp", "+14155238886", "+966551234567", NOW)
    assert address.external == "+966551234567"
    assert address.person == Person(address.id, None, None)
    assert (address.phone, address.reachable, address.window_until) == (None, True, None)
    async with database.unit() as unit:
        again = await people.resolve(
            unit, "whatsapp", "+14155238886", "+966551234567", later(days=1)
        )
    assert again == address


async def test_addresses_differ_by_every_part_of_the_origin(database: Database) -> None:
    origins = [
        Origin("telegram", "bot", "1"),
        Origin("telegram", "bot", "2"),
        Origin("telegram", "bo", "t1"),
        Origin("web", "bot", "1"),
    ]
    async with database.unit() as unit:
        found = await people.resolve_many(unit, [*origins, origins[0]], NOW)
    assert list(found) == origins
    assert len({address.id for address in found.values()}) == 4
    for origin, address in found.items():
        assert people.identify(database.vault, origin) == address.id
        assert Origin(address.channel, address.account, address.external) == origin


async def test_a_batch_mixes_known_and_new(database: Database) -> None:
    async with database.unit() as unit:
        known = await somebody(unit, "1")
    statements: list[str] = []
    database.trace = statements.append
    async with database.unit() as unit:
        origins = [Origin("telegram", "bot", str(number)) for number in range(1, 65)]
        found = await people.resolve_many(unit, origins, later(days=1))
    assert found[origins[0]] == known
    assert {address.created_at for address in found.values()} == {NOW, later(days=1)}
    assert statements == [
        "BEGIN",
        "addresses_load",
        "person_add",
        "address_add",
        "COMMIT",
    ]


async def test_what_an_address_learns(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        people.set_phone(unit, address.id, "+966551234567")
        people.set_reachable(unit, address.id, False)
        people.open_window(unit, address.id, later(hours=24))
        changed = replace(
            address, phone="+966551234567", reachable=False, window_until=later(hours=24)
        )
        assert await people.load_many(unit, [address.id, "nobody"]) == {address.id: changed}
        people.set_phone(unit, address.id, None)
        people.set_reachable(unit, address.id, True)
    async with database.view() as view:
        [kept] = (await people.load_many(view, [address.id])).values()
    assert kept == replace(address, window_until=later(hours=24))


@pytest.mark.parametrize("notices", [True, False, None])
async def test_what_a_person_decides(database: Database, notices: bool | None) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        people.set_notices(unit, address.person.id, True)
        people.set_language(unit, address.person.id, "en")
        await unit.flush()
        people.set_notices(unit, address.person.id, notices)
    async with database.view() as view:
        [kept] = (await people.load_many(view, [address.id])).values()
    assert kept.person == Person(address.id, notices, "en")


async def test_one_person_at_several_addresses(database: Database) -> None:
    async with database.unit() as unit:
        first = await somebody(unit, "1")
        second = await somebody(unit, "2")
        other = await somebody(unit, "3")
        people.link(unit, second.id, first.person.id)
    async with database.view() as view:
        both = await people.of_person(view, first.person.id)
        assert {address.id for address in both} == {first.id, second.id}
        assert {address.person.id for address in both} == {first.person.id}
        assert await people.of_person(view, other.person.id) == [other]


async def test_the_newest_consent_counts(database: Database) -> None:
    async with database.unit() as unit:
        one = await somebody(unit, "1")
        two = await somebody(unit, "2")
        silent = await somebody(unit, "3")
        yes = Consent(one.person.id, "2", True, "telegram", NOW)
        for consent in (
            yes,
            replace(yes, given=False, at=later(days=1)),
            replace(yes, version="3"),
        ):
            people.add_consent(unit, consent)
        no = Consent(two.person.id, "2", False, "web", NOW)
        people.add_consent(unit, no)
        persons = [one.person.id, two.person.id, silent.person.id]
        assert await people.consents(unit, persons) == {
            one.person.id: replace(yes, version="3"),
            two.person.id: no,
        }


async def test_a_person_is_found_by_a_number_their_channel_vouches_for(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        people.set_phone(unit, address.id, "+966551234567")
        assert await people.by_phone(unit, "+966551234567") == address.id
        assert await people.by_phone(unit, "+966551234568") is None
        people.set_phone(unit, address.id, "+966551234568")
        assert await people.by_phone(unit, "+966551234567") is None
        people.set_phone(unit, address.id, None)
        assert await people.by_phone(unit, "+966551234568") is None
