"""What happens to a message between queued and read."""

from __future__ import annotations

import asyncio
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import cases, messages, outbox, people, references
from storage.cases import Case, CaseRoom
from storage.database import Database
from storage.messages import Message, Outgoing
from storage.outbox import Settled
from storage.unit import View
from tests.conftest import Fresh
from tests.storage.rows import NOW, ROOM, later, reopened, said, somebody

CASE = "26000001"
SETTLED: tuple[Settled, ...] = ("sent", "failed", "delivered", "read", "expired")


async def of(view: View, number: int) -> Message:
    message = await messages.by_id(view, number)
    assert message is not None
    return message


async def claimed(database: Database, *texts: str) -> None:
    """Messages 1, 2 … to as many people, all being sent."""
    async with database.unit() as unit:
        for number, text in enumerate(texts, 1):
            messages.queue(unit, said((await somebody(unit, str(number))).id, text), NOW)
        assert len(await outbox.claim(unit, NOW, 99)) == len(texts)


async def test_what_sending_needs_comes_along(database: Database) -> None:
    async with database.unit() as unit:
        address = await people.resolve(unit, "whatsapp", "+1", "+966551234567", NOW)
        references.reserve(unit, CASE, "case", NOW)
        cases.open(unit, Case(CASE, "enquiry", "asked", "open", NOW, NOW))
        cases.enter(unit, CaseRoom(CASE, ROOM, NOW, thread="77", card="1001"))
        people.open_window(unit, address.id, later(hours=24))
        to_person = Outgoing("whatsapp", "+1", {"text": "أهلا"}, address=address.id, dedupe="hello")
        messages.queue(unit, to_person, NOW)
        card = Outgoing("telegram", "bot", {"text": "بطاقة"}, room=ROOM, case=CASE, rank=1)
        messages.queue(unit, card, NOW)
        person, room = await outbox.claim(unit, NOW, 10)
    assert (person.recipient, person.window_until) == ("+966551234567", later(hours=24))
    assert (person.thread, person.card, person.target_external) == (None, None, None)
    assert (person.message.body, person.message.attempts) == ({"text": "أهلا"}, 1)
    assert person.message.status == "sending"
    assert (room.recipient, room.thread, room.card) == (ROOM, "77", "1001")
    assert room.window_until is None
    async with database.unit() as unit:
        outbox.settle(unit, person.message.id, "sent", NOW, external="SM1")
        about = Outgoing(
            "whatsapp", "+1", {}, address=address.id, act="delete", target=person.message.id
        )
        messages.queue(unit, about, NOW)
        [delete] = await outbox.claim(unit, NOW, 10)
        assert (delete.message.target, delete.target_external) == (person.message.id, "SM1")


async def test_a_send_that_failed_for_sure_is_tried_later_and_its_lane_waits(
    database: Database,
) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        messages.queue(unit, said(address.id, "one"), NOW)
        messages.queue(unit, said(address.id, "two"), NOW)
        [one] = await outbox.claim(unit, NOW, 10)
        outbox.retry(unit, one.message.id, later(seconds=30), "429")
        assert await outbox.claim(unit, later(seconds=29), 10) == []
        [again] = await outbox.claim(unit, later(seconds=30), 10)
        assert again.message.body == {"text": "one"}
        assert (again.message.attempts, again.message.reason) == (2, "429")
        outbox.settle(unit, again.message.id, "sent", later(seconds=31), external="5")
        outbox.retry(unit, again.message.id, later(seconds=60), "late")  # sent stays sent
        sent = await of(unit, again.message.id)
        assert (sent.status, sent.reason, sent.external) == ("sent", None, "5")
        assert sent.settled_at == later(seconds=31)
        [two] = await outbox.claim(unit, later(seconds=31), 10)
        assert two.message.body == {"text": "two"}


async def test_a_send_of_unknown_outcome_is_repeated_once(
    database: Database, database_url: str
) -> None:
    await claimed(database, "one", "two")
    other = await reopened(database_url)  # the process died and starts again
    try:
        async with other.view() as view:
            left = await outbox.sending(view)
        assert [(row.message.body["text"], row.recipient) for row in left] == [
            ("one", "1"),
            ("two", "2"),
        ]
        async with other.unit() as unit:
            outbox.settle(unit, 2, "sent", NOW, external="SM2")  # the provider knows this one
            assert await outbox.repeat(unit, 1, later(seconds=1))
            assert not await outbox.repeat(unit, 2, later(seconds=1))
            assert await outbox.sending(unit) == []
            assert await outbox.claim(unit, NOW, 10) == []
            [again] = await outbox.claim(unit, later(seconds=1), 10)
            assert (again.message.id, again.message.repeated) == (1, True)
            outbox.retry(unit, 1, NOW, "429")
            await outbox.claim(unit, NOW, 10)
            assert not await outbox.repeat(unit, 1, later(seconds=1))
            assert (await of(unit, 1)).status == "sending"
    finally:
        await other.close()


async def test_parked_until_the_person_writes(database: Database) -> None:
    async with database.unit() as unit:
        one = await somebody(unit, "1")
        two = await somebody(unit, "2")
        for text in ("first", "second", "template"):
            messages.queue(unit, said(one.id, text), NOW)
        messages.queue(unit, said(two.id, "x"), NOW)
        outbox.park(unit, 1, "window")
        outbox.park(unit, 2, "window")
        outbox.park(unit, 4, "window")
        assert [row.message.id for row in await outbox.claim(unit, NOW, 10)] == [3]
        outbox.park(unit, 3, "window")  # one that is being sent, too
        outbox.unpark(unit, one.id)
        order = []
        while batch := await outbox.claim(unit, NOW, 10):
            for row in batch:
                order.append(row.message.id)
                outbox.settle(unit, row.message.id, "sent", NOW)
        assert order == [1, 2, 3]
        parked = await of(unit, 4)
        assert (parked.status, parked.reason) == ("parked", "window")
        assert (await of(unit, 1)).reason is None
        outbox.park(unit, 1, "window")  # accepted first, refused afterwards
        outbox.settle(unit, 2, "delivered", NOW)
        outbox.park(unit, 2, "window")  # what arrived stays so
        assert [(await of(unit, n)).status for n in (1, 2)] == ["parked", "delivered"]


