"""Where providers post: the shortest way in, with the limits and the silence of the long one."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO

import pytest
import uvloop
from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot import commands
from bot.__main__ import main
from bot.serving import Server, listen
from bot.web import server
from bot.web.endpoint import Call, Endpoint
from bot.web.guard import LARGEST, Guard
from tests.serve import served

ORIGIN = "https://www.example.org"
PREPARED = Response(b"taken", 202)


@dataclass
class Provider:
    """A client who posts, and what reached us of it."""

    session: ClientSession
    url: str = ""
    trouble: Exception | None = None
    heard: list[Call] = field(default_factory=list)

    async def reply(self, call: Call) -> Response:
        self.heard.append(call)
        if self.trouble:
            raise self.trouble
        return PREPARED

    def routes(self) -> list[Route]:
        return [Route("/hook", Endpoint(self.reply), methods=["POST"])]

    def site(self) -> server.Site:
        return server.build(self.routes(), [ORIGIN], demo=False)


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with ClientSession() as session:
        provider = Provider(session)
        async with served(provider.site()) as provider.url:
            yield provider


async def test_what_is_posted_is_heard_and_answered(provider: Provider) -> None:
    for _ in range(2):
        async with provider.session.post(
            f"{provider.url}/hook?x=1", data=b"said", headers=[("X-A", "1"), ("X-A", "2")]
        ) as answer:
            assert (answer.status, await answer.read()) == (202, b"taken")
            assert set(answer.headers) == {"Content-Length", "Date", "Server"}
    call = provider.heard[0]
    assert (call.body, call.header(b"x-a"), call.header(b"x-b")) == (b"said", b"1", b"")
    assert (call.scope["path"], call.scope["query_string"]) == ("/hook", b"x=1")


async def test_a_body_in_pieces_is_heard_whole(provider: Provider) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"a", b"", b"b" * 100_000, b"c"):
            yield piece

    async with provider.session.post(f"{provider.url}/hook", data=pieces()) as answer:
        assert answer.status == 202
    assert provider.heard[0].body == b"a" + b"b" * 100_000 + b"c"


async def test_a_body_over_the_limit_is_refused(provider: Provider) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield b"x" * (LARGEST // 8)

    for data in (BytesIO(b"x" * (LARGEST + 1)), pieces()):
        async with provider.session.post(f"{provider.url}/hook", data=data) as answer:
            assert (answer.status, await answer.json()) == (413, {"problem": "too large"})
    assert provider.heard == []
    async with provider.session.post(f"{provider.url}/hook", data=b"x" * LARGEST) as answer:
        assert answer.status == 202


async def test_a_body_that_breaks_off_is_not_heard(
    provider: Provider, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    host, port = provider.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{}")
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    assert (provider.heard, caplog.records, "".join(capsys.readouterr())) == ([], [], "")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS"])
async def test_other_methods_are_refused_as_everywhere(provider: Provider, method: str) -> None:
    async with provider.session.request(method, f"{provider.url}/hook") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert provider.heard == []


@pytest.mark.parametrize("path", ["/hook/", "//hook", "/hook/x", "/Hook", "/"])
async def test_other_paths_are_not_it(provider: Provider, path: str) -> None:
    async with provider.session.post(f"{provider.url}{path}", allow_redirects=False) as answer:
        assert answer.status in {307, 404}
    assert provider.heard == []


async def test_a_fault_of_ours_shows_and_logs_only_its_kind(
    provider: Provider, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.trouble = ZeroDivisionError("secret")
    async with provider.session.post(f"{provider.url}/hook", data=b"secret") as answer:
        assert (answer.status, await answer.json()) == (503, {"problem": "try again"})
        assert answer.headers["Retry-After"] == "5"
    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.out
    assert "Provider.reply" in told.out
    assert "secret" not in told.out + told.err + caplog.text


async def test_an_answer_made_beforehand_stays_as_it_is(provider: Provider) -> None:
    """Even on the long way, where headers are added to what goes out."""
    before = list(PREPARED.raw_headers)
    around = [Middleware(CORSMiddleware, allow_origins=[ORIGIN]), Middleware(Guard)]
    lengths = set()
    async with served(Starlette(routes=provider.routes(), middleware=around)) as url:
        for _ in range(3):
            headers = {"Origin": ORIGIN}
            async with provider.session.post(f"{url}/hook", headers=headers) as answer:
                assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                lengths.add(len(answer.headers))
    assert (len(lengths), PREPARED.raw_headers) == (1, before)


# ------------------------------------------------------------------ what it runs on
def test_every_command_runs_on_uvloop(monkeypatch: pytest.MonkeyPatch) -> None:
    async def probe(_: argparse.Namespace) -> int:
        return 7 if isinstance(asyncio.get_running_loop(), uvloop.Loop) else 1

    monkeypatch.setitem(commands.COMMANDS, "serve", probe)
    assert main(["serve"]) == 7


def test_requests_are_read_by_httptools(provider: Provider) -> None:
    with listen("127.0.0.1", 0) as listening:
        config = Server(provider.site(), listening, lambda: None, lambda: None).config
        config.load()
        assert config.http_protocol_class is HttpToolsProtocol
        assert config.ws_protocol_class is None
