"""Every endpoint: limits, and no junk that is a fault of ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.web.guard import LARGEST
from tests.bot.site import PATIENCE, Site

pytestmark = pytest.mark.asyncio(loop_scope="module")

POSTS = ("/chat/sessions", "/chat/messages", "/desk/officer", "/desk/cases/26000001/moves")
LARGE = b'"'.ljust(LARGEST) + b'"'
SECOND = timedelta(seconds=1)
MODEST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


# ------------------------------------------------------------------ bodies
@pytest.mark.parametrize("path", POSTS)
async def test_a_body_over_the_limit_is_refused(
    ours: Site, known: dict[str, str], path: str
) -> None:
    assert (await ours.post(path, data=BytesIO(LARGE), headers=known)).status == 413

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield b"x" * (LARGEST // 8)

    chunked = await ours.post(path, data=parts(), headers=known)
    assert (chunked.status, chunked.json) == (413, {"problem": "too large"})


async def test_a_body_is_refused_by_what_it_claims(ours: Site) -> None:
    """Nothing of it is read: the answer comes before the body."""
    host, port = ours.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /chat/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n{")
    async with asyncio.timeout(PATIENCE):
        assert await reader.readline() == b"HTTP/1.1 413 Request Entity Too Large\r\n"
    writer.close()
    await writer.wait_closed()


async def test_a_body_that_breaks_off_is_no_request(
    ours: Site, caplog: pytest.LogCaptureFixture
) -> None:
    host, port = ours.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /chat/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{}")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await ours.get("/healthz")).status == 200
    assert caplog.records == []


async def test_the_largest_body_is_read(ours: Site, known: dict[str, str]) -> None:
    filled = b'{"language":"ar"}'.ljust(LARGEST)
    assert (await ours.post("/chat/sessions", data=filled, headers=known)).status == 201


NO_JSON = (b"{", b"[]", b'"x"', b"null", b"x" * 10_000, b"[" * 100_000, b'{"x":' * 100_000)
WRONG = {
    "/chat/sessions": (b'{"language":"fr"}', b'{"language":1}', b'{"language":"\xff"}'),
    "/chat/messages": (
        b"",
        b"{}",
        b'{"id":1}',
        b'{"id":"a"}',
        b'{"id":"","text":"x"}',
        b'{"id":"a","text":7}',
        b'{"id":"a","text":"  "}',
        b'{"id":"a","text":"\\ud800"}',
        b'{"id":"a","text":"\xff\xfe"}',
        b'{"id":"a","prompt":"1","option":"x"}',
        b'{"id":"a","prompt":1}',
        b'{"id":"%s","text":"x"}' % (b"x" * 65),
        b'{"id":"a","prompt":1,"option":"%s"}' % (b"x" * 65),
    ),
    "/desk/officer": (b"", b'{"id":1}', b'{"id":"\xff"}', b"{}"),
    "/desk/cases/26000001/moves": (
        b"",
        b"{}",
        b'{"id":"a"}',
        b'{"id":"a","move":7}',
        b'{"id":"a","move":"fly"}',
        b'{"id":"","move":"claim"}',
        b'{"id":"%s","move":"claim"}' % (b"x" * 65),
        b'{"id":"a","move":"say","text":null}',
        b'{"id":"a","move":"say","text":"\xff"}',
        b'{"id":"a","move":"say","text":"\\udfff"}',
        b'{"id":"a","move":"close","text":"x","outcome":"won"}',
        b'{"id":"a","move":"claim","outcome":"won"}',
    ),
}


@pytest.mark.parametrize(
    ("path", "raw"), [(path, raw) for path in POSTS for raw in (*NO_JSON, *WRONG[path])]
)
async def test_what_is_malformed_is_said_to_be(
    ours: Site, known: dict[str, str], path: str, raw: bytes
) -> None:
    answer = await ours.post(path, data=raw, headers=known)
    assert (answer.status, answer.json) == (400, {"problem": "malformed"})


@MODEST
@given(path=st.sampled_from(POSTS), raw=st.binary(max_size=300))
async def test_no_bytes_are_a_fault_of_ours(
    ours: Site, known: dict[str, str], path: str, raw: bytes
) -> None:
    assert (await ours.post(path, data=raw, headers=known)).status < 500


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NAMES = ("id", "text", "prompt", "option", "language", "move", "outcome")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


@MODEST
@given(
    path=st.sampled_from(POSTS),
    line=st.dictionaries(st.sampled_from(NAMES), VALUES | TEXTS | st.sampled_from(NAMES)),
)
@example(path=POSTS[1], line={"id": "a", "prompt": 10**40, "option": "x"})
@example(path=POSTS[1], line={"id": "a", "prompt": -(2**63), "option": "\0"})
@example(path=POSTS[1], line={"id": "\0", "text": "\0"})
@example(path=POSTS[3], line={"id": "\0", "move": "say", "text": "\0"})
@example(path=POSTS[3], line={"id": "a", "move": "close", "text": "\0", "outcome": "solved"})
async def test_no_json_is_a_fault_of_ours(
    ours: Site, known: dict[str, str], path: str, line: dict[str, Any]
) -> None:
    raw = json.dumps(line).encode("utf-8", "surrogatepass")
    ours.clock.advance(SECOND)
    assert (await ours.post(path, data=raw, headers=known)).status < 500


@MODEST
@given(path=st.text(st.characters(codec="utf-8", exclude_characters="#"), max_size=40))
@example(path="\0")
@example(path="static/\0")
@example(path="static/" + "x" * 5000)
@example(path="desk/cases/\0")
@example(path="desk/cases/" + "9" * 5000)
@example(path="desk?key=a.9.b")
@example(path="desk?key=\0")
@example(path="chat/strings?language=\0")
async def test_no_path_is_a_fault_of_ours(ours: Site, known: dict[str, str], path: str) -> None:
    assert (await ours.get(f"/{path}", headers=known)).status < 500


@pytest.mark.parametrize("host", ["[", "[::1", "a b", "", "evil.example", "127.0.0.1:x", "\xff"])
async def test_no_host_is_a_fault_of_ours(ours: Site, host: str) -> None:
    for path in ("/", "/desk/", "/desk/me", "/desk?key=x", "/static"):
        assert (await ours.get(path, headers={"Host": host})).status < 500


async def test_files_outside_are_not_served(ours: Site) -> None:
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py"):
        raw = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        assert (await _raw(ours, raw)).split(b"\r\n")[0] == b"HTTP/1.1 404 Not Found"


async def _raw(ours: Site, request: str) -> bytes:
    host, port = ours.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer
