"""The web application: routes gathered, bodies limited, faults answered without their traces."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.turns.loop import Overloaded
from bot.web.answers import problem

STATIC = Path(__file__).parent / "static"
LARGEST = 1024 * 1024  # bytes of a request's body
SECURITY = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"content-security-policy": (
        b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        b"frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
    ),
}

log = structlog.get_logger()


def build(routes: Sequence[BaseRoute], origins: Sequence[str], *, demo: bool) -> Starlette:
    """`origins` are the sites whose pages may embed the widget."""
    pages: list[BaseRoute] = [
        Route("/widget.js", lambda _: FileResponse(STATIC / "widget.js")),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    if demo:
        pages.append(Route("/", lambda _: FileResponse(STATIC / "demo.html")))
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        expose_headers=["Retry-After"],
    )
    return Starlette(
        routes=[*routes, *pages],
        middleware=[Middleware(Guard), cors],
        exception_handlers={
            HTTPException: _http,
            msgspec.DecodeError: _malformed,
            Overloaded: _overloaded,
            Exception: _fault,
        },
    )


class Guard:
    """Refuses bodies over the limit, whatever they claim, and adds the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        claimed = headers.get(b"content-length", b"0")
        if not claimed.isdigit() or int(claimed) > LARGEST:
            await problem(413)(scope, receive, send)
            return
        if scope["method"] in {"POST", "PUT", "PATCH"}:
            body = await _whole(receive)
            if body is None:
                await problem(413)(scope, receive, send)
                return
            receive = _replayed(body, receive)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *SECURITY.items()]
            await send(message)

        await self.app(scope, receive, guarded)


async def _whole(receive: Receive) -> bytes | None:
    """The body, or None as soon as it is larger than allowed."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > LARGEST:
            return None
        if not message.get("more_body"):
            return body


def _replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """A `receive` that gives the body that was read, once."""
    parts = [body]

    async def again() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return await receive()

    return again


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code if error.status_code in {404, 405} else 400)


async def _malformed(*_: object) -> Response:
    return problem(400)


async def _overloaded(*_: object) -> Response:
    return problem(503, retry_after=5)


async def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours. Its kind is logged; what the person sent is not."""
    log.error("request_failed", path=request.url.path, error=type(error).__name__)
    return problem(503, retry_after=5)
