"""Telegram's calls to us: recognised by their secret, committed, answered."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram_entry import TRANSIENT, Entry
from bot.channels.telegram_update import decode
from bot.web.answers import problem

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_AFTER = 5  # seconds

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Webhook:
    """What cannot be read is answered 200 all the same: Telegram would send it for a day."""

    entry: Entry
    secret: str

    def routes(self) -> list[Route]:
        return [Route(PATH, self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return problem(403)
        raw = await request.body()
        incoming = decode(raw)
        if incoming is None:
            log.warning("telegram_unreadable", bytes=len(raw))
            return Response()
        try:
            await self.entry.receive(incoming, raw)
        except TRANSIENT as error:
            log.warning("telegram_not_taken", error=type(error).__name__)
            return problem(503, retry_after=RETRY_AFTER)
        return Response()
