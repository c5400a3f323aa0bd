"""Twilio's calls to us: signed, taken, and answered with nothing to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from yarl import URL

from bot.channels import whatsapp_inbound, whatsapp_signature
from bot.channels.whatsapp_signature import Signature
from bot.update import Update
from bot.web.answers import problem
from bot.web.endpoint import Call, Endpoint

MESSAGES, STATUSES = "/whatsapp/webhook", "/whatsapp/status"
RETRY_AFTER = 5  # seconds

TAKEN = Response(status_code=204)
FORBIDDEN = problem(403)
NOT_TAKEN = problem(503, retry_after=RETRY_AFTER)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Webhook:
    """`public_url` is our address as Twilio knows it; without one it calls us where we listen.

    A 5xx is not repeated unless the URL at Twilio ends in ``#rc=3&rp=all``; what is lost all the
    same is caught up with.
    """

    signature: Signature
    public_url: str | None
    account: str
    take: Callable[[Update], Awaitable[object]]

    def routes(self) -> list[Route]:
        return [
            Route(MESSAGES, Endpoint(self.message), methods=["POST"]),
            Route(STATUSES, Endpoint(self.status), methods=["POST"]),
        ]

    async def message(self, call: Call) -> Response:
        """A person wrote, tapped or sent something."""
        form = _form(call.body)
        if not self._is_genuine(call, form):
            return FORBIDDEN
        updates = whatsapp_inbound.updates(form, self.account, call.body)
        if not updates:
            log.warning("whatsapp_unreadable", kind=form.get("MessageType", "")[:20])
        return await self._taken(updates)

    async def status(self, call: Call) -> Response:
        """What became of a message of ours."""
        form = _form(call.body)
        if not self._is_genuine(call, form):
            return FORBIDDEN
        update = whatsapp_inbound.reported(form, self.account, call.body)
        return await self._taken([update] if update else [])

    async def _taken(self, updates: Iterable[Update]) -> Response:
        try:
            for update in updates:
                await self.take(update)
        except Exception as error:  # noqa: BLE001 -- whatever it was, nothing was acknowledged
            log.warning("whatsapp_not_taken", error=type(error).__name__)
            return NOT_TAKEN
        return TAKEN

    def _is_genuine(self, call: Call, form: Mapping[str, str]) -> bool:
        """Whether Twilio signed this form for this address."""
        given = call.header(whatsapp_signature.HEADER)
        settings = call.header(whatsapp_signature.SETTINGS)
        return self.signature.is_genuine(self._address(call), form.items(), given, settings)

    def _address(self, call: Call) -> str:
        """The URL as Twilio wrote it, which is not what a proxy made of it."""
        base = self.public_url or str(Request(call.scope).base_url).rstrip("/")
        path, query = call.scope["path"], call.scope["query_string"].decode("latin-1")
        return f"{base}{path}?{query}" if query else f"{base}{path}"


def read(account: str, raw: bytes) -> list[Update]:
    """What a call that was put aside says."""
    form = _form(raw)
    report = whatsapp_inbound.reported(form, account, raw)
    return [*whatsapp_inbound.updates(form, account, raw), *([report] if report else [])]


def _form(raw: bytes) -> Mapping[str, str]:
    """All the parameters, empty ones too: read as a query, which takes a third of the time."""
    return URL.build(query_string=raw.decode("utf-8", "replace"), encoded=True).query
