"""The web application: routes gathered, what embeds allowed, refusals answered in one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.turns.loop import Overloaded
from bot.web import demo as demo_room
from bot.web.answers import PROBLEMS, problem
from bot.web.endpoint import Endpoint
from bot.web.guard import Guard

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Site:
    """All that is served. What is posted to an endpoint goes there by the shortest way; everything
    else, other methods on the same path too, is routed.
    """

    endpoints: Mapping[str, Endpoint]  # by path
    routed: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        posted = scope["type"] == "http" and scope["method"] == "POST"
        endpoint = self.endpoints.get(scope["path"]) if posted else None
        await (endpoint or self.routed)(scope, receive, send)


def build(routes: Sequence[BaseRoute], origins: Sequence[str], *, demo: bool) -> Site:
    """`origins` are the sites whose pages may embed the widget."""
    posted = [route for route in routes if isinstance(route, Route)]
    endpoints = {r.path: r.endpoint for r in posted if isinstance(r.endpoint, Endpoint)}
    return Site(endpoints, _routed(routes, origins, demo=demo))


def _routed(routes: Sequence[BaseRoute], origins: Sequence[str], *, demo: bool) -> Starlette:
    pages: list[BaseRoute] = [
        Route("/widget.js", widget),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    if demo:
        pages.append(Route("/", demo_room.page))
    # Outermost, so that pages of those sites can read every answer, refusals too.
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        expose_headers=["Retry-After"],
    )
    return Starlette(
        routes=[*routes, *pages],
        middleware=[cors, Middleware(Guard)],
        exception_handlers={
            HTTPException: _http,
            msgspec.DecodeError: _malformed,
            UnicodeDecodeError: _malformed,
            RecursionError: _malformed,  # JSON nested without end
            Overloaded: _overloaded,
        },
    )


async def widget(_: Request) -> Response:
    return FileResponse(STATIC / "widget.js")


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code if error.status_code in PROBLEMS else 400
    return problem(status, headers=error.headers)


async def _malformed(*_: object) -> Response:
    return problem(400)


async def _overloaded(*_: object) -> Response:
    return problem(503, retry_after=5)
