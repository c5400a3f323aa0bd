"""Trouble on order: errors, garbage, a lost connection, an answer that does not come."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.botapi.refusal import Refusal, too_many

NGINX = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(eq=False)
class Hold:
    """A call whose answer is held back until `open` is set."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(eq=False)
class Fault:
    """What happens to the next `times` calls of a method (``*`` is any but getUpdates).

    `done` says whether Telegram did what was asked before the trouble began. `times` None is
    for ever. Without `hold` and `answer` the connection is closed without a word.
    """

    method: str
    times: int | None
    done: bool
    answer: tuple[int, bytes, str] | None = None  # status, body, content type
    hold: Hold | None = None

    @property
    def silent(self) -> bool:
        """Whether the bot gets no answer at all."""
        return self.hold is None and self.answer is None

    def meets(self, method: str) -> bool:
        return self.times != 0 and (
            self.method == method or (self.method == "*" and method != "getupdates")
        )

    async def apply(self, request: web.Request, answer: web.Response) -> web.Response:
        """What the bot gets instead of `answer`."""
        if self.hold is not None:
            self.hold.arrived.set()
            await self.hold.open.wait()
            return answer
        if self.answer is not None:
            status, body, kind = self.answer
            return web.Response(status=status, body=body, content_type=kind)
        if request.transport is not None:
            request.transport.close()
        return answer  # to nobody


class Faults:
    """The faults in the order they were asked for; each call meets the first that fits."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def fail(
        self,
        method: str,
        times: int | None,
        done: bool,
        *,
        status: int,
        body: str | bytes | dict[str, Any] | None,
        retry_after: int | None,
    ) -> None:
        kind = "application/json"
        if body is None and status == 502:
            body, kind = NGINX, "text/html"
        elif body is None:
            body = (too_many(retry_after or 1) if status == 429 else Refusal(status)).json()
        elif isinstance(body, str | bytes):
            kind = "text/html"
        if isinstance(body, dict):
            body = json.dumps(body)
        raw = body.encode() if isinstance(body, str) else body
        self._faults.append(Fault(method.lower(), times, done, answer=(status, raw or b"", kind)))

    def drop(self, method: str, times: int | None, done: bool) -> None:
        self._faults.append(Fault(method.lower(), times, done))

    def hold(self, method: str, times: int | None) -> Hold:
        hold = Hold()
        self._faults.append(Fault(method.lower(), times, done=True, hold=hold))
        return hold

    def take(self, method: str) -> Fault | None:
        """The fault this call meets, if any."""
        for fault in self._faults:
            if fault.meets(method):
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None

    def clear(self) -> None:
        """No more trouble; what was held is let go."""
        for fault in self._faults:
            if fault.hold is not None:
                fault.hold.open.set()
        self._faults.clear()