async def test_a_report_finds_its_message(database: Database) -> None:
    await claimed(database, "one", "two")
    async with database.unit() as unit:
        outbox.settle(unit, 1, "sent", NOW, external="SM1")
        outbox.settle(unit, 2, "sent", NOW, external="SM2")
        found = await outbox.report(
            unit, "telegram", "bot", "SM2", status="failed", at=later(seconds=2), reason="63016"
        )
        assert found == await of(unit, 2) == await outbox.find(unit, "telegram", "bot", "SM2")
        assert (found.status, found.reason, found.settled_at) == (
            "failed",
            "63016",
            later(seconds=2),
        )
        again = await outbox.report(
            unit, "telegram", "bot", "SM2", status="sent", at=later(seconds=3)
        )
        assert again == found  # a step back changes nothing, but the message is told
        for channel, account, external in (
            ("telegram", "bot", "SM3"),
            ("whatsapp", "bot", "SM1"),
            ("telegram", "other", "SM1"),
        ):
            unknown = await outbox.report(
                unit, channel, account, external, status="read", at=later(seconds=4)
            )
            assert unknown is None
            assert await outbox.find(unit, channel, account, external) is None
        assert (await of(unit, 1)).status == "sent"


@pytest.mark.parametrize("status", SETTLED)
async def test_a_received_line_has_no_fate(database: Database, status: Settled) -> None:
    async with database.unit() as unit:
        address = await somebody(unit)
        messages.record(
            unit,
            messages.Incoming("telegram", "bot", {}, "beneficiary", "7", address.id),
            NOW,
        )
        outbox.settle(unit, 1, status, NOW)
        outbox.park(unit, 1, "x")
        outbox.retry(unit, 1, NOW, "x")
        assert await outbox.report(unit, "telegram", "bot", "7", status=status, at=NOW) is None
        assert (await of(unit, 1)).status == "received"


async def test_only_what_was_never_sent_expires(database: Database) -> None:
    await claimed(database, "being sent", "sent")
    async with database.unit() as unit:
        outbox.settle(unit, 2, "sent", NOW)
        outbox.settle(unit, 1, "expired", NOW, reason="too old")
        outbox.settle(unit, 2, "expired", NOW)
        outbox.settle(unit, 1, "delivered", NOW)
        assert [(await of(unit, number)).status for number in (1, 2)] == ["expired", "sent"]


async def test_what_went_to_a_room_lately_is_found(database: Database) -> None:
    """Each message once, though two lines went out as one; and what may just be going."""
    went: list[tuple[Settled, int, str | None]]
    went = [("sent", 0, "m0"), ("sent", 10, "m1"), ("sent", 10, "m1"), ("failed", 20, None)]
    async with database.unit() as unit:
        person = await somebody(unit)
        for _ in range(6):
            messages.queue(unit, Outgoing("telegram", "bot", {}, room=ROOM), NOW)
        messages.queue(unit, said(person.id, "to a person"), NOW)
        for status, second, external in went:
            [line, *_] = [o.message for o in await outbox.claim(unit, NOW, 9) if o.message.room]
            outbox.settle(unit, line.id, status, later(seconds=second), external=external)
        assert len(await outbox.claim(unit, NOW, 9)) == 1, "the fifth; the last one waits"
        now = later(seconds=30)
        every = [(ROOM, later(seconds=s)) for s in (0, 10, 20, 30)]
        assert await outbox.gone(unit, NOW, now) == every
        assert await outbox.gone(unit, later(seconds=11), now) == every[2:]
        assert await outbox.gone(unit, NOW, later(days=2)) == []


async def test_reports_in_every_order_end_the_same(database: Database) -> None:
    reports: tuple[Settled, ...] = ("sent", "failed", "delivered", "read")
    orders = list(permutations(reports))
    await claimed(database, *(["x"] * len(orders)))
    async with database.unit() as unit:
        for number, order in enumerate(orders, 1):
            outbox.settle(unit, number, "sent", NOW, external=f"SM{number}")
            for status in order:
                await outbox.report(unit, "telegram", "bot", f"SM{number}", status=status, at=NOW)
        ends = {(await of(unit, number)).status for number in range(1, len(orders) + 1)}
    assert ends == {"read"}


PROGRESS = {"sending": 0, "sent": 1, "failed": 2, "expired": 2, "delivered": 3, "read": 4}


@settings(max_examples=25, deadline=None)
@given(histories=st.lists(st.lists(st.sampled_from(SETTLED), max_size=8), min_size=1, max_size=6))
def test_a_status_never_goes_back(fresh: Fresh, histories: list[list[Settled]]) -> None:
    async def settle() -> None:
        with fresh() as url:
            database = await reopened(url)
            try:
                await claimed(database, *(["x"] * len(histories)))
                async with database.unit() as unit:
                    for number, history in enumerate(histories, 1):
                        before = "sending"
                        for status in history:
                            outbox.settle(unit, number, status, NOW)
                            after = (await of(unit, number)).status
                            assert PROGRESS[after] >= PROGRESS[before]
                            moved = after != before
                            assert after == (status if moved else before)
                            before = after
                        if "read" in history and "expired" not in history:
                            assert before == "read"
            finally:
                await database.close()

    asyncio.run(settle())
