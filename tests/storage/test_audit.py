from __future__ import annotations

from dataclasses import replace

from storage import audit
from storage.audit import Entry
from storage.database import Database
from tests.storage.rows import NOW, later


async def test_the_trail_is_kept_in_order(database: Database) -> None:
    claimed = Entry(NOW, "officer:sara", "26000001", "claim", "26000001", "button", {"to": "سارة"})
    moves = [
        claimed,
        Entry(NOW, "bot", "somebody", "told"),
        replace(claimed, move="close", at=later(hours=-1)),
        replace(claimed, subject="26000002"),
    ]
    async with database.unit() as unit:
        for move in moves:
            audit.record(unit, move)
    async with database.view() as view:
        trail = await audit.of_subject(view, "26000001")
        assert [replace(entry, id=0) for entry in trail] == [moves[0], moves[2]]
        assert trail[0].id < trail[1].id
        assert await audit.of_subject(view, "26000001", after=trail[0].id) == trail[1:]
        assert await audit.of_subject(view, "26000001", limit=1) == trail[:1]
        of_case = await audit.of_case(view, "26000001")
        assert [entry.move for entry in of_case] == ["claim", "close", "claim"]
        assert await audit.of_case(view, "26000001", after=of_case[1].id, limit=5) == of_case[2:]
        assert await audit.last(view, "26000001", "claim") == NOW
        assert await audit.last(view, "26000001", "say") is None
