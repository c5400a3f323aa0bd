"""`/metrics`: for Prometheus on this machine, or for whoever has the token."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import metrics
from bot.clock import Clock
from bot.meter import Meter
from bot.metrics import Snapshot
from bot.readiness import Readiness
from bot.web.answers import problem
from bot.web.demo import at_this_machine
from storage import messages, readings
from storage.database import Database
from storage.trouble import TROUBLE


@dataclass(frozen=True, slots=True)
class Metrics:
    """`waiting` is how many updates wait for their turn. Without a `token` nobody beyond this
    machine finds anything here.
    """

    database: Database
    clock: Clock
    meter: Meter
    waiting: Callable[[], int]
    readiness: Readiness
    token: SecretStr | None

    def routes(self) -> list[Route]:
        return [Route("/metrics", self.read)]

    async def read(self, request: Request) -> Response:
        """In Prometheus's text format. What the database does not tell is left out."""
        if not _is_local(request) and not self._knows(request):
            if self.token is None:
                return problem(404)
            return problem(401, headers={"WWW-Authenticate": "Bearer"})
        text = generate_latest(metrics.registry(await self._snapshot()))
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _snapshot(self) -> Snapshot:
        found, now = await self.readiness.found(), self.clock.now()
        try:
            async with self.database.view() as view:
                backlog = await messages.backlog(view)
                unanswered = await readings.unanswered(view)
                unfinished = await readings.unfinished(view)
        except TROUBLE:
            return Snapshot(now, self.meter, self.waiting(), found)
        kept = (backlog, unanswered, unfinished)
        return Snapshot(now, self.meter, self.waiting(), found, *kept)

    def _knows(self, request: Request) -> bool:
        """Whether the request bears the token."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if self.token is None or scheme.lower() != "bearer":
            return False
        token = self.token.get_secret_value()
        return hmac.compare_digest(given.strip().encode(), token.encode())


def _is_local(request: Request) -> bool:
    """Whether this machine asks for itself: behind a proxy everybody seems to come from here."""
    try:
        near = request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
    return near and at_this_machine(request)
