"""An address that a provider posts to: the lean way in, without what browsers need.

What holds for every request holds here too: a limit to its body, and no faults shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.web.answers import problem
from bot.web.guard import failed, whole

TOO_LARGE = problem(413)


@dataclass(frozen=True, slots=True)
class Call:
    """What was posted. `scope` is ASGI's."""

    scope: Scope
    body: bytes

    def header(self, name: bytes) -> bytes:
        """The first of that name, in small letters; empty where there is none."""
        for given, value in self.scope["headers"]:
            if given == name:
                return bytes(value)
        return b""


Reply: TypeAlias = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An ASGI application for one path, by itself or as the endpoint of a route.

    The response may be one made beforehand: it is not changed by being sent.
    """

    reply: Reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await whole(scope, receive)
            response = TOO_LARGE if body is None else await self.reply(Call(scope, body))
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 -- whatever it is, nothing of it is shown
            response = failed(self.reply, error)
        await response(scope, receive, send)
