"""What a load balancer, or whoever looks after the machine, is told."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.channel import Later, Sent
from bot.readiness import FRESH
from bot.turns.loop import WAITING
from bot.turns.waiting import Queue
from storage.trouble import TROUBLE
from tests import postgres
from tests.bot.site import Site, site
from tests.clock import SUNDAY_MORNING

OFF = {"on": False, "heard": None, "reached": None, "trouble": None}


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path, telegram_staff_chat_id=-1001) as ours:
        yield ours


async def test_a_process_that_can_work_says_so(ours: Site) -> None:
    assert (await ours.get("/healthz")).json == {"ok": True}
    answer = await ours.get("/readyz")
    told = answer.json
    assert 0 < told["disk"].pop("free_bytes") < told["disk"].pop("total_bytes")
    assert (answer.status, told) == (
        200,
        {
            "ok": True,
            "database": "writable",
            "disk": {},
            "updates_waiting": 0,
            "oldest_unsent_seconds": None,
            "waiting": [],
            "channels": {"telegram": OFF, "website": {**OFF, "on": True}, "whatsapp": OFF},
        },
    )


async def test_what_waits_is_told_by_channel_and_status(ours: Site) -> None:
    await ours.say(await ours.token(), "مسؤول")
    ours.clock.advance(timedelta(minutes=3))
    told = (await ours.get("/readyz")).json
    [line] = [line for line in told["waiting"] if line["channel"] == "telegram"]
    assert line == {
        "channel": "telegram",
        "status": "queued",
        "count": line["count"],
        "oldest_seconds": 180,
    }
    assert told["oldest_unsent_seconds"] == 180


async def test_what_waits_for_its_person_is_not_late(ours: Site) -> None:
    await ours.say(await ours.token(), "مسؤول")
    with sqlite3.connect(Path(ours.app.settings.database_url.removeprefix("sqlite:///"))) as kept:
        kept.execute("UPDATE messages SET status = 'parked' WHERE status IN ('queued', 'sending')")
    kept.close()
    told = (await ours.get("/readyz")).json
    assert {line["status"] for line in told["waiting"]} == {"parked"}
    assert told["oldest_unsent_seconds"] is None


async def test_a_channel_tells_when_it_was_heard_and_reached_and_its_trouble(ours: Site) -> None:
    meter = ours.app.kit.meter
    meter.sent("telegram", Sent("m1"), SUNDAY_MORNING)
    meter.sent("telegram", Later("too_fast"), SUNDAY_MORNING + timedelta(seconds=1))
    answer = await ours.get("/readyz")
    assert answer.status == 200, "a provider in trouble is no trouble of ours"
    assert answer.json["channels"]["telegram"] == {
        **OFF,
        "reached": "2026-11-22T06:00:00+00:00",
        "trouble": {"code": "too_fast", "at": "2026-11-22T06:00:01+00:00"},
    }


async def test_it_is_not_ready_while_too_much_waits(
    ours: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Queue, "__len__", lambda _: WAITING)
    answer = await ours.get("/readyz")
    assert (answer.status, answer.json["ok"], answer.json["database"]) == (503, False, "writable")
    assert answer.json["updates_waiting"] == WAITING
    monkeypatch.undo()
    assert (await ours.get("/readyz")).status == 200


def another_writer(path: Path) -> sqlite3.Connection:
    """Another process that writes, once we are not; until it is closed."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_it_is_not_ready_while_another_process_holds_the_database(
    ours: Site, tmp_path: Path
) -> None:
    other = await asyncio.to_thread(another_writer, tmp_path / "sila.db")
    answer = await ours.get("/readyz")
    assert (answer.status, answer.json["ok"], answer.json["database"]) == (503, False, "locked")
    assert answer.json["waiting"] == [], "reading goes on"
    assert (await ours.get("/healthz")).status == 200, "it lives all the same"
    other.close()
    assert (await ours.get("/readyz")).status == 200


async def test_a_file_that_was_taken_away_is_told(ours: Site, tmp_path: Path) -> None:
    """Everything seems to go on, into a file that has no name any more."""
    (tmp_path / "sila.db").rename(tmp_path / "elsewhere.db")
    answer = await ours.get("/readyz")
    assert (answer.status, answer.json["database"]) == (503, "missing")


@pytest.mark.postgresql
async def test_a_server_that_is_away_is_told_and_comes_back(tmp_path: Path) -> None:
    with postgres.running() as cluster, cluster.fresh() as url:
        async with site(tmp_path, database_url=url, secret_key="a secret") as ours:
            answer = await ours.get("/readyz")
            assert (answer.status, answer.json["disk"]) == (200, None)
            ours.clock.advance(FRESH)
            await asyncio.to_thread(cluster.stop)
            answer = await ours.get("/readyz")
            assert (answer.status, answer.json["database"]) == (503, "unreachable")
            assert (await ours.get("/metrics")).status == 200
            await asyncio.to_thread(cluster.start)
            assert (await ours.get("/readyz")).status == 200


async def test_a_database_that_cannot_be_read_still_has_its_answer(
    ours: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise TROUBLE[0]("no")

    monkeypatch.setattr(ours.app.database, "view", fail)
    told = (await ours.get("/readyz")).json
    assert (told["database"], told["waiting"], told["oldest_unsent_seconds"]) == (
        "writable",
        [],
        None,
    )
