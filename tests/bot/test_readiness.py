"""However often it is asked, the database is written to every few seconds, by one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.readiness import FRESH, HANGS, PATIENCE, Readiness
from storage.probe import Found, State
from tests.clock import FakeClock


class Probe:
    """Says in turn what a test wrote down, once `answered` is set."""

    def __init__(self, *states: State) -> None:
        self.states: Iterator[State] = iter(states)
        self.asked = 0
        self.answered = asyncio.Event()
        self.answered.set()

    async def __call__(self) -> Found:
        self.asked += 1
        await self.answered.wait()
        return Found(next(self.states))


async def test_a_good_answer_is_good_for_a_while() -> None:
    clock, probe = FakeClock(), Probe("writable", "writable", "full", "full", "writable")
    readiness = Readiness(probe, clock)
    told = []
    for _ in range(4):
        told += [(await readiness.found()).state, (await readiness.found()).state]
        clock.advance(FRESH / 2)
    assert (told, probe.asked) == (["writable"] * 8, 2)
    clock.advance(FRESH)
    told = [(await readiness.found()).state for _ in range(5)]
    assert told == ["full", "full", "writable", "writable", "writable"], "its end is seen at once"


async def test_many_who_ask_at_once_wait_for_one_write() -> None:
    probe = Probe("locked", "writable")
    readiness = Readiness(probe, FakeClock())
    probe.answered.clear()
    asking = [asyncio.create_task(readiness.found()) for _ in range(20)]
    await asyncio.sleep(0)
    probe.answered.set()
    assert {found.state for found in await asyncio.gather(*asking)} == {"locked"}
    assert probe.asked == 1


async def test_a_disk_that_does_not_answer_is_not_waited_for_and_not_asked_twice() -> None:
    clock, probe = FakeClock(), Probe("writable")
    readiness = Readiness(probe, clock)
    probe.answered.clear()
    for _ in range(3):
        asking = asyncio.create_task(readiness.found())
        assert await clock.skip() == PATIENCE
        assert await asking == HANGS
    assert probe.asked == 1
    asking = asyncio.create_task(readiness.found())
    await asyncio.sleep(0)
    probe.answered.set()
    assert (await asking).state == "writable"


async def test_whoever_stops_waiting_stops_nobody_else() -> None:
    clock, probe = FakeClock(), Probe("writable", "full")
    readiness = Readiness(probe, clock)
    probe.answered.clear()
    asking = asyncio.create_task(readiness.found())
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    probe.answered.set()
    assert (await readiness.found()).state == "writable"
    clock.advance(FRESH - timedelta(seconds=1))
    assert (await readiness.found()).state == "writable"


async def test_a_fault_of_ours_is_raised_and_the_next_one_tries_again() -> None:
    probe = Probe()
    readiness = Readiness(probe, FakeClock())
    with pytest.raises(RuntimeError, match="StopIteration"):
        await readiness.found()
    probe.states = iter(["writable"])
    assert (await readiness.found()).state == "writable"
