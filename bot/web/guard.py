"""What holds for every request: a limit to its body, safe headers, and no faults shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.answers import problem

LARGEST = 1024 * 1024  # bytes of a request's body
WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", POLICY),
)
FILES = ("/static/", "/widget.js")
KEPT, NOT_KEPT = b"no-cache", b"no-store"  # what is kept is asked about before it is used

log = structlog.get_logger()


class Guard:
    """Refuses bodies over the limit, whatever they claim. A fault of ours is logged by its kind."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *SECURITY, *_keeping(scope, message)]
            await send(message)

        try:
            replay = await _limited(scope, receive)
            if replay is None:
                await problem(413)(scope, receive, guarded)
            else:
                await self.app(scope, replay, guarded)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 -- whatever it is, nothing of it is shown
            where = getattr(scope.get("endpoint"), "__qualname__", None)
            log.error("request_failed", where=where, error=type(error).__name__)  # noqa: TRY400 -- a trace quotes data
            if not begun:
                await problem(503, retry_after=5)(scope, receive, guarded)


def _keeping(scope: Scope, message: Message) -> list[tuple[bytes, bytes]]:
    """Whether browsers may keep the answer, where it does not say so itself."""
    if any(name == b"cache-control" for name, _ in message["headers"]):
        return []
    return [(b"cache-control", KEPT if scope["path"].startswith(FILES) else NOT_KEPT)]


async def _limited(scope: Scope, receive: Receive) -> Receive | None:
    """What gives the body that was read; None as soon as it is larger than allowed."""
    claimed = dict(scope["headers"]).get(b"content-length", b"0")
    if not claimed.isdigit() or len(claimed) > 12 or int(claimed) > LARGEST:
        return None
    if scope["method"] not in WITH_BODY:
        return receive
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > LARGEST:
            return None
        if not message.get("more_body"):
            return _replayed(bytes(body), receive)


def _replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """A `receive` that gives the body once."""
    parts = [body]

    async def again() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return await receive()

    return again
