"""Every turn is counted by how it ended, timed from its arrival, and can be followed in the log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import LogCapture

from bot import logs
from bot.app import App
from bot.turns import batch, person
from bot.turns.waiting import Overloaded, Queue
from bot.update import FromPerson, Update
from flows.events import Said
from storage.times import stamp
from storage.trouble import TROUBLE
from tests.clock import FakeClock
from tests.shell import Desk, Visitor, running


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def app(tmp_path: Path, clock: FakeClock) -> AsyncIterator[App]:
    async with running(tmp_path, clock) as app:
        yield app


@pytest.fixture
def lines() -> Iterator[LogCapture]:
    """What is logged, with what stands in every line of a task."""
    kept, capture = structlog.get_config(), LogCapture()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, capture])
    yield capture
    structlog.configure(**kept)


def ends(app: App, channel: str = "website") -> dict[str, int]:
    return {str(end): n for end, n in app.kit.meter.channels[channel].turns.items()}


async def test_turns_and_duplicates_are_told_apart(app: App) -> None:
    visitor = Visitor(app)
    for id_ in ("one", "one", "two"):
        await visitor.does(Said("السلام عليكم"), id_)
    assert ends(app) == {"done": 2, "duplicate": 1}
    assert sum(app.kit.meter.batches.counts) == 3
    assert app.kit.meter.channels["website"].latency.total == 0


async def test_what_an_officer_may_not_do_is_refused(app: App) -> None:
    await Desk(app).make("00000000", "claim")
    assert ends(app, "desk") == {"refused": 1}


async def test_an_escalation_is_counted(app: App) -> None:
    await Visitor(app).say("مسؤول")
    assert app.kit.meter.escalations == {"asked": 1}


async def test_an_update_that_raises_is_counted_as_failed_and_logged_under_its_mark(
    app: App, monkeypatch: pytest.MonkeyPatch, lines: LogCapture
) -> None:
    async def fail(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(person, "hear", fail)
    logs.follow(trace="the webhook's")
    await Visitor(app).does(Said("السلام عليكم"))
    assert ends(app) == {"failed": 1}
    told = [(e["event"], e["trace"]) for e in lines.entries if e["event"].startswith("turn")]
    assert told == [("turn_failed", "the webhook's"), ("turn", "the webhook's")]


async def test_what_finds_no_room_is_counted_as_overloaded(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Overloaded

    monkeypatch.setattr(Queue, "put", refuse)
    with pytest.raises(Overloaded):
        await Visitor(app).does(Said("السلام عليكم"))
    assert ends(app) == {"overloaded": 1}


async def test_what_the_database_does_not_take_is_counted_as_not_kept(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise TROUBLE[0]("full")

    monkeypatch.setattr(app.database, "unit", refuse)
    with pytest.raises(TROUBLE[0]):
        await Visitor(app).does(Said("السلام عليكم"))
    monkeypatch.undo()
    assert ends(app) == {"not_kept": 1}


async def test_the_time_counts_from_the_arrival(
    app: App, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = batch.play

    async def slowly(*given: object) -> object:
        clock.advance(timedelta(seconds=2))
        return await play(*given)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr("bot.turns.loop.play", slowly)
    await Visitor(app).does(Said("السلام عليكم"))
    assert app.kit.meter.channels["website"].latency.total == pytest.approx(2)


async def test_one_message_is_followed_from_its_arrival_to_what_was_sent(
    app: App, lines: LogCapture
) -> None:
    visitor = Visitor(app)
    await visitor.say("السلام عليكم")
    [turn] = [entry for entry in lines.entries if entry["event"] == "turn"]
    assert (turn["channel"], turn["outcome"], turn["log_level"]) == ("website", "done", "debug")
    said = [line for line in await visitor.lines() if line.direction == "out"]
    assert {stamp(line.created_at) for line in said} == {turn["at"]}
    assert "السلام" not in str(lines.entries)


async def test_updates_that_no_request_brought_have_marks_of_their_own(
    app: App, lines: LogCapture
) -> None:
    for number in range(2):
        update = Update("website", "x", str(number), FromPerson("v", Said("السلام عليكم")))
        await app.turns.take(update)
    marks = {entry["trace"] for entry in lines.entries if entry["event"] == "turn"}
    assert len(marks) == 2
