"""Event streams: who is woken, what a silent one says, how all of them end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import StreamingResponse

from bot.web import streams
from bot.web.streams import Streams, heartbeat, streamed, written


def test_whoever_watches_is_woken_and_nobody_else() -> None:
    ours = Streams()
    with ours.watch("a") as one, ours.watch("a") as two, ours.watch("b") as other:
        ours.wake("a")
        assert (one.is_set(), two.is_set(), other.is_set()) == (True, True, False)
        ours.wake("nobody")


def test_what_nobody_watches_any_more_is_forgotten() -> None:
    ours = Streams()
    with ours.watch("a"):
        with ours.watch("a"):
            pass
        assert ours.watched("a")
    assert not ours.watched("a")


def test_a_watcher_that_fails_is_forgotten_too() -> None:
    ours = Streams()
    with pytest.raises(ZeroDivisionError), ours.watch("a"):
        raise ZeroDivisionError
    assert not ours.watched("a")


def test_closing_wakes_everybody() -> None:
    ours = Streams()
    with ours.watch("a") as one, ours.watch("b") as other:
        ours.close()
        assert (ours.closing, one.is_set(), other.is_set()) == (True, True, True)


async def test_a_heartbeat_is_missed_when_something_happens() -> None:
    event = asyncio.Event()
    event.set()
    assert await heartbeat(event)
    assert not event.is_set()  # the next one waits again


async def test_a_silent_stream_has_a_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.0)
    event = asyncio.Event()
    assert not await heartbeat(event)
    assert not event.is_set()


def test_an_event_is_one_block_whatever_it_says() -> None:
    assert written("message", {"text": "a\n\nb\r\nc"}, 7) == (
        b'id: 7\nevent: message\ndata: {"text":"a\\n\\nb\\r\\nc"}\n\n'
    )
    assert written("changed", {}) == b"event: changed\ndata: {}\n\n"
    assert "س".encode() in written("message", {"text": "س"})


async def feed() -> AsyncIterator[bytes]:
    yield b""


@pytest.mark.parametrize(("method", "streaming"), [("GET", True), ("HEAD", False)])
def test_a_stream_is_not_kept_by_anybody_and_has_a_head(method: str, streaming: bool) -> None:
    answer = streamed(Request({"type": "http", "method": method, "headers": []}), feed())
    assert isinstance(answer, StreamingResponse) is streaming
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"
