"""Whether the process lives, whether it can do its work, and what stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.meter import Meter, Tally
from bot.readiness import Readiness
from bot.turns.loop import WAITING
from storage import messages
from storage.database import Database
from storage.messages import Backlog
from storage.trouble import TROUBLE

UNSENT = frozenset({"queued", "sending"})  # what is parked waits for its person


@dataclass(frozen=True, slots=True)
class Health:
    """`waiting` is how many updates wait for their turn, `channels` whether each is on."""

    database: Database
    clock: Clock
    meter: Meter
    waiting: Callable[[], int]
    readiness: Readiness
    channels: Collection[tuple[str, bool]]

    def routes(self) -> list[Route]:
        return [Route("/healthz", self.healthz), Route("/readyz", self.readyz)]

    async def healthz(self, _: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(self, _: Request) -> Response:
        """503 while nothing can be kept: the database takes no writes, or too much waits.

        A provider in trouble does not make it unready: what is sent there waits for it.
        """
        found = await self.readiness.found()
        backlog = await self._backlog()
        waiting = self.waiting()
        ready = found.state == "writable" and waiting < WAITING
        told = {
            "ok": ready,
            "database": found.state,
            "disk": found.disk and {"free_bytes": found.disk.free, "total_bytes": found.disk.total},
            "updates_waiting": waiting,
            "oldest_unsent_seconds": self._oldest(backlog),
            "waiting": [self._line(line) for line in backlog],
            "channels": {name: self._channel(name, on=on) for name, on in self.channels},
        }
        return JSONResponse(told, 200 if ready else 503)

    async def _backlog(self) -> list[Backlog]:
        try:
            async with self.database.view() as view:
                return await messages.backlog(view)
        except TROUBLE:
            return []

    def _line(self, line: Backlog) -> dict[str, Any]:
        return {
            "channel": line.channel,
            "status": line.status,
            "count": line.count,
            "oldest_seconds": self._age(line.oldest),
        }

    def _oldest(self, backlog: Iterable[Backlog]) -> int | None:
        ages = (self._age(line.oldest) for line in backlog if line.status in UNSENT)
        return max(ages, default=None)

    def _age(self, since: datetime) -> int:
        return round((self.clock.now() - since).total_seconds())

    def _channel(self, name: str, *, on: bool) -> dict[str, Any]:
        """Since the start: when it was last heard, last reached, last in trouble and why."""
        tally = self.meter.channels.get(name) or Tally()
        trouble = tally.trouble
        return {
            "on": on,
            "heard": tally.heard and tally.heard.isoformat(),
            "reached": tally.reached and tally.reached.isoformat(),
            "trouble": trouble and {"code": trouble.code, "at": trouble.at.isoformat()},
        }
