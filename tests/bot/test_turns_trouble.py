"""Trouble with the database, another process's keys, an end in mid-commit, too much at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.trouble import Unreachable
from tests.bot.faults import outcomes, raising
from tests.bot.turning import SALAM, Process, process, telegram
from tests.storage.rows import NOW

PEOPLE = ("noura", "sara", "fahd")
STATEMENTS = ("BEGIN", "inbox_receive_many", "messages_claim", "COMMIT")
GONE = Unreachable("gone")


@pytest.fixture
async def ours(database_url: str) -> AsyncIterator[Process]:
    async with process(database_url) as ours:
        yield ours


# ------------------------------------------------------------------ trouble
@pytest.mark.parametrize("statement", STATEMENTS)
async def test_a_batch_that_meets_trouble_is_tried_once_more(ours: Process, statement: str) -> None:
    ours.trouble = raising(GONE, statement)
    said = [telegram(who, SALAM, who) for who in PEOPLE]
    assert await outcomes(ours.take(*said)) == ["taken"] * 3
    assert [len(await ours.heard(who)) for who in PEOPLE] == [1] * 3
    await ours.sent()
    assert len(ours.posts["telegram"].sent) == 3


@pytest.mark.parametrize("statement", STATEMENTS)
async def test_when_trouble_lasts_all_are_told_and_nothing_is_kept(
    ours: Process, statement: str
) -> None:
    ours.trouble = raising(GONE, statement, times=2)
    said = [telegram(who, SALAM, who) for who in PEOPLE]
    assert await outcomes(ours.take(*said)) == ["Unreachable"] * 3
    assert ours.log.count("BEGIN") >= 2
    assert [await ours.lines(who) for who in PEOPLE] == [[]] * 3
    assert (await ours.failed(), ours.committed) == ([], [])
    await ours.sent()
    assert ours.posts["telegram"].sent == []

    assert await outcomes(ours.take(*said)) == ["taken"] * 3  # handed in again, it is new
    assert [len(await ours.heard(who)) for who in PEOPLE] == [1] * 3


async def test_who_has_gone_meanwhile_is_answered_all_the_same(ours: Process) -> None:
    async with ours.held_up(ours.address("noura")):
        [gone, *_] = ours.take(telegram("noura", SALAM, "1"))
        await ours.in_hand()
        gone.cancel()
    await ours.until(lambda: ours.committed == ["1"])
    await ours.says("noura", SALAM)
    assert len(await ours.heard("noura")) == 2


# ------------------------------------------------------------------ keys of another process
@pytest.mark.parametrize("people", [("noura",), ("noura", "sara", "fahd")], ids=["one", "three"])
async def test_what_another_process_sealed_with_a_new_key_is_no_fault(
    ours: Process, database_url: str, people: tuple[str, ...]
) -> None:
    for who in people:
        await ours.says(who, SALAM)
    async with process(database_url) as theirs:
        await theirs.database.add_data_key(NOW)
        for who in people:
            await theirs.turns.take(telegram(who, "التسجيل في خدمة", f"theirs:{who}"))
        assert ours.database.vault.header != theirs.database.vault.header, "not known here yet"
    await outcomes(ours.take(*(telegram(who, "نعم", who) for who in people)))
    assert await ours.failed() == []
    assert ["لمن هذا الطلب" in (await ours.heard(who))[-1] for who in people] == [True] * len(
        people
    )


# ------------------------------------------------------------------ the end
@pytest.mark.parametrize("statement", STATEMENTS)
async def test_what_is_in_hand_at_the_end_is_finished(ours: Process, statement: str) -> None:
    def end(name: str) -> None:
        if name == statement:
            for task in ours.tasks:
                task.cancel()

    ours.trouble = end
    said = [telegram(who, SALAM, f"{who}:{n}") for n in range(2) for who in PEOPLE]
    taken = ours.take(*said)
    await asyncio.wait(ours.tasks)
    ours.trouble = None
    assert not all(task.done() for task in taken), "the second of each has not been looked at"
    await ours.stop()
    assert await outcomes(taken) == ["taken"] * 6
    assert [len(await ours.said(who)) for who in PEOPLE] == [2] * 3
    assert len(ours.posts["telegram"].sent) >= 3


# ------------------------------------------------------------------ too much at once
async def test_a_flood_of_one_person_is_too_much_for_them_alone(database_url: str) -> None:
    async with process(database_url, each=3) as ours:
        async with ours.held_up(ours.address("fahd")):
            first = ours.take(telegram("fahd", "0", "f0"))
            await ours.in_hand()
            flood = ours.take(*(telegram("fahd", str(n), f"f{n}") for n in range(1, 9)))
            others = ours.take(*(telegram(who, SALAM, who) for who in ("noura", "sara")))
            await asyncio.wait(flood[3:])
            assert await outcomes(flood[3:]) == ["Overloaded"] * 5
        assert await outcomes([*first, *flood[:3], *others]) == ["taken"] * 6
        assert ours.committed[:4] == ["f0", "noura", "sara", "f1"]
        assert await ours.said("fahd") == ["0", "1", "2", "3"]
        assert [len(await ours.heard(who)) for who in ("noura", "sara")] == [1, 1]
        # What was refused is sent again by its provider, and is new.
        again = [telegram("fahd", str(n), f"f{n}") for n in range(4, 9)]
        for update in again:
            await ours.turns.take(update)
        assert await ours.said("fahd") == [str(n) for n in range(9)]


async def test_when_all_is_full_everybody_waits(database_url: str) -> None:
    async with process(database_url, limit=2) as ours:
        async with ours.held_up(ours.address("fahd")):
            [first] = ours.take(telegram("fahd", "0", "f0"))
            await ours.in_hand()
            taken = ours.take(*(telegram(who, SALAM, who) for who in ("noura", "sara", "khalid")))
            assert await outcomes(taken[2:]) == ["Overloaded"]
        assert await outcomes([first, *taken[:2]]) == ["taken"] * 3
        await ours.says("khalid", SALAM)
        assert await ours.said("khalid") == [SALAM]
