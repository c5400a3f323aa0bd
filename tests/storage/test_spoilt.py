"""A sealed value that was changed hides and holds up nothing but itself."""

from __future__ import annotations

import pytest

from storage import cases, messages, outbox, references, schedule
from storage.cases import Case, Sight
from storage.database import Database
from storage.outbox import UNREADABLE
from storage.schedule import Due
from storage.unit import Unit
from storage.vault import Unsealed
from tests.storage.rows import NOW, said, somebody


def junk(unit: Unit) -> bytes:
    """As if it were sealed with a key that is known."""
    return unit.vault.header + b"neither sealed nor whole, however long it is"


async def queued(unit: Unit, count: int) -> list[str]:
    """So many messages, each to somebody else; their addresses."""
    addresses = [(await somebody(unit, str(number))).id for number in range(count)]
    for address in addresses:
        messages.queue(unit, said(address, f"to {address}"), NOW)
    return addresses


async def test_a_message_that_will_never_open_fails_and_the_others_go(database: Database) -> None:
    async with database.unit() as unit:
        spoilt, whole = await queued(unit, 2)
        [line] = await messages.latest(unit, spoilt, 1)
        unit.write("reseal_messages", id=line.id, body=junk(unit))
        [sendable] = await outbox.claim(unit, NOW, 9)
        assert sendable.message.address == whole
        [shown] = await messages.latest(unit, spoilt, 1)
        assert (shown.body, shown.status, shown.reason) == ({}, "failed", UNREADABLE)
        assert (await messages.ends(unit, [spoilt], 5))[spoilt] == [shown]
        with pytest.raises(Unsealed):
            await messages.by_id(unit, line.id)
        assert await outbox.claim(unit, NOW, 9) == []


async def test_what_falls_due_and_will_never_open_is_handed_out_empty(database: Database) -> None:
    async with database.unit() as unit:
        for name in ("spoilt", "whole"):
            schedule.add(unit, Due("somebody", "nudge", {"flow": name}, NOW, name))
        [first, second] = await schedule.due(unit, NOW, 9)
        unit.write("reseal_due", id=first.id, payload=junk(unit))
        [empty, same] = await schedule.due(unit, NOW, 9)
    assert (empty.id, same) == (first.id, second)
    assert not empty.payload


async def test_a_case_is_listed_without_what_was_changed(database: Database) -> None:
    async with database.unit() as unit:
        for number in ("26000001", "26000002"):
            references.reserve(unit, number, "case", NOW)
            case = Case(number, "enquiry", "asked", "queued", NOW, NOW, details={"question": "?"})
            cases.open(unit, case)
        await unit.flush()
        unit.write("reseal_cases", reference="26000001", details=junk(unit), summary=None)
        listed = await cases.desk(unit, ["queued"], Sight("", ["general"]))
    assert [case.details for case in listed] == [None, {"question": "?"}]
