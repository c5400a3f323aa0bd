"""Who watches what over server-sent events, and the events as they are written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

HEARTBEAT = 20.0  # seconds: proxies close a silent connection
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
TYPE = "text/event-stream"


@dataclass(slots=True)
class Streams:
    """Open event streams by what they watch; `wake` tells them that there is something new."""

    _watching: dict[str, set[asyncio.Event]] = field(default_factory=dict)
    closing: bool = False

    @contextmanager
    def watch(self, what: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever `what` changed."""
        event = asyncio.Event()
        self._watching.setdefault(what, set()).add(event)
        try:
            yield event
        finally:
            watchers = self._watching[what]
            watchers.discard(event)
            if not watchers:
                del self._watching[what]

    def watched(self, what: str) -> bool:
        return what in self._watching

    def wake(self, what: str) -> None:
        for event in self._watching.get(what, ()):
            event.set()

    def wake_all(self) -> None:
        """Whatever is watched may have changed."""
        for what in tuple(self._watching):
            self.wake(what)

    def close(self) -> None:
        """Let every stream end, so that the server can."""
        self.closing = True
        self.wake_all()


async def heartbeat(event: asyncio.Event) -> bool:
    """Wait until the event is set, at most one heartbeat; whether it was."""
    try:
        await asyncio.wait_for(event.wait(), HEARTBEAT)
    except TimeoutError:
        return False
    event.clear()
    return True


def written(name: str, data: dict[str, Any], id_: int | None = None) -> bytes:
    """One server-sent event."""
    head = f"id: {id_}\n" if id_ is not None else ""
    return f"{head}event: {name}\ndata: {msgspec.json.encode(data).decode()}\n\n".encode()


def streamed(request: Request, feed: AsyncIterator[bytes]) -> Response:
    """The feed as a response, for as long as it lasts; its headers alone for a HEAD."""
    if request.method == "HEAD":
        return Response(media_type=TYPE, headers=HEADERS)
    return StreamingResponse(feed, media_type=TYPE, headers=HEADERS)


COMMENT = b": \n\n"
