from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from storage import cases, messages, outbox, references
from storage.cases import Case
from storage.database import Database
from storage.messages import Backlog, Count, Incoming, Message, Outgoing
from storage.people import Address
from storage.unit import Unit, View
from tests.databases import INTEGRITY
from tests.storage.rows import NOW, ROOM, later, said, somebody

CASE = "26000001"


def heard(address: str, text: str, external: str) -> Incoming:
    return Incoming("telegram", "bot", {"text": text}, "beneficiary", external, address)


async def with_case(unit: Unit) -> Address:
    address = await somebody(unit)
    references.reserve(unit, CASE, "case", NOW)
    cases.open(unit, Case(CASE, "enquiry", "asked", "open", NOW, NOW, address=address.id))
    return address


async def texts(view: View, address: str) -> list[str]:
    return [message.body["text"] for message in await messages.transcript(view, address)]


async def test_both_directions_in_the_order_of_the_calls(database: Database) -> None:
    async with database.unit() as unit:
        one = await somebody(unit, "1")
        two = await somebody(unit, "2")
        for n in range(3):
            messages.record(unit, heard(one.id, f"in {n}", str(n)), NOW)
            messages.queue(unit, said(two.id, f"to two {n}"), NOW)
            messages.queue(unit, said(one.id, f"out {n}"), NOW)
    async with database.view() as view:
        assert await texts(view, one.id) == ["in 0", "out 0", "in 1", "out 1", "in 2", "out 2"]
        assert await texts(view, two.id) == ["to two 0", "to two 1", "to two 2"]


async def test_every_column_comes_back(database: Database) -> None:
    async with database.unit() as unit:
        address = await with_case(unit)
        messages.record(
            unit,
            replace(heard(address.id, "نص", "9"), case=CASE, act="edit", target=None, dedupe="in"),
            NOW,
        )
        messages.queue(
            unit,
            Outgoing(
                "telegram",
                "bot",
                {"text": "بطاقة", "buttons": [["a", "b"]]},
                address=address.id,
                room=ROOM,
                case=CASE,
                act="edit",
                target="in",
                author="officer:sara",
                rank=2,
                slot="card",
                dedupe="out",
            ),
            later(seconds=1),
        )
        received = await messages.by_dedupe(unit, "in")
        queued = await messages.by_dedupe(unit, "out")
    assert received == Message(
        id=1,
        direction="in",
        channel="telegram",
        account="bot",
        room=None,
        address=address.id,
        case=CASE,
        act="edit",
        target=None,
        author="beneficiary",
        body={"text": "نص"},
        rank=0,
        slot=None,
        status="received",
        external="9",
        attempts=0,
        repeated=False,
        reason=None,
        created_at=NOW,
        settled_at=None,
    )
    assert queued == replace(
        received,
        id=2,
        direction="out",
        room=ROOM,
        target=1,
        author="officer:sara",
        body={"text": "بطاقة", "buttons": [["a", "b"]]},
        rank=2,
        slot="card",
        status="queued",
        external=None,
        created_at=later(seconds=1),
    )
    async with database.view() as view:
        assert await messages.by_id(view, 2) == queued
        assert await messages.by_id(view, 3) is None
        assert await messages.by_dedupe(view, "nothing") is None


async def test_a_dedupe_key_is_used_once(database: Database) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        messages.queue(unit, said(address.id, "first", dedupe="x"), NOW)
        messages.queue(unit, said(address.id, "second", dedupe="x"), NOW)
        messages.queue(unit, said(address.id, "third"), NOW)
        messages.queue(unit, said(address.id, "fourth"), NOW)
    async with database.unit() as unit:
        messages.queue(unit, said(address.id, "fifth", dedupe="x"), NOW)
        assert await texts(unit, address.id) == ["first", "third", "fourth"]


@pytest.mark.parametrize(
    "outgoing",
    [
        Outgoing("telegram", "bot", {}),
        Outgoing("telegram", "bot", {}, address="x", rank=1),
    ],
    ids=["to nobody", "ranked"],
)
async def test_a_line_to_nobody_or_with_a_persons_rank_is_refused(
    database: Database, outgoing: Outgoing
) -> None:
    with pytest.raises(INTEGRITY, match=r"(?i)CHECK"):
        async with database.unit() as unit:
            messages.queue(unit, outgoing, NOW)


