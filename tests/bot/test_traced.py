"""Each request has a mark of its own in the log, also where one connection brings many."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from structlog.contextvars import get_contextvars

from bot import logs
from bot.web.traced import Traced
from tests.serve import served


async def marks(_: Request) -> Response:
    """What a line of this request would bear: before a task of its own, in it, and afterwards."""

    async def apart() -> str:
        return str(get_contextvars()["trace"])

    before = get_contextvars()["trace"]
    task = await asyncio.create_task(apart())
    return PlainTextResponse(f"{before} {task} {logs.trace()}")


async def test_requests_have_marks_of_their_own() -> None:
    app = Traced(Starlette(routes=[Route("/", marks)]))
    async with served(app) as url, ClientSession(url) as session:

        async def ask() -> str:
            async with session.get("/") as answer:
                return await answer.text()

        told = [await ask(), await ask(), *await asyncio.gather(ask(), ask(), ask())]
    one_each = [set(line.split()) for line in told]
    assert all(len(mark) == 1 for mark in one_each)
    assert len(set.union(*one_each)) == 5
    assert "trace" not in structlog.contextvars.get_contextvars(), "none of it is left here"
