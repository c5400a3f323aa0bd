"""Every page and endpoint: methods, headers, who may embed, faults, health."""

from __future__ import annotations

import logging
from io import BytesIO

import pytest

from bot.web.guard import LARGEST
from tests.bot.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="module")

ORIGIN = "https://www.example.org"
STRANGER = "https://evil.example"
LARGE = b'"'.ljust(LARGEST) + b'"'
GETS = ("/", "/desk", "/desk/strings", "/desk/me", "/desk/cases", "/chat/strings", "/healthz")
FILES = ("/widget.js", "/static/widget/chat.js", "/static/desk.js", "/static/palette.css")


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
