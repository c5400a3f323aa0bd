"""What one process does at a time: begun, ended and begun again as a name comes and goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.duties import held, wake_on_gain, while_held
from storage.tenure import Tenure
from tests.storage.processes import soon
from tests.storage.rows import reopened


@dataclass
class Work:
    """Goes on until `finish`, which returns, or raises what it is given."""

    begun: int = 0
    ended: int = 0
    after_end: Exception | None = None  # raised while it is being stopped
    _finish: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    async def run(self) -> None:
        self.begun += 1
        self._finish = asyncio.get_running_loop().create_future()
        try:
            await self._finish
        except asyncio.CancelledError:
            await asyncio.sleep(0)  # it takes a moment to tidy up
            if self.after_end:
                raise self.after_end from None
            raise
        finally:
            self.ended += 1

    async def finish(self, error: Exception | None = None) -> None:
        if error:
            self._finish.set_exception(error)
        else:
            self._finish.set_result(None)
        await settled()

    @property
    def counts(self) -> tuple[int, int]:
        return self.begun, self.ended


async def settled() -> None:
    """Everything that can happen has happened: nothing here waits for anything outside."""
    for _ in range(20):
        await asyncio.sleep(0)


async def turn(tenure: Tenure, *, held: bool) -> None:
    tenure.turn(held=held)
    await settled()


@asynccontextmanager
async def doing(tenure: Tenure, work: Work) -> AsyncIterator[asyncio.Task[None]]:
    before = asyncio.all_tasks()
    task = asyncio.create_task(while_held(tenure, work.run))
    await settled()
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert asyncio.all_tasks() == before, "nothing is left behind"
        assert work.begun == work.ended


async def test_it_is_done_while_the_name_is_held_and_no_longer() -> None:
    tenure, work = Tenure(), Work()
    async with doing(tenure, work) as task:
        assert work.counts == (0, 0)
        await turn(tenure, held=True)
        assert work.counts == (1, 0)
        await turn(tenure, held=True)
        assert work.counts == (1, 0)
        await turn(tenure, held=False)
        assert work.counts == (1, 1)
        await turn(tenure, held=True)
        assert work.counts == (2, 1)
        assert not task.done()


async def test_a_name_that_is_held_already_is_enough() -> None:
    work = Work()
    async with doing(Tenure(held=True), work):
        assert work.counts == (1, 0)


async def test_a_loss_is_noticed_even_if_the_name_comes_back_at_once() -> None:
    tenure, work = Tenure(held=True), Work()
    async with doing(tenure, work):
        tenure.turn(held=False)
        await turn(tenure, held=True)
        assert work.counts == (2, 1)


async def test_work_that_ends_by_itself_is_begun_again() -> None:
    work = Work()
    async with doing(Tenure(held=True), work) as task:
        await work.finish()
        assert work.counts == (2, 1)
        assert not task.done()


async def test_what_it_raises_is_passed_on() -> None:
    work = Work()
    async with doing(Tenure(held=True), work) as task:
        await work.finish(ZeroDivisionError())
        with pytest.raises(ZeroDivisionError):
            await soon(task)


async def test_what_it_raises_while_it_is_stopped_is_passed_on() -> None:
    tenure, work = Tenure(held=True), Work(after_end=ZeroDivisionError())
    async with doing(tenure, work) as task:
        await turn(tenure, held=False)
        with pytest.raises(ZeroDivisionError):
            await soon(task)


@pytest.mark.parametrize("is_held", [True, False])
async def test_whoever_cancels_it_waits_until_the_work_is_tidied_up(is_held: bool) -> None:
    work = Work()
    async with doing(Tenure(held=is_held), work) as task:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await soon(task)
        assert work.counts == (int(is_held), int(is_held))


async def test_whoever_waits_for_a_name_is_woken_each_time_it_comes() -> None:
    tenure, woken = Tenure(held=True), asyncio.Event()
    waking = asyncio.create_task(wake_on_gain(tenure, woken))
    try:
        for now, wakes in ((True, True), (True, False), (False, False), (True, True)):
            woken.clear()
            await turn(tenure, held=now)
            assert woken.is_set() == wakes
    finally:
        waking.cancel()
        await asyncio.gather(waking, return_exceptions=True)


async def test_a_term_tells_one_time_from_the_next() -> None:
    tenure = Tenure(held=True)
    first = tenure.term
    for _ in range(2):
        tenure.turn(held=True)
    assert tenure.term == first
    tenure.turn(held=False)
    assert tenure.term == first
    tenure.turn(held=True)
    assert tenure.term != first


async def test_each_name_is_held_by_one_of_two_processes(database_url: str) -> None:
    alone = database_url.startswith("sqlite:")  # there only one serves
    one, other = await reopened(database_url), await reopened(database_url)
    try:
        async with held(one, ["a", "b"]) as ours, held(other, ["b", "c"]) as theirs:
            assert {name: tenure.held for name, tenure in ours.items()} == {"a": True, "b": True}
            assert {name: tenure.held for name, tenure in theirs.items()} == {
                "b": alone,
                "c": True,
            }
        async with held(other, ["a", "b"]) as theirs:
            assert all(tenure.held for tenure in theirs.values())
    finally:
        await one.close()
        await other.close()
