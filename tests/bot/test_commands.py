"""The command `sila`: what it prints, how it ends, and `serve` as a process of its own."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot import commands
from bot.__main__ import main
from bot.serving import CannotListen, address, listen
from tests.bot.content_folder import copy_to, edit, line_of
from tests.bot.process import PATIENCE, begin, clean, names, serving
from tests.clock import FakeClock
from tests.serve import served
from tests.shell import running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder."""
    return clean(tmp_path, monkeypatch)


# ------------------------------------------------------------------ content
def test_content_without_problems_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["content", "check"]) == 0
    told = capsys.readouterr()
    assert re.search(r"association: \d+ answers, \d+ programmes, 5 officers: no problems", told.out)
    assert told.err == ""


def test_every_problem_of_the_content_is_told_with_file_and_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = copy_to(folder)
    officers = copy / "officers.toml"
    edit(officers, '"focal"', '"vocal"')
    edit(copy / "association.toml", "phone", "fone")
    assert main(["content", "check", str(copy)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert all(re.match(rf"{copy}/[\w/]+\.toml:\d+: ", line) for line in lines)
    vocal = line_of(officers, 'roles = ["vocal"]')
    assert f"{officers}:{vocal}: " in told.err
    assert "fone" in told.err


def test_content_that_is_not_there_is_a_problem(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["content", "check", str(folder / "nowhere")]) == 1
    told = capsys.readouterr()
    assert "nowhere/association.toml:1: " in told.err
    assert "Traceback" not in told.err


# ------------------------------------------------------------------ the desk's link
async def test_a_link_lets_an_officer_into_a_running_desk(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder}/sila.db")
    monkeypatch.setenv("HOST", "0.0.0.0")
    clock = FakeClock(datetime.now(UTC))
    async with (
        running(folder, clock, host="0.0.0.0", secret_key=None) as app,
        served(app.web) as url,
    ):
        assert await asyncio.to_thread(main, ["desk", "khalid"]) == 0
        link = capsys.readouterr().out.strip()
        assert link.startswith("http://127.0.0.1:8080/desk?key=")
        path = link.removeprefix("http://127.0.0.1:8080")
        assert await who_enters(url, path) == "khalid"
        clock.advance(timedelta(minutes=11))
        assert await who_enters(url, path) is None


async def who_enters(url: str, path: str) -> str | None:
    async with ClientSession() as session:
        async with session.get(url + path, allow_redirects=False) as entered:
            assert (entered.status, entered.headers["Location"]) == (303, "/desk")
            kept = entered.cookies.get("sila_desk")
        cookies = {"sila_desk": kept.value} if kept else {}
        async with session.get(f"{url}/desk/me", cookies=cookies) as me:
            found = await me.json()
    return found["id"] if me.status == 200 else None


def test_a_link_begins_with_the_public_address(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://sila.example.org/")
    assert main(["desk", "sara"]) == 0
    assert capsys.readouterr().out.startswith("https://sila.example.org/desk?key=sara.")


def test_an_officer_who_is_not_listed_gets_no_link(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["desk", "nobody"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == ("nobody: no such officer; there are sara, khalid, noura, hessa, abdullah\n")


# ------------------------------------------------------------------ the database
def test_migrating_makes_files_for_the_owner_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == "the database is up to date\n" * 2
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / "data").iterdir()}
    assert made == {"sila.db": 0o600, "secret.key": 0o600}
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700


def test_everything_is_sealed_anew(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rotate"]) == 0
    assert "sealed with a new key" in capsys.readouterr().out
    assert main(["migrate"]) == 0, "and can still be opened"


def test_another_secret_opens_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "the first")
    assert main(["migrate"]) == 0
    monkeypatch.setenv("SECRET_KEY", "the second")
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err == "this database was locked with another SECRET_KEY\n"
    monkeypatch.setenv("SECRET_KEY", "the second, the first")
    assert main(["migrate"]) == 0


def test_a_folder_that_cannot_be_made_is_told_in_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data").write_text("in the way")
    assert main(["migrate"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "data" in line


def test_a_newer_database_is_not_touched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    with sqlite3.connect(folder / "data" / "sila.db") as newer:
        newer.execute("INSERT INTO migrations (number, name, digest) VALUES (999, 'later', 'x')")
    newer.close()
    assert main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1


def test_a_fault_of_ours_shows_where_and_not_what(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> int:
        raise KeyError("0551234567")

    monkeypatch.setattr(commands, "COMMANDS", {"migrate": fail})
    assert main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert told.endswith("KeyError\n")
    assert "in fail" in told
    assert "0551234567" not in told.replace('KeyError("0551234567")', "")


@pytest.mark.parametrize("arguments", [[], ["fly"], ["desk"], ["content", "burn"]])
def test_what_cannot_be_understood_is_a_usage_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: sila" in capsys.readouterr().err


# ------------------------------------------------------------------ addresses
@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("sila.local", "http://sila.local:80"),
    ],
)
def test_an_address_can_be_opened_in_a_browser(host: str, found: str) -> None:
    assert address(host, 80) == found


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b"])
def test_a_host_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(CannotListen, match=f"HOST, PORT: cannot listen on {host}:0: "):
        listen(host, 0)


# ------------------------------------------------------------------ serve
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_and_ends_when_told_with_a_stream_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch, sent: signal.Signals
) -> None:
    async with (
        asyncio.timeout(PATIENCE),
        serving(monkeypatch) as sila,
        ClientSession(sila.url) as session,
    ):
        async with session.post("/chat/sessions") as made:
            token = (await made.json())["token"]
        bearing = {"Authorization": f"Bearer {token}"}
        async with session.get("/chat/events", headers=bearing) as stream:
            await stream.content.readline()
            said = {"id": "1", "text": "السلام عليكم"}
            async with session.post("/chat/messages", json=said, headers=bearing) as taken:
                assert taken.status == 202
            sila.process.send_signal(sent)
            heard = (await stream.content.read()).decode()  # to its end
        assert "وعليكم السلام" in heard
        rest, errors = await sila.process.communicate()
        assert (sila.process.returncode, rest, errors) == (0, b"", b"")
    with sqlite3.connect(folder / "data" / "sila.db") as left:
        [[busy]] = left.execute("SELECT count(*) FROM messages WHERE status = 'sending'")
    left.close()
    assert busy == 0
    assert names(folder / "data") == ["secret.key", "sila.db", "sila.db.lock"]  # closed in order


async def test_a_loop_that_dies_ends_it_in_order_with_a_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        asyncio.timeout(PATIENCE),
        serving(monkeypatch) as sila,
        ClientSession(sila.url) as session,
    ):
        async with session.post("/chat/sessions") as made:
            bearing = {"Authorization": f"Bearer {(await made.json())['token']}"}
        with sqlite3.connect(folder / "data" / "sila.db") as kept:  # what the sender cannot read
            kept.execute(
                "INSERT INTO messages (direction, channel, account, lane, room, act, author, body,"
                " status, retry_at, created_at) VALUES ('out', 'website', 'website', 'room:1', '1',"
                " 'post', 'bot', x'00', 'queued', 'z', 'z')"
            )
        kept.close()
        said = {"id": "1", "text": "السلام عليكم"}
        async with session.post("/chat/messages", json=said, headers=bearing) as taken:
            assert taken.status == 202
        _, errors = await sila.process.communicate()
    events = [json.loads(line)["event"] for line in errors.decode().splitlines()]
    assert (sila.process.returncode, events.count("loop_died")) == (1, 1)
    assert names(folder / "data") == ["secret.key", "sila.db", "sila.db.lock"]  # closed in order


async def test_a_port_in_use_is_told_in_a_line_before_anything_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        process = await begin("serve")
        out, errors = await process.communicate()
    assert (process.returncode, out) == (1, b"")
    assert errors.decode().startswith(f"HOST, PORT: cannot listen on 127.0.0.1:{port}: ")
    assert len(errors.splitlines()) == 1
    assert names(folder) == []


async def test_a_bad_setting_is_the_only_thing_said(folder: Path) -> None:
    (folder / ".env").write_text("RATE_CHAT=fast\n")
    process = await begin("serve")
    out, errors = await process.communicate()
    assert (process.returncode, out) == (1, b"")
    assert errors.decode() == (
        ".env:1: RATE_CHAT: expected a rate such as 30/s, 20/min, 3 1/s (burst first), or 0\n"
    )
    assert names(folder) == [".env"]


def test_a_question_is_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "وين مقركم"]) == 0
    said = capsys.readouterr().out
    assert said.endswith("decision: answer location\n")
