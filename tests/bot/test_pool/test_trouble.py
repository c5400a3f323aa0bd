"""What was never sent, what nobody can tell, and that neither is taken for the other."""

from __future__ import annotations

import asyncio
import select
import socket
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from aiohappyeyeballs import start_connection

from bot.transport.connection import LARGEST, Answer, NoAnswer, NotSent, OutcomeUnknown
from bot.transport.pool import REST
from tests.bot.test_pool.posting import PATIENT, SECRET, SOON, pooled, post
from tests.wire import Peer, Script, answer, holding, listening, polite, saying

BODY = b"1000000008"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * (LARGEST // 6)


# ------------------------------------------------------------------ never sent
async def test_a_closed_port_and_a_wrong_address_are_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        for port in (taken.getsockname()[1], 99999):
            async with pooled(f"http://127.0.0.1:{port}") as pool:
                with pytest.raises(NotSent):
                    await post(pool)


async def test_a_connection_that_is_not_made_in_time_is_not_sent() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)  # its queue takes one; further ones hang
        address = full.getsockname()
        with socket.create_connection(address):
            async with pooled(f"http://127.0.0.1:{address[1]}", patience=SOON) as pool:
                with pytest.raises(NotSent):
                    await post(pool)


async def test_no_free_connection_in_time_is_not_sent() -> None:
    asked = asyncio.Event()

    async def deaf(peer: Peer) -> None:
        await peer.request()
        asked.set()
        await peer.gone()

    async with (
        listening(deaf, polite) as wire,
        pooled(wire.url, connections=1, patience=SOON) as pool,
    ):
        first = asyncio.create_task(post(pool, b"first"))
        await asked.wait()
        with pytest.raises(NotSent, match="busy"):
            await post(pool, b"second")
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert await post(pool, b"third") == Answer(200, b"{}")
    assert wire.bodies == [b"first", b"third"]


async def test_a_server_that_hangs_up_at_once_got_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        async def met(*given: Any, **more: Any) -> socket.socket:
            connected = await start_connection(*given, **more)
            server.accept()[0].close()
            select.select([connected], [], [])  # the goodbye is here
            return connected

        monkeypatch.setattr("bot.transport.pool.start_connection", met)
        async with pooled(f"http://127.0.0.1:{server.getsockname()[1]}") as pool:
            with pytest.raises(NotSent, match="closed at once"):
                await post(pool)


# ------------------------------------------------------------------ the race for a resting one
def close(peer: Peer) -> None:
    with peer.socket() as handle:
        handle.shutdown(socket.SHUT_RDWR)


def give_up(peer: Peer) -> None:
    with peer.socket() as handle:
        handle.send(answer(b"late", "408 Request Timeout"))


@pytest.mark.parametrize("act", [close, give_up])
async def test_a_connection_the_server_has_closed_is_not_written_to(
    act: Callable[[Peer], None],
) -> None:
    """Not a turn of the event loop lies between the server's act and our request."""
    async with listening(polite) as wire, pooled(wire.url) as pool:
        await post(pool, b"first")
        act(wire.met[0])
        assert await post(pool, b"second") == Answer(200, b"{}")
        assert wire.bodies == [b"first", b"second"]
        assert len(wire.met) == 2


@pytest.mark.parametrize("act", [close, give_up])
async def test_nor_once_the_event_loop_knows(act: Callable[[Peer], None]) -> None:
    async with listening(polite) as wire, pooled(wire.url) as pool:
        await post(pool, b"first")
        act(wire.met[0])
        async with asyncio.timeout(REST / 2):
            await wire.scripts[0]  # we have hung up
        assert await post(pool, b"second") == Answer(200, b"{}")
    assert wire.bodies == [b"first", b"second"]
    assert len(wire.met) == 2


async def test_a_connection_lost_once_the_request_is_written_leaves_the_outcome_open() -> None:
    async def once(peer: Peer) -> None:
        await peer.request()
        await peer.say(answer())
        await peer.request()

    async with listening(once, polite) as wire, pooled(wire.url) as pool:
        await post(pool, b"first")
        with pytest.raises(OutcomeUnknown):
            await post(pool, b"second")
        await post(pool, b"third")
    assert wire.bodies == [b"first", b"second", b"third"]  # the second once


# ------------------------------------------------------------------ nobody can tell
async def reset(peer: Peer) -> None:
    await peer.request()
    peer.reset()


