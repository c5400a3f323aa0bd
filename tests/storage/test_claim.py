"""The order in which queued messages are claimed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import cases, messages, outbox, references
from storage.cases import Case, CaseRoom
from storage.database import Database
from storage.messages import Outgoing
from storage.unit import Unit
from tests.databases import look
from tests.storage.rows import NOW, ROOM, later, said, somebody

CASES = ("26000001", "26000002", "26000003")
ROOMS = (ROOM, "-2")
IN_ROOM = Outgoing("telegram", "bot", {}, room=ROOM, case=CASES[0])


async def prepare(unit: Unit) -> list[str]:
    """Three cases, three people; the addresses."""
    for reference in CASES:
        references.reserve(unit, reference, "case", NOW)
        cases.open(unit, Case(reference, "enquiry", "asked", "open", NOW, NOW))
    return [(await somebody(unit, str(number))).id for number in range(3)]


async def ids(unit: Unit, limit: int = 10, **busy: list[str]) -> list[int]:
    return [row.message.id for row in await outbox.claim(unit, NOW, limit, **busy)]


async def sent(unit: Unit, *numbers: int) -> None:
    for number in numbers:
        outbox.settle(unit, number, "sent", NOW, external=str(number))
    await unit.flush()


async def test_one_of_each_address_oldest_first(database: Database) -> None:
    async with database.unit() as unit:
        one, two, three = await prepare(unit)
        for address in (one, one, two, one, three, two):
            messages.queue(unit, said(address, "x"), NOW)
        assert await ids(unit, limit=2) == [1, 3]
        assert await ids(unit) == [5]
        assert await ids(unit) == []
        await sent(unit, 1)
        assert await ids(unit) == [2]
        await sent(unit, 2, 3)
        assert await ids(unit) == [4, 6]


async def test_a_failed_message_does_not_stop_its_lane(database: Database) -> None:
    async with database.unit() as unit:
        one, *_ = await prepare(unit)
        messages.queue(unit, said(one, "x"), NOW)
        messages.queue(unit, said(one, "y"), NOW)
        assert await ids(unit) == [1]
        outbox.settle(unit, 1, "failed", NOW, reason="blocked")
        assert await ids(unit) == [2]


async def test_a_room_gets_words_before_cards_before_edits_before_marks(
    database: Database,
) -> None:
    async with database.unit() as unit:
        await prepare(unit)
        for rank, case in ((3, 0), (2, 0), (1, 1), (2, 2), (0, 0), (0, 2), (1, 2)):
            messages.queue(unit, replace(IN_ROOM, case=CASES[case], rank=rank), NOW)
        order = []
        while batch := await ids(unit):
            assert len(batch) == 1  # one at a time for one room
            order += batch
            await sent(unit, *batch)
        assert order == [5, 6, 3, 7, 2, 4, 1]


async def test_nothing_precedes_the_opening_of_its_topic(database: Database) -> None:
    async with database.unit() as unit:
        await prepare(unit)
        opening = replace(IN_ROOM, act="open_topic", rank=1)
        messages.queue(unit, opening, NOW)
        messages.queue(unit, IN_ROOM, NOW)
        messages.queue(unit, replace(IN_ROOM, case=CASES[1]), NOW)
        messages.queue(unit, replace(IN_ROOM, case=None), NOW)
        assert await ids(unit) == [3]
        assert await ids(unit) == [4]
        assert await ids(unit) == [1]
        assert await ids(unit) == []
        outbox.retry(unit, 1, later(minutes=1), "429")
        assert await ids(unit) == []
        [again] = await outbox.claim(unit, later(minutes=1), 10)
        assert again.message.id == 1
        await sent(unit, 1)
        assert await ids(unit) == [2]


async def test_the_next_retry_is_told(database: Database) -> None:
    async with database.unit() as unit:
        one, two, _ = await prepare(unit)
        messages.queue(unit, said(one, "x"), NOW)
        messages.queue(unit, said(two, "x"), NOW)
        assert await outbox.next_retry(unit) is None
        await ids(unit)
        outbox.retry(unit, 1, later(seconds=30), "429")
        outbox.retry(unit, 2, later(seconds=60), "429")
        assert await outbox.next_retry(unit) == later(seconds=30)
        assert await outbox.next_retry(unit, later(seconds=29)) == later(seconds=30)
        # The first is due, but its lane is busy: looking again at once would be of no use.
        [row] = await outbox.claim(unit, later(seconds=60), 10, busy_lanes=[one])
        assert row.message.id == 2
        assert await outbox.next_retry(unit, later(seconds=60)) is None


async def test_a_group_that_got_another_id_takes_its_messages_along(
    database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        await prepare(unit)
        messages.queue(unit, replace(IN_ROOM, act="open_topic", rank=1), NOW)
        messages.queue(unit, IN_ROOM, NOW)
        messages.queue(unit, replace(IN_ROOM, case=None), NOW)
        messages.queue(unit, replace(IN_ROOM, room=ROOMS[1]), NOW)
        messages.record(
            unit, messages.Incoming("telegram", "bot", {}, "officer:sara", "9", room=ROOM), NOW
        )
        for reference, room in ((CASES[0], ROOM), (CASES[1], ROOM), (CASES[1], "-100")):
            cases.enter(unit, CaseRoom(reference, room, NOW, card="1"))
        await unit.flush()
        outbox.move_room(unit, ROOM, "-100")
        cases.move_room(unit, ROOM, "-100")
        assert [place.room for place in await cases.rooms(unit, CASES[0])] == ["-100"]
        assert {place.room for place in await cases.rooms(unit, CASES[1])} == {ROOM, "-100"}
        found = await messages.in_room(unit, "telegram", "bot", "-100", "9")
        assert found is not None
        claimed = await outbox.claim(unit, NOW, 10)
        assert [(row.message.id, row.recipient, row.card) for row in claimed] == [
            (3, "-100", None),
            (4, "-2", None),
        ]
    assert dict(look(database_url, "SELECT id, lane FROM messages")) == {
        1: f"room:-100:{CASES[0]}",
        2: f"room:-100:{CASES[0]}",
        3: "room:-100:",
        4: f"room:-2:{CASES[0]}",
        5: None,
    }


@pytest.mark.parametrize(("fate", "external"), [("sent", "1"), ("failed", None), ("expired", None)])
async def test_a_message_waits_for_the_one_it_is_about(
    database: Database, fate: outbox.Settled, external: str | None
) -> None:
    async with database.unit() as unit:
        one, *_ = await prepare(unit)
        messages.queue(unit, replace(said(one, "card"), dedupe="card"), NOW)
        edit = replace(IN_ROOM, act="edit", target="card", rank=2)
        messages.queue(unit, edit, NOW)
        outbox.park(unit, 1, "window")
        assert await ids(unit) == []
        outbox.unpark(unit, one)
        assert await ids(unit) == [1]
        assert await ids(unit) == []
        outbox.settle(unit, 1, fate, NOW, external=external)
        [claimed] = await outbox.claim(unit, NOW, 10)
        assert (claimed.message.id, claimed.target_external) == (2, external)


async def test_busy_lanes_and_rooms_are_left_alone(database: Database) -> None:
    async with database.unit() as unit:
        one, two, three = await prepare(unit)
        messages.queue(unit, said(one, "x"), NOW)
        messages.queue(unit, said(two, "x"), NOW)
        messages.queue(unit, IN_ROOM, NOW)
        messages.queue(unit, replace(IN_ROOM, case=CASES[1]), NOW)
        messages.queue(unit, replace(IN_ROOM, room=ROOMS[1]), NOW)
        lane = IN_ROOM.lane
        assert lane == f"room:{ROOM}:{CASES[0]}"
        assert await ids(unit, busy_lanes=[one, lane], busy_rooms=[ROOMS[1]]) == [2, 4]
        web = Outgoing("web", "site", {}, address=three)
        messages.queue(unit, web, NOW)
        assert await ids(unit, busy_channels=["telegram"]) == [6]
        assert await ids(unit, busy_rooms=[ROOM]) == [1, 5]


async def test_neither_people_nor_rooms_starve(database: Database) -> None:
    async with database.unit() as unit:
        one, two, three = await prepare(unit)
        for address in (one, two):
            messages.queue(unit, said(address, "x"), NOW)
        messages.queue(unit, IN_ROOM, NOW)
        messages.queue(unit, replace(IN_ROOM, case=CASES[1]), NOW)
        messages.queue(unit, said(three, "x"), NOW)
        order = []
        while batch := await ids(unit, limit=1):
            order += batch
        assert order == [1, 2, 3, 4, 5]