async def test_a_transcript_is_what_was_said_with_the_person(database: Database) -> None:
    async with database.unit() as unit:
        address = await with_case(unit)
        messages.record(unit, heard(address.id, "before", "1"), NOW)
        messages.record(unit, replace(heard(address.id, "during", "2"), case=CASE), NOW)
        messages.queue(
            unit,
            replace(said(address.id, "in the room only"), room=ROOM, case=CASE),
            NOW,
        )
        messages.queue(unit, replace(said(address.id, "answer"), case=CASE), NOW)
    async with database.view() as view:
        lines = await messages.transcript(view, address.id)
        assert [line.body["text"] for line in lines] == ["before", "during", "answer"]
        assert await messages.transcript(view, address.id, after=lines[0].id) == lines[1:]
        assert await messages.transcript(view, address.id, limit=1) == lines[:1]
        assert await messages.latest(view, address.id, 2) == lines[1:]
        ends = await messages.ends(view, [address.id, "nobody"], 2)
        assert ends == {address.id: lines[1:]}
        assert await messages.ends(view, [address.id], 9) == {address.id: lines}
        of_case = await messages.transcript_of_case(view, CASE)
        assert of_case == lines[1:]
        assert await messages.transcript_of_case(view, CASE, after=of_case[0].id) == lines[2:]


async def test_found_by_the_channels_id(database: Database) -> None:
    async with database.unit() as unit:
        one = await somebody(unit, "1")
        two = await somebody(unit, "2")
        for address in (one, two):
            messages.record(unit, heard(address.id, f"of {address.external}", "77"), NOW)
        messages.record(unit, replace(heard(one.id, "edited", "77"), act="edit"), NOW)
        messages.record(
            unit,
            Incoming("telegram", "bot", {"text": "officer"}, "officer:sara", "77", room=ROOM),
            NOW,
        )

        async def text(found: Message | None) -> str | None:
            return None if found is None else found.body["text"]

        assert await text(await messages.in_address(unit, one.id, "77")) == "of 1"
        assert await text(await messages.in_address(unit, two.id, "77")) == "of 2"
        assert await messages.in_address(unit, one.id, "78") is None
        in_room = await messages.in_room(unit, "telegram", "bot", ROOM, "77")
        assert await text(in_room) == "officer"
        assert await messages.in_room(unit, "telegram", "bot", "-2", "77") is None
        assert await messages.in_room(unit, "telegram", "old", ROOM, "77") is None


async def test_what_waits_is_counted(database: Database) -> None:
    def at(minutes: int) -> datetime:
        return later(minutes=minutes)

    async with database.unit() as unit:
        address = await somebody(unit)
        web = Outgoing("web", "site", {"text": "x"}, address=address.id)
        messages.record(unit, heard(address.id, "x", "1"), at(0))
        for minutes in (1, 2, 3):
            messages.queue(unit, said(address.id, "x"), at(minutes))
        messages.queue(unit, web, at(4))
        messages.queue(unit, web, at(5))
        outbox.park(unit, 2, "window")
        outbox.settle(unit, 5, "sent", at(9))
    async with database.view() as view:
        assert await messages.backlog(view) == [
            Backlog("telegram", "parked", 1, at(1)),
            Backlog("telegram", "queued", 2, at(2)),
            Backlog("web", "queued", 1, at(5)),
        ]
        assert await messages.counts(view) == [
            Count("telegram", "in", "received", 1),
            Count("telegram", "out", "parked", 1),
            Count("telegram", "out", "queued", 2),
            Count("web", "out", "queued", 1),
            Count("web", "out", "sent", 1),
        ]
        assert await messages.counts(view, after=5) == [Count("web", "out", "queued", 1)]


async def test_a_newer_row_of_the_same_slot_replaces_an_unsent_one(database: Database) -> None:
    async with database.unit() as unit:
        address = await with_case(unit)
        card = Outgoing("telegram", "bot", {}, room=ROOM, case=CASE, rank=2, slot="card")
        other = replace(card, slot="another")
        for outgoing in (card, other, card):
            messages.queue(unit, outgoing, NOW)
        assert [message.id for message in await lines(unit)] == [2, 3]
        [claimed] = await outbox.claim(unit, NOW, 10)
        assert claimed.message.id == 2
        messages.queue(unit, other, NOW)  # the one being sent is left alone
        messages.queue(unit, card, NOW)
        assert [message.id for message in await lines(unit)] == [2, 4, 5]
        first = await messages.by_id(unit, 1)
        assert first is not None
        assert (first.status, first.reason, first.settled_at) == (
            "expired",
            messages.SUPERSEDED,
            NOW,
        )
        assert await texts(unit, address.id) == []


async def lines(view: View) -> list[Message]:
    """What has not been settled, oldest first."""
    found = [await messages.by_id(view, number) for number in range(1, 10)]
    return [line for line in found if line is not None and line.settled_at is None]
