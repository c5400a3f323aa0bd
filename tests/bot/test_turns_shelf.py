"""What WhatsApp brings while there is no room: acknowledged, kept raw, taken up in its order."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.turns.loop import PAUSE
from bot.update import Update
from storage import shelf
from storage.inbox import Arrival
from storage.trouble import Unreachable
from tests.bot.faults import outcomes, raising
from tests.bot.turning import POISON, SALAM, Process, process, telegram, whatsapp
from tests.storage.rows import NOW

NOURA, SARA, FAHD = 1, 2, 3
GONE = Unreachable("gone")
UNSHELVE = "inbox_with_status"


class Killed(BaseException):
    """Not an error anybody may handle: the process is gone."""


@pytest.fixture
async def ours(database_url: str) -> AsyncIterator[Process]:
    """With room for two, and one of each person."""
    async with process(database_url, limit=2, each=1) as ours:
        yield ours


def texts(count: int, first: int = 0) -> list[str]:
    return [f"{SALAM} {n}" for n in range(first, first + count)]


def from_(who: int, count: int, first: int = 0) -> list[Update]:
    return [whatsapp(who, text, f"SM{who}:{text[-3:]}") for text in texts(count, first)]


async def lay(ours: Process, *updates: Update) -> None:
    """As a process before us has left it."""
    async with ours.database.unit() as unit:
        rows = [
            (Arrival(u.channel, u.account, u.id, await ours.turns._subject(u)), u.raw)
            for u in updates
        ]
        await shelf.put(unit, rows, NOW)
    ours.turns.shelf.look()


# ------------------------------------------------------------------ order
async def test_what_finds_no_room_is_acknowledged_and_handled_in_order(ours: Process) -> None:
    async with ours.held_up(ours.address(NOURA), ours.address(FAHD)):
        taken = ours.take_or_keep(*from_(NOURA, 1))
        await ours.in_hand()
        taken += ours.take_or_keep(*from_(NOURA, 4, 1), *from_(SARA, 2), *from_(FAHD, 2))
    assert await outcomes(taken) == ["taken"] * 9
    await ours.rest()
    assert ours.log.count("shelf_put") > 0
    assert await ours.said(NOURA) == texts(5)
    assert [await ours.said(who) for who in (SARA, FAHD)] == [texts(2)] * 2
    assert (await ours.aside(), await ours.failed()) == ([], [])
    await ours.sent()
    sent = [outgoing.to for outgoing in ours.posts["whatsapp"].sent]
    assert len(sent) == len(await ours.heard(NOURA)) + 2 * len(await ours.heard(SARA))


async def test_what_comes_later_waits_behind_what_lies_there(ours: Process) -> None:
    ours.trouble = raising(GONE, UNSHELVE)
    await lay(ours, *from_(NOURA, 3))
    await outcomes(ours.take_or_keep(*from_(SARA, 1)))
    ours.trouble = raising(GONE, UNSHELVE)
    assert await outcomes(ours.take_or_keep(*from_(NOURA, 1, 3))) == ["taken"]
    await ours.rest()
    assert await ours.said(NOURA) == texts(4)


async def test_bursts_beyond_the_room_keep_everybodys_order(database_url: str) -> None:
    chance = random.Random(7)
    said: dict[int, int] = dict.fromkeys(range(5), 0)
    async with process(database_url, limit=6, each=2) as ours:
        for _ in range(8):
            burst = []
            for _ in range(chance.randint(1, 25)):
                who = chance.choice(list(said))
                burst += from_(who, 1, said[who])
                said[who] += 1
            tasks = ours.take_or_keep(*burst)
            await outcomes(chance.sample(tasks, len(tasks) // 2))
        await outcomes(tasks)
        await ours.rest()
        assert {who: await ours.said(who) for who in said} == {
            who: texts(count) for who, count in said.items()
        }


async def test_a_flood_on_the_shelf_does_not_hold_up_who_waits(ours: Process) -> None:
    await lay(ours, *from_(FAHD, 30))
    tasks = ours.take(telegram("noura", SALAM, "noura"))
    assert await outcomes(tasks) == ["taken"]
    assert ours.committed.index("noura") <= 1
    await ours.rest()
    assert await ours.said(FAHD) == texts(30)


async def test_an_officers_or_timers_update_is_never_put_aside(ours: Process) -> None:
    """They are not of a provider that sends once; their subject is the same person's address."""
    address = ours.address(NOURA)
    report = Update("desk", "sara", "1", from_(NOURA, 1)[0].what)
    assert not ours.turns.shelf.fits(await ours.turns.waiting(report))
    waiting = await ours.turns.waiting(from_(NOURA, 1)[0])
    assert (ours.turns.shelf.fits(waiting), waiting.subject) == (True, address)


