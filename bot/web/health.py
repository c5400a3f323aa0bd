"""Whether the process lives, and whether it can do its work."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from storage import messages
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Health:
    database: Database
    clock: Clock

    def routes(self) -> list[Route]:
        return [Route("/healthz", self.healthz), Route("/readyz", self.readyz)]

    async def healthz(self, _: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(self, _: Request) -> Response:
        """503 when the database cannot be written; else what waits to be sent, by channel."""
        try:
            async with self.database.unit():
                pass
            async with self.database.view() as view:
                backlog = await messages.backlog(view)
        except sqlite3.Error as error:
            return JSONResponse({"ok": False, "database": type(error).__name__}, 503)
        now = self.clock.now()
        waiting = [
            {
                "channel": line.channel,
                "status": line.status,
                "count": line.count,
                "oldest_seconds": round((now - line.oldest).total_seconds()),
            }
            for line in backlog
        ]
        return JSONResponse({"ok": True, "waiting": waiting})
