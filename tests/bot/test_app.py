"""The composition root: what is there before anything runs, and what is left when it ends."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from bot.content import ContentError
from flows.events import Said
from storage.keys import WrongSecret
from tests.bot.content_folder import copy_to, edit
from tests.clock import FakeClock
from tests.shell import Visitor, running


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_it_ends_with_no_task_and_no_open_file(tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    async with running(tmp_path, secret_key=None) as app:
        await Visitor(app).say("السلام عليكم")
        assert len(asyncio.all_tasks()) > len(before)
    assert asyncio.all_tasks() == before
    assert names(tmp_path) == ["secret.key", "sila.db", "sila.db.lock"]  # no journal is left


async def test_turns_that_wait_when_it_ends_are_committed(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        taken = [
            asyncio.ensure_future(Visitor(app, str(n)).does(Said("السلام عليكم"))) for n in range(5)
        ]
        await asyncio.sleep(0)  # each is handed in, and none has been looked at
    await asyncio.gather(*taken)
    async with running(tmp_path) as again:
        assert [len(await Visitor(again, str(n)).heard()) for n in range(5)] == [1] * 5


async def test_a_loop_that_dies_ends_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent: list[int] = []
    told = asyncio.Event()

    def note(number: int) -> None:
        sent.append(number)
        told.set()

    async def fail(_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(signal, "raise_signal", note)
    async with running(tmp_path) as app:
        monkeypatch.setattr(type(app.sender), "_step", fail)
        app.sender.woken.set()
        async with asyncio.timeout(20):
            await told.wait()
    assert (sent, app.died) == ([signal.SIGTERM], True)
    logged = capsys.readouterr().out
    assert ("KeyError" in logged, "secret" in logged) == (True, False)


async def test_content_that_cannot_be_used_starts_nothing(tmp_path: Path) -> None:
    content = copy_to(tmp_path)
    edit(content / "officers.toml", '"focal"', '"vocal"')
    with pytest.raises(ContentError):
        async with running(tmp_path, association=content):
            pass
    assert names(tmp_path) == ["association"]


async def test_another_secret_starts_nothing(tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    async with running(tmp_path, secret_key="the first"):
        pass
    with pytest.raises(WrongSecret):
        async with running(tmp_path, secret_key="the second"):
            pass
    assert asyncio.all_tasks() == before
    async with running(tmp_path, secret_key="the second,the first"):
        pass
    async with running(tmp_path, secret_key="the second"):
        pass


async def test_a_fault_inside_still_closes_everything(tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    with pytest.raises(ZeroDivisionError):
        async with running(tmp_path, FakeClock(), secret_key=None):
            raise ZeroDivisionError
    assert asyncio.all_tasks() == before
    assert names(tmp_path) == ["secret.key", "sila.db", "sila.db.lock"]
