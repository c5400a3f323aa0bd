"""What holds for every request: a limit to its body, safe headers, and no faults shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.answers import problem

LARGEST = 1024 * 1024  # bytes of a request's body
LARGER = {"/chat/files": 16 * LARGEST, "/desk/files": 20 * LARGEST}  # where files come
WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"media-src 'self' blob:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
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
                headers = [*message["headers"], *SECURITY, *_keeping(scope, message)]
                message = {**message, "headers": headers}
            await send(message)

        try:
            body = await whole(scope, receive)
            if body is None:
                await problem(413)(scope, receive, guarded)
            else:
                with_body = scope["method"] in WITH_BODY
                await self.app(scope, _replayed(body, receive) if with_body else receive, guarded)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 -- whatever it is, nothing of it is shown
            response = failed(scope.get("endpoint"), error)
            if not begun:
                await response(scope, receive, guarded)


def failed(where: object, error: Exception) -> Response:
    """What is answered where a fault of ours was met; only its place and kind are logged."""
    name = getattr(where, "__qualname__", None)
    log.error("request_failed", where=name, error=type(error).__name__)
    return problem(503, retry_after=5)


async def whole(scope: Scope, receive: Receive) -> bytes | None:
    """The body of a request; None as soon as it is, or claims to be, larger than allowed.

    Raises ClientDisconnect where it breaks off.
    """
    largest = LARGER.get(scope["path"], LARGEST)
    claimed = dict(scope["headers"]).get(b"content-length", b"0")
    if not claimed.isdigit() or len(claimed) > 12 or int(claimed) > largest:
        return None
    if scope["method"] not in WITH_BODY:
        return b""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > largest:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _keeping(scope: Scope, message: Message) -> list[tuple[bytes, bytes]]:
    """Whether browsers may keep the answer, where it does not say so itself."""
    if any(name == b"cache-control" for name, _ in message["headers"]):
        return []
    return [(b"cache-control", KEPT if scope["path"].startswith(FILES) else NOT_KEPT)]


def _replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """A `receive` that gives the body once."""
    parts = [body]

    async def again() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        return await receive()

    return again
