"""Every page and endpoint: limits, headers, who may embed, and no junk that is a fault of ours."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.web.guard import LARGEST
from tests.bot.site import OURS, Site, bearing, site

pytestmark = pytest.mark.asyncio(loop_scope="module")

ORIGIN = "https://www.example.org"
STRANGER = "https://evil.example"
POSTS = ("/chat/sessions", "/chat/messages", "/desk/officer", "/desk/cases/26000001/moves")
LARGE = b'"'.ljust(LARGEST) + b'"'
GETS = ("/", "/desk", "/desk/strings", "/desk/me", "/desk/cases", "/chat/strings", "/healthz")
FILES = ("/widget.js", "/static/widget/chat.js", "/static/desk.js", "/static/palette.css")
SECOND = timedelta(seconds=1)
MODEST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    async with site(folder, widget_origins=(ORIGIN,)) as ours:
        yield ours


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def known(ours: Site) -> dict[str, str]:
    """Headers that both sides accept."""
    return {**bearing(await ours.token()), **OURS, "Content-Type": "application/json"}


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


# ------------------------------------------------------------------ methods and paths
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/chat/messages", "/desk/me", "/healthz", "/widget.js"])
async def test_odd_methods_are_refused(ours: Site, method: str, path: str) -> None:
    answer = await ours.ask(method, path)
    assert (answer.status, answer.json) == (405, {"problem": "method not allowed"})
    assert answer.headers["Allow"]


async def test_the_head_of_a_stream_ends(ours: Site, known: dict[str, str]) -> None:
    for path in ("/chat/events", "/desk/events"):
        answer = await ours.ask("HEAD", path, headers=known)
        assert (answer.status, answer.body) == (200, b"")
        assert answer.headers["Content-Type"].startswith("text/event-stream")


@pytest.mark.parametrize("path", ["/nowhere", "/static/", "/static/nowhere.js", "/chat", "/.env"])
async def test_unknown_paths_are_not_found(ours: Site, path: str) -> None:
    answer = await ours.get(path)
    assert (answer.status, answer.json) == (404, {"problem": "not found"})


# ------------------------------------------------------------------ headers
@pytest.mark.parametrize("path", [*GETS, *FILES, "/nowhere", "/chat/events"])
async def test_every_answer_bears_the_headers_that_make_browsers_careful(
    ours: Site, path: str
) -> None:
    headers = (await ours.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == ("no-cache" if path in FILES else "no-store")
    assert "Server" not in headers or "uvicorn" in headers["Server"]


async def test_refusals_bear_them_too(ours: Site) -> None:
    large = await ours.post("/chat/sessions", data=BytesIO(LARGE))
    assert large.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", [*FILES, "/chat/strings", "/chat/events", "/nowhere"])
async def test_only_sites_that_may_embed_can_read(ours: Site, path: str) -> None:
    allowed = await ours.get(path, headers={"Origin": ORIGIN})
    assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in allowed.headers["Vary"]
    assert allowed.headers["Access-Control-Expose-Headers"] == "Retry-After"
    for origin in (STRANGER, "null", ORIGIN + ".evil.example", "http://www.example.org"):
        answer = await ours.get(path, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Access-Control-Allow-Credentials" not in allowed.headers


async def test_only_sites_that_may_embed_are_promised_to_be_heard(ours: Site) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    allowed = await ours.ask("OPTIONS", "/chat/messages", headers={"Origin": ORIGIN, **asked})
    assert allowed.status == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
    refused = await ours.ask("OPTIONS", "/chat/messages", headers={"Origin": STRANGER, **asked})
    assert (refused.status, "Access-Control-Allow-Origin" in refused.headers) == (400, False)
    to_the_desk = {**asked, "Access-Control-Request-Headers": "x-sila", "Origin": ORIGIN}
    desk = await ours.ask("OPTIONS", "/desk/officer", headers=to_the_desk)
    assert desk.status == 400


async def test_a_site_that_embeds_can_read_why_it_was_refused(ours: Site) -> None:
    answer = await ours.post("/chat/messages", data=BytesIO(LARGE), headers={"Origin": ORIGIN})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (413, ORIGIN)


# ------------------------------------------------------------------ faults
async def test_a_fault_of_ours_shows_and_logs_only_its_kind(
    ours: Site,
    known: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(_: object) -> None:
        raise ZeroDivisionError("secret")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(type(ours.app.turns), "take", lambda *_: fail(_))
    line = {"id": "a", "text": "secret"}
    answer = await ours.post("/chat/messages", json=line, headers={**known, "Origin": ORIGIN})
    assert (answer.status, answer.json) == (503, {"problem": "try again"})
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.out
    assert "Chat.message" in told.out
    assert "secret" not in told.out + told.err + caplog.text


# ------------------------------------------------------------------ health
async def test_a_living_process_is_ready_and_counts_what_waits(ours: Site) -> None:
    assert (await ours.get("/healthz")).json == {"ok": True}
    answer = await ours.get("/readyz")
    assert (answer.status, answer.json["ok"]) == (200, True)


def another_writer(path: Path) -> sqlite3.Connection:
    """Another process that writes, once we are not; until it is closed."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_it_is_not_ready_while_the_database_cannot_be_written(tmp_path: Path) -> None:
    async with site(tmp_path) as ours:
        token = await ours.token()
        await ours.app.database._writer.execute("PRAGMA busy_timeout = 0")
        other = await asyncio.to_thread(another_writer, tmp_path / "sila.db")
        answer = await ours.get("/readyz")
        assert (answer.status, answer.json) == (
            503,
            {"ok": False, "database": "OperationalError"},
        )
        assert (await ours.get("/healthz")).status == 200  # it lives all the same
        said = await ours.say(token, "السلام عليكم", "one")
        assert (said.status, said.headers["Retry-After"]) == (503, "5")
        other.close()
        assert (await ours.get("/readyz")).status == 200
        assert (await ours.say(token, "السلام عليكم", "one")).status == 202


async def test_what_waits_is_told_by_channel(tmp_path: Path) -> None:
    async with site(tmp_path, telegram_staff_chat_id=-1001) as ours:
        token = await ours.token()
        await ours.say(token, "مسؤول")
        waiting = (await ours.get("/readyz")).json["waiting"]
        assert {line["channel"] for line in waiting} >= {"telegram"}
        [told] = {tuple(line) for line in waiting}
        assert told == ("channel", "status", "count", "oldest_seconds")
