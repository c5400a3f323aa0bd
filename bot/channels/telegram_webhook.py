"""Telegram's calls to us: recognised by their secret, committed, answered."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import structlog
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram_entry import TRANSIENT, Entry
from bot.channels.telegram_update import decode
from bot.web.answers import problem
from bot.web.endpoint import Call, Endpoint

PATH = "/telegram/webhook"
HEADER = b"x-telegram-bot-api-secret-token"
RETRY_AFTER = 5  # seconds

TAKEN = Response()
FORBIDDEN = problem(403)
NOT_TAKEN = problem(503, retry_after=RETRY_AFTER)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Webhook:
    """What cannot be read is answered 200 all the same: Telegram would send it for a day."""

    entry: Entry
    secret: str

    def routes(self) -> list[Route]:
        return [Route(PATH, Endpoint(self.receive), methods=["POST"])]

    async def receive(self, call: Call) -> Response:
        if not hmac.compare_digest(call.header(HEADER), self.secret.encode()):
            return FORBIDDEN
        incoming = decode(call.body)
        if incoming is None:
            log.warning("telegram_unreadable", bytes=len(call.body))
            return TAKEN
        try:
            await self.entry.receive(incoming, call.body)
        except TRANSIENT as error:
            log.warning("telegram_not_taken", error=type(error).__name__)
            return NOT_TAKEN
        return TAKEN
