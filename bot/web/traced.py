"""A mark for every request, which stands in whatever is logged because of it."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from bot import logs


class Traced:
    """Around the whole application: the server runs each request in a context of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        logs.follow(trace=logs.new_trace())
        await self.app(scope, receive, send)