# ------------------------------------------------------------------ who is refused
async def test_providers_that_send_again_are_told_to(ours: Process) -> None:
    async with ours.held_up(ours.address(NOURA), ours.address("khalid")):
        first = ours.take_or_keep(*from_(NOURA, 1))
        await ours.in_hand()
        waiting = ours.take(telegram("khalid", SALAM, "1"), telegram("sara", SALAM, "2"))
        refused = [*ours.take(telegram("fahd", SALAM, "3")), *ours.take(*from_(FAHD, 1))]
        refused += ours.take_or_keep(telegram("fahd", SALAM, "4"))
        assert await outcomes(refused) == ["Overloaded"] * 3
        kept = ours.take_or_keep(*from_(FAHD, 1))
    assert await outcomes([*first, *waiting, *kept]) == ["taken"] * 4
    await ours.rest()
    assert (await ours.lines("fahd"), await ours.said(FAHD)) == ([], texts(1))


# ------------------------------------------------------------------ death
async def test_what_a_dead_process_acknowledged_is_handled_by_the_next(database_url: str) -> None:
    async with process(database_url, limit=2, each=1) as dying:
        async with dying.held_up(dying.address(NOURA), dying.address(SARA)):
            taken = dying.take_or_keep(*from_(NOURA, 1), *from_(SARA, 1))
            await dying.in_hand()
            taken += dying.take_or_keep(*from_(NOURA, 3, 1), *from_(SARA, 2, 1), *from_(FAHD, 1))
            dying.trouble = raising(Killed(), UNSHELVE)
        assert await outcomes(taken) == ["taken"] * 8
        await dying.died()
        assert len(await dying.aside()) == 6, "all but what was in hand"
    async with process(database_url) as ours:
        again = [*from_(NOURA, 4), *from_(SARA, 3), *from_(FAHD, 1)]
        assert await outcomes(ours.take_or_keep(*again)) == ["taken"] * 8  # delivered twice
        await ours.rest()
        assert await ours.said(NOURA) == texts(4)
        assert await ours.said(SARA) == texts(3)
        assert await ours.said(FAHD) == texts(1)
        assert (await ours.aside(), await ours.failed()) == ([], [])


@pytest.mark.parametrize("at", ["shelf_put", "shelf_take", "COMMIT"])
async def test_a_death_at_any_statement_loses_nothing_that_was_acknowledged(
    database_url: str, at: str
) -> None:
    async with process(database_url, limit=1, each=1) as dying:
        async with dying.held_up(dying.address(NOURA)):
            taken = dying.take_or_keep(*from_(NOURA, 1))
            await dying.in_hand()
            taken += dying.take_or_keep(*from_(NOURA, 3, 1))
        dying.trouble = raising(Killed(), at)
        await dying.died()
        acknowledged = [task.done() for task in taken]
        for task in taken:
            task.cancel()
        handled = len(await dying.said(NOURA))
        assert handled + len(await dying.aside()) >= sum(acknowledged)
    async with process(database_url) as ours:
        for update in from_(NOURA, 4):  # those that were not are delivered again
            await ours.turns.take_or_keep(update)
        await ours.rest()
        assert await ours.said(NOURA) == texts(4)


async def test_two_processes_take_up_the_same_shelf_and_nothing_is_doubled(
    database_url: str,
) -> None:
    async with process(database_url) as one, process(database_url) as other:
        await lay(one, *from_(NOURA, 6), *from_(SARA, 6))
        other.turns.shelf.look()
        await outcomes(
            [*one.take(telegram("a", SALAM, "a")), *other.take(telegram("b", SALAM, "b"))]
        )
        await one.rest()
        await other.rest()
        assert [await one.said(who) for who in (NOURA, SARA)] == [texts(6)] * 2
        assert [len(await one.heard(who)) for who in (NOURA, SARA)] == [6] * 2
        assert await one.failed() == []


# ------------------------------------------------------------------ what cannot be handled
async def test_what_cannot_be_read_is_kept_as_failed(ours: Process) -> None:
    first, last = from_(NOURA, 2)
    junk = Update("whatsapp", "bot", "SM-junk", first.what, b"\xff\x00 not a form")
    other = Update("whatsapp", "bot", "SM-other", first.what, first.raw)  # of another message
    unknown = Update("fax", "bot", "1", first.what, b"")  # of a channel this release has not
    await lay(ours, first, junk, other, unknown, last)
    await ours.turns.take(telegram("noura", SALAM, "1"))
    await ours.rest()
    assert await ours.said(NOURA) == texts(2)
    assert [(row.arrival.id, row.raw, row.failure) for row in await ours.failed()] == [
        ("1", b"", "unreadable"),
        ("SM-junk", junk.raw, "unreadable"),
        ("SM-other", other.raw, "unreadable"),
    ]


