from __future__ import annotations

from storage import conversations
from storage.conversations import Snapshot
from storage.database import Database
from tests.storage.rows import NOW, later, somebody


async def test_bytes_in_bytes_out(database: Database) -> None:
    async with database.unit() as unit:
        one = await somebody(unit, "1")
        two = await somebody(unit, "2")
        assert await conversations.load_many(unit, [one.id, two.id]) == {}
        conversations.save(unit, one.id, b"", 1, NOW)
        conversations.save(unit, two.id, bytes(range(256)), 1, NOW)
    async with database.unit() as unit:
        conversations.save(unit, two.id, "نص".encode(), 2, later(minutes=1))
    async with database.view() as view:
        assert await conversations.load_many(view, [one.id, two.id, "nobody"]) == {
            one.id: Snapshot(one.id, b"", 1, 1, NOW),
            two.id: Snapshot(two.id, "نص".encode(), 2, 2, later(minutes=1)),
        }