@pytest.mark.parametrize(
    "script",
    [
        saying(),
        saying(b"HTTP/1.1 20"),
        saying(b"HTTP/1.1 200 OK\r\nContent-Le"),
        saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
        saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{"),
        saying(CHUNKED + b"5\r\nab"),
        saying(CHUNKED + b"2\r\nab\r\n"),
        saying(b"HTTP/1.1 100 Continue\r\n\r\n"),
        reset,
        holding(b"220 mail.example ESMTP\r\n"),
        holding(b"\x16\x03\x01\x00\xff"),
        holding(CHUNKED + b"zz\r\n"),
        holding(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
        holding(answer(b"x" * LARGEST)),
        holding(CHUNKED + b"%x\r\n" % (2 * LARGEST), b"x" * (LARGEST + 1)),
        holding(ENDLESS),
    ],
)
async def test_without_a_whole_answer_the_outcome_is_open(script: Script) -> None:
    async with listening(script, polite) as wire, pooled(wire.url) as pool:
        with pytest.raises(OutcomeUnknown) as lost:
            await post(pool, b"first")
        assert not isinstance(lost.value, NoAnswer)
        await wire.scripts[0]  # we have hung up
        assert await post(pool, b"second") == Answer(200, b"{}")
    assert wire.bodies == [b"first", b"second"]
    assert len(wire.met) == 2


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]
)
async def test_an_answer_that_is_not_whole_in_time_leaves_the_outcome_open(said: bytes) -> None:
    async with listening(holding(said), polite) as wire, pooled(wire.url) as pool:
        with pytest.raises(NoAnswer):
            await post(pool, b"first", patience=SOON)
        await wire.scripts[0]  # we have hung up
        assert await post(pool, b"second") == Answer(200, b"{}")
    assert wire.bodies == [b"first", b"second"]


async def test_each_request_has_its_own_time() -> None:
    async with listening(holding()) as wire, pooled(wire.url) as pool:
        patient = asyncio.create_task(post(pool, b"patient"))
        await asyncio.sleep(0)  # it begins
        hasty = asyncio.create_task(post(pool, b"hasty", patience=SOON))
        with pytest.raises(NoAnswer):
            await hasty
        assert not patient.done()
        await pool.close()
        with pytest.raises(OutcomeUnknown):
            await patient


async def test_nobody_waits_for_ever() -> None:
    async with listening(holding()) as wire, pooled(wire.url) as pool:
        posts = (post(pool, b"x", patience=times * SOON) for times in (2, 1, 3))
        met = await asyncio.gather(*posts, return_exceptions=True)
    assert [type(trouble) for trouble in met] == [NoAnswer] * 3


async def test_a_reset_is_not_the_end_of_an_answer() -> None:
    begun = holding(b"HTTP/1.1 502 Bad Gateway\r\n\r\n<ht")
    async with listening(begun) as wire, pooled(wire.url) as pool, asyncio.timeout(PATIENT):
        posted = asyncio.create_task(post(pool))
        while not any(connection._body for connection in pool._open):  # noqa: ASYNC110 -- of a part nothing tells
            await asyncio.sleep(0)
        wire.met[0].reset()
        with pytest.raises(OutcomeUnknown):
            await posted


async def test_who_gives_up_leaves_no_answer_behind() -> None:
    asked, let_go = asyncio.Event(), asyncio.Event()

    async def late(peer: Peer) -> None:
        await peer.request()
        asked.set()
        await let_go.wait()
        await peer.say(answer(b"of the first"))
        await peer.gone()

    async with listening(late, polite) as wire, pooled(wire.url) as pool:
        first = asyncio.create_task(post(pool, b"first"))
        await asked.wait()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        let_go.set()
        await wire.scripts[0]  # we have hung up
        assert await post(pool, b"second") == Answer(200, b"{}")
    assert len(wire.met) == 2


# ------------------------------------------------------------------ more than was asked for
@pytest.mark.parametrize(
    "rest", [b"garbage", b"\x00", answer(b"of nobody"), b"HTTP/1.1 200 OK\r\n"]
)
@pytest.mark.parametrize("kept", ["keep-alive", "close"])
async def test_what_follows_an_answer_is_not_taken_for_the_next(rest: bytes, kept: str) -> None:
    said = answer(b"mine", "200 OK", f"Connection: {kept}") + rest
    async with listening(holding(said), polite) as wire, pooled(wire.url) as pool:
        assert await post(pool) == Answer(200, b"mine")
        assert await post(pool) == Answer(200, b"{}")
    assert len(wire.met) == 2


# ------------------------------------------------------------------ secrets
@pytest.mark.parametrize(
    "script", [saying(), reset, holding(b"garbage"), holding(), holding(ENDLESS)]
)
async def test_no_error_tells_the_request(script: Script) -> None:
    async with listening(script) as wire, pooled(wire.url) as pool:
        with pytest.raises(OutcomeUnknown) as lost:
            await post(pool, BODY, patience=SOON)
    told = "".join(traceback.format_exception(lost.value)) + repr(lost.value) + repr(pool)
    assert SECRET not in told
    assert BODY.decode() not in told
