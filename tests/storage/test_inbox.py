from __future__ import annotations

import pytest

from storage import inbox
from storage.database import Database
from storage.inbox import Arrival
from tests.storage.rows import NOW, later

FIRST = Arrival("telegram", "bot", "1", "somebody")


async def test_a_second_delivery_is_a_duplicate(database: Database) -> None:
    async with database.unit() as unit:
        assert await inbox.receive(unit, FIRST, NOW)
        assert not await inbox.receive(unit, FIRST, NOW)
    async with database.unit() as unit:
        assert not await inbox.receive(unit, FIRST._replace(subject="another"), later(days=9))


@pytest.mark.parametrize("change", [{"channel": "web"}, {"account": "other"}, {"id": "2"}])
async def test_another_key_is_another_update(database: Database, change: dict[str, str]) -> None:
    async with database.unit() as unit:
        assert await inbox.receive(unit, FIRST, NOW)
        assert await inbox.receive(unit, FIRST._replace(**change), NOW)


async def test_what_was_rolled_back_has_not_arrived(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the block is what is tested
        async with database.unit() as unit:
            assert await inbox.receive(unit, FIRST, NOW)
            raise ZeroDivisionError
    async with database.unit() as unit:
        assert await inbox.receive(unit, FIRST, NOW)


async def test_a_batch_in_one_statement(database: Database) -> None:
    statements: list[str] = []
    async with database.unit() as unit:
        await inbox.receive(unit, FIRST, NOW)
    database.trace = statements.append
    second = FIRST._replace(id="2", subject="نص «'\";--")
    third = FIRST._replace(id="3")
    async with database.unit() as unit:
        fresh = await inbox.receive_many(unit, [second, FIRST, second, third], NOW)
        assert await inbox.receive_many(unit, [], NOW) == []
    assert fresh == [True, False, False, True]
    assert statements.count("inbox_receive_many") == 2


async def test_an_id_may_hold_anything_a_stranger_types(database: Database) -> None:
    odd = [FIRST._replace(id=id_) for id_ in ("a\0b", "\0", "", " ", "؟\u200f", "'\\\"--;%$1:id")]
    async with database.unit() as unit:
        assert await inbox.receive_many(unit, odd, NOW) == [True] * len(odd)
        assert await inbox.receive_many(unit, odd, NOW) == [False] * len(odd)
        assert not await inbox.receive(unit, odd[0], NOW)
        inbox.fail(unit, odd[1], b"\0", "TypeError", NOW)
        assert [row.raw for row in await inbox.unfinished(unit, "failed")] == [b"\0"]


async def test_an_update_that_waits_keeps_its_body_until_it_is_done(database: Database) -> None:
    async with database.unit() as unit:
        assert await inbox.receive(unit, FIRST, later(seconds=1), raw=b"{}")
        assert await inbox.receive(unit, FIRST._replace(id="0"), NOW, raw=b"")
        assert not await inbox.receive(unit, FIRST, NOW, raw=b"{}")
    async with database.view() as view:
        waiting = await inbox.unfinished(view, "received")
        assert [(row.arrival.id, row.raw, row.failure) for row in waiting] == [
            ("0", b"", None),
            ("1", b"{}", None),
        ]
        assert waiting[1].received_at == later(seconds=1)
        assert len(await inbox.unfinished(view, "received", limit=1)) == 1
        assert await inbox.unfinished(view, "failed") == []
    async with database.unit() as unit:
        inbox.finish(unit, FIRST)
        inbox.finish(unit, FIRST._replace(id="0"))
        assert await inbox.unfinished(unit, "received") == []
        assert not await inbox.receive(unit, FIRST, NOW)


async def test_a_poison_update_is_kept_whether_or_not_it_had_arrived(database: Database) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, FIRST, NOW, raw=b"{}")
        inbox.fail(unit, FIRST, b'{"text": 1}', "TypeError", later(seconds=1))
        inbox.fail(unit, FIRST._replace(id="2"), b"[]", "ValueError", later(seconds=2))
    async with database.unit() as unit:
        failed = await inbox.unfinished(unit, "failed")
        assert [(row.arrival.id, row.raw, row.failure, row.received_at) for row in failed] == [
            ("1", b'{"text": 1}', "TypeError", NOW),
            ("2", b"[]", "ValueError", later(seconds=2)),
        ]
        assert not await inbox.receive(unit, FIRST._replace(id="2"), NOW)
        inbox.finish(unit, FIRST)
        assert [row.arrival.id for row in await inbox.unfinished(unit, "failed")] == ["2"]