async def test_one_that_was_changed_holds_nobody_up(ours: Process) -> None:
    await lay(ours, *from_(NOURA, 2), *from_(SARA, 2))
    async with ours.database.unit() as unit:
        spoilt = from_(NOURA, 1)[0]
        key = {"channel": spoilt.channel, "account": spoilt.account, "id": spoilt.id}
        unit.write("reseal_inbox", raw=b"neither sealed nor whole, however long it is", **key)
    await ours.turns.take(telegram("noura", SALAM, "1"))
    await ours.rest()
    assert await ours.said(NOURA) == texts(1, 1)
    assert await ours.said(SARA) == texts(2)
    assert [(row.arrival.id, row.failure) for row in await ours.failed()] == [
        (spoilt.id, "unreadable")
    ]


async def test_one_that_fails_is_kept_and_those_behind_it_follow(ours: Process) -> None:
    poison = whatsapp(NOURA, POISON, "SM-poison")
    await lay(ours, *from_(NOURA, 1), poison, *from_(NOURA, 1, 1), *from_(SARA, 1))
    await ours.turns.take(telegram("noura", SALAM, "1"))
    await ours.rest()
    assert (await ours.said(NOURA), await ours.said(SARA)) == (texts(2), texts(1))
    [failed] = await ours.failed()
    assert (failed.arrival.id, failed.raw) == ("SM-poison", poison.raw)
    assert len(await ours.heard(NOURA)) == 3, "with an apology"


# ------------------------------------------------------------------ trouble
async def test_trouble_leaves_it_there_and_is_waited_for(ours: Process) -> None:
    await lay(ours, *from_(NOURA, 2))
    ours.trouble = raising(sqlite3.OperationalError("locked"), UNSHELVE, times=3)
    await ours.turns.take(telegram("sara", SALAM, "1"))
    await ours.rest()
    assert ours.log.count(UNSHELVE) == 2, "before the batch, and after its commit"
    ours.clock.advance(PAUSE - timedelta(milliseconds=1))
    ours.sender.woken.set()
    await ours.sent()
    assert ours.log.count(UNSHELVE) == 2
    ours.clock.advance(timedelta(milliseconds=1))
    await ours.until(lambda: ours.log.count(UNSHELVE) == 3)
    await ours.rest()
    assert (len(await ours.aside()), ours.committed) == (2, ["1"])
    ours.clock.advance(PAUSE)
    await ours.until(lambda: len(ours.committed) == 3)
    assert await ours.said(NOURA) == texts(2)


async def test_trouble_with_taking_it_up_leaves_it_there(ours: Process) -> None:
    await lay(ours, *from_(NOURA, 1), *from_(SARA, 1))
    ours.trouble = raising(GONE, "shelf_take", times=2)
    await ours.turns.take(telegram("fahd", SALAM, "1"))
    await ours.rest()
    assert ours.committed[-2:] == [update.id for update in (*from_(NOURA, 1), *from_(SARA, 1))]
    assert [await ours.said(who) for who in (NOURA, SARA)] == [texts(1)] * 2


async def test_trouble_with_putting_it_aside_is_told(ours: Process) -> None:
    async with ours.held_up(ours.address(NOURA)):
        first = ours.take_or_keep(*from_(NOURA, 1))
        await ours.in_hand()
        later = ours.take_or_keep(*from_(NOURA, 3, 1))
        ours.trouble = raising(GONE, "shelf_put", times=2)
    assert await outcomes([*first, *later]) == ["taken", *["Unreachable"] * 3]
    assert await outcomes(ours.take_or_keep(*from_(NOURA, 4))) == ["taken"] * 4
    await ours.rest()
    assert await ours.said(NOURA) == texts(4)


async def test_trouble_once_with_putting_it_aside_is_not_felt(ours: Process) -> None:
    async with ours.held_up(ours.address(NOURA)):
        taken = ours.take_or_keep(*from_(NOURA, 1))
        await ours.in_hand()
        taken += ours.take_or_keep(*from_(NOURA, 3, 1))
        ours.trouble = raising(GONE, "shelf_put")
    assert await outcomes(taken) == ["taken"] * 4
    await ours.rest()
    assert await ours.said(NOURA) == texts(4)


async def test_at_the_end_what_found_no_room_is_put_aside(database_url: str) -> None:
    async with process(database_url, limit=1, each=1) as ending:
        async with ending.held_up(ending.address(NOURA)):
            taken = ending.take_or_keep(*from_(NOURA, 1))
            await ending.in_hand()
            taken += ending.take_or_keep(*from_(NOURA, 3, 1))
            for task in ending.tasks:
                task.cancel()
        await ending.stop()
        assert await outcomes(taken) == ["taken"] * 4
    async with process(database_url) as ours:
        assert await ours.said(NOURA) == texts(4)
