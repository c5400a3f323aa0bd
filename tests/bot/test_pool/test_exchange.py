"""Requests as they are prepared, and answers in every form that HTTP/1.1 has."""

from __future__ import annotations

import asyncio
import base64

import pytest

from bot.transport.connection import Answer
from bot.transport.pool import Pool
from tests.bot.test_pool.posting import SECRET, SOON, pooled, post
from tests.wire import Peer, answer, holding, listening, polite, saying

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_a_request_is_what_was_prepared() -> None:
    async with listening(polite) as wire, pooled(wire.url) as pool:
        assert await post(pool, "أهلًا".encode()) == Answer(200, b"{}")
    host = wire.url.removeprefix("http://")
    head = (
        f"POST /bot{SECRET}/sendMessage HTTP/1.1\r\nHost: {host}\r\n"
        "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n"
    )
    assert wire.requests == [head.encode() + "أهلًا".encode()]


def test_the_servers_own_path_and_password_are_used() -> None:
    pool = Pool("https://noura:p%40ss@proxy.example:8443/telegram/")
    assert pool.head("/getMe", {}).decode().split("\r\n") == [
        "POST /telegram/getMe HTTP/1.1",
        "Host: proxy.example:8443",
        "Authorization: Basic " + base64.b64encode(b"noura:p@ss").decode(),
        "Content-Length: ",
    ]
    assert b"Basic" not in pool.head("/getMe", {"Authorization": "Bearer x"})


async def test_the_environment_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with listening(polite) as wire, pooled(wire.url) as pool:
        assert (await post(pool)).status == 200


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([answer(b'{"ok":true}')], Answer(200, b'{"ok":true}')),
        ([bytes([byte]) for byte in answer(b"slow", "429 Too Many")], Answer(429, b"slow")),
        ([CHUNKED, b"3\r\nab", b"c\r\n2;x=y\r", b"\nde\r\n0\r\n", b"\r\n"], Answer(200, b"abcde")),
        ([b"HTTP/1.1 100 Continue\r\n\r\n", answer(b"x")], Answer(200, b"x")),
        ([b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(b"x")], Answer(200, b"x")),
        ([b"HTTP/1.1 204 No Content\r\n\r\n"], Answer(204, b"")),
        ([answer(b"", "302 Found", "Location: /elsewhere")], Answer(302, b"")),
        ([answer(b"x" * 500_000)], Answer(200, b"x" * 500_000)),
    ],
    ids=["plain", "slow", "chunked", "continue", "hints", "empty", "redirect", "long"],
)
async def test_an_answer_is_read_and_the_connection_kept(
    said: list[bytes], expected: Answer
) -> None:
    async def twice(peer: Peer) -> None:
        for _ in range(2):
            await peer.request()
            await peer.say(*said)
        await peer.gone()

    async with listening(twice) as wire, pooled(wire.url) as pool:
        assert [await post(pool), await post(pool)] == [expected, expected]
    assert len(wire.met) == 1


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>",
        b"HTTP/1.0 502 Bad Gateway\r\n\r\n<html>",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 502 Bad Gateway\r\n\r\n<html>",
    ],
)
async def test_an_answer_may_end_with_the_connection(said: bytes) -> None:
    async with listening(saying(said), polite) as wire, pooled(wire.url) as pool:
        assert await post(pool) == Answer(502, b"<html>")
        assert await post(pool) == Answer(200, b"{}")


async def test_what_the_server_will_not_keep_is_closed_by_us() -> None:
    closing = holding(answer(b"x", "200 OK", "Connection: close"))
    async with listening(closing, polite) as wire, pooled(wire.url) as pool:
        assert await post(pool) == Answer(200, b"x")
        await wire.scripts[0]
        await post(pool)
    assert len(wire.met) == 2


async def test_connections_are_bounded_and_taken_in_turn() -> None:
    arrived, let_go = asyncio.Semaphore(0), asyncio.Event()

    async def slow(peer: Peer) -> None:
        while True:
            request = await peer.request()
            arrived.release()
            await let_go.wait()
            await peer.say(answer(request[-1:]))

    async with listening(slow) as wire, pooled(wire.url, connections=2) as pool:
        posts = [asyncio.create_task(post(pool, b"%d" % n)) for n in range(5)]
        for _ in range(2):
            await arrived.acquire()
        assert len(wire.met) == 2
        let_go.set()
        assert [(await post).body for post in posts] == [b"%d" % n for n in range(5)]
    assert len(wire.met) == 2


async def test_one_after_the_other_they_need_one_connection() -> None:
    async with listening(polite) as wire, pooled(wire.url) as pool:
        for _ in range(20):
            await post(pool)
    assert len(wire.met) == 1


async def test_a_connection_rests_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.transport.pool.REST", SOON)
    async with listening(polite) as wire, pooled(wire.url) as pool:
        await post(pool)
        await wire.scripts[0]
        await post(pool)
    assert len(wire.met) == 2


async def test_a_closed_pool_may_be_used_again() -> None:
    async with listening(polite) as wire, pooled(wire.url) as pool:
        await post(pool)
        await pool.close()
        await wire.scripts[0]
        await post(pool)
    assert len(wire.met) == 2
