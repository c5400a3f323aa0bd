"""Twilio's calls to us: signed, taken, and answered with nothing to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import structlog
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from bot.channels import whatsapp_inbound
from bot.update import Update
from bot.web.answers import problem

MESSAGES, STATUSES = "/whatsapp/webhook", "/whatsapp/status"
RETRY_AFTER = 5  # seconds

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Webhook:
    """`public_url` is our address as Twilio knows it; without one it calls us where we listen.

    A 5xx is not repeated unless the URL at Twilio ends in ``#rc=3&rp=all``; what is lost all the
    same is caught up with.
    """

    validator: RequestValidator
    public_url: str | None
    account: str
    take: Callable[[Update], Awaitable[object]]

    def routes(self) -> list[Route]:
        return [
            Route(MESSAGES, self.message, methods=["POST"]),
            Route(STATUSES, self.status, methods=["POST"]),
        ]

    async def message(self, request: Request) -> Response:
        """A person wrote, tapped or sent something."""
        raw = await request.body()
        form = _form(raw)
        if not self._genuine(request, form):
            return problem(403)
        updates = whatsapp_inbound.updates(form, self.account, raw)
        if not updates:
            log.warning("whatsapp_unreadable", kind=form.get("MessageType", "")[:20])
        return await self._taken(updates)

    async def status(self, request: Request) -> Response:
        """What became of a message of ours."""
        raw = await request.body()
        form = _form(raw)
        if not self._genuine(request, form):
            return problem(403)
        update = whatsapp_inbound.reported(form, self.account, raw)
        return await self._taken([update] if update else [])

    async def _taken(self, updates: Iterable[Update]) -> Response:
        try:
            for update in updates:
                await self.take(update)
        except Exception as error:  # noqa: BLE001 -- whatever it was, nothing was acknowledged
            log.warning("whatsapp_not_taken", error=type(error).__name__)
            return problem(503, retry_after=RETRY_AFTER)
        return Response(status_code=204)

    def _genuine(self, request: Request, form: ImmutableMultiDict[str, str]) -> bool:
        """Whether Twilio signed this form for this address."""
        signature = request.headers.get(SIGNATURE_HEADER)
        if not signature:
            return False
        algorithm = get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER))
        return bool(self.validator.validate(self._address(request), form, signature, algorithm))

    def _address(self, request: Request) -> str:
        """The URL as Twilio wrote it, which is not what a proxy made of it."""
        base = self.public_url or str(request.base_url).rstrip("/")
        path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
        return f"{base}{path}?{query}" if query else f"{base}{path}"


def _form(raw: bytes) -> ImmutableMultiDict[str, str]:
    """All the parameters, empty ones too, for they are signed."""
    text = raw.decode("utf-8", "replace")
    return ImmutableMultiDict(parse_qsl(text, keep_blank_values=True))
