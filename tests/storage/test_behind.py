"""What waits right behind a claimed line of a room, and is claimed along with it."""

from __future__ import annotations

from dataclasses import replace

from storage import messages, outbox
from storage.database import Database
from tests.storage.rows import NOW, later
from tests.storage.test_claim import CASES, IN_ROOM, ids, prepare


async def test_posts_behind_in_order_up_to_what_may_not_be_passed(database: Database) -> None:
    async with database.unit() as unit:
        await prepare(unit)
        edit = replace(IN_ROOM, act="edit", rank=2)
        deletion = replace(IN_ROOM, act="delete")
        for row in (IN_ROOM, edit, IN_ROOM, replace(IN_ROOM, case=CASES[1]), IN_ROOM, deletion):
            messages.queue(unit, row, NOW)
        messages.queue(unit, IN_ROOM, NOW)
        assert await ids(unit, 1) == [1]
        assert [line.id for line in await outbox.behind(unit, 1, NOW, 9)] == [3, 5]
        assert [line.id for line in await outbox.behind(unit, 1, NOW, 1)] == [3]


async def test_what_waits_for_its_retry_is_not_passed(database: Database) -> None:
    async with database.unit() as unit:
        await prepare(unit)
        for _ in range(3):
            messages.queue(unit, IN_ROOM, NOW)
        assert await ids(unit, 1) == [1]
        await outbox.take(unit, [2])
        outbox.retry(unit, 2, later(seconds=60), "too_fast")
        assert await outbox.behind(unit, 1, NOW, 9) == []
        assert [line.id for line in await outbox.behind(unit, 1, later(seconds=60), 9)] == [2, 3]


async def test_what_is_taken_is_being_sent(database: Database) -> None:
    async with database.unit() as unit:
        await prepare(unit)
        for _ in range(3):
            messages.queue(unit, IN_ROOM, NOW)
        taken = await outbox.take(unit, [3, 2])
        assert [(line.id, line.status, line.attempts) for line in taken] == [
            (2, "sending", 1),
            (3, "sending", 1),
        ]


async def test_what_waits_for_its_moment_holds_its_lane_and_no_other(database: Database) -> None:
    async with database.unit() as unit:
        await prepare(unit)
        for row in (replace(IN_ROOM, not_before=later(seconds=1)), IN_ROOM):
            messages.queue(unit, row, NOW)
        messages.queue(unit, replace(IN_ROOM, case=CASES[1]), NOW)
        assert await outbox.next_retry(unit, NOW) == later(seconds=1)
        assert await ids(unit, 3) == [3]
        claimed = await outbox.claim(unit, later(seconds=1), 3)
        assert [sendable.message.id for sendable in claimed] == [1]
        assert claimed[0].message.attempts == 1
