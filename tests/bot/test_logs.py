"""What reaches the log of a process that serves: kinds and places, never what people said."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.logs import Bare
from tests.shell import ROOT

SECRET = "0551234567"


def line(record: logging.LogRecord) -> dict[str, str]:
    written = Bare().format(record)
    assert "\n" not in written
    assert SECRET not in written
    made: dict[str, str] = json.loads(written)
    return made


def test_a_librarys_words_are_left_out() -> None:
    record = logging.LogRecord("aiohttp", logging.WARNING, "x.py", 7, "said %s", (SECRET,), None)
    found = line(record)
    assert found.pop("timestamp").endswith("+00:00")
    assert found == {"event": "aiohttp", "level": "warning", "at": "x:7"}


def test_of_an_error_the_kind_is_left() -> None:
    known: dict[str, str] = {}
    with pytest.raises(KeyError) as caught:
        known[SECRET]
    info = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("asyncio", logging.ERROR, "x.py", 7, SECRET, (), info)
    assert (line(record)["error"], line(record)["level"]) == ("KeyError", "error")


def test_an_empty_error_is_none() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 7, SECRET, (), sys.exc_info())
    assert "error" not in line(record)


# ------------------------------------------------------------------ ours, in a process of its own
SAYS = """
import asyncio, sys, structlog
from bot import logs
logs.start(sys.argv[1])
log = structlog.get_logger()

async def handle():
    logs.follow(trace=logs.new_trace())
    log.debug("asked", trace_of_the_turn=logs.trace())
    await asyncio.create_task(send())

async def send():
    logs.follow(message=7)
    log.warning("sent")

async def main():
    await asyncio.gather(handle(), handle())
    log.info("ended", fresh=[logs.trace(), logs.trace()])

asyncio.run(main())
"""


def said(level: str) -> list[dict[str, Any]]:
    ran = subprocess.run(
        [sys.executable, "-c", SAYS, level], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert ran.stdout == ""
    return [json.loads(line) for line in ran.stderr.splitlines()]


def test_a_mark_stands_in_every_line_about_one_update() -> None:
    *lines, ended = said("debug")
    asked = [line["trace"] for line in lines if line["event"] == "asked"]
    sent = [(line["trace"], line["message"]) for line in lines if line["event"] == "sent"]
    assert len(set(asked)) == 2
    assert sorted(sent) == sorted((trace, 7) for trace in asked)
    assert all(
        line["trace_of_the_turn"] == line["trace"] for line in lines if "message" not in line
    )
    assert "trace" not in ended, "the task that began them is none of them"
    assert len({*ended["fresh"], *asked}) == 4, "where there is no mark, each is a new one"


@pytest.mark.parametrize(
    ("level", "events"),
    [
        ("debug", {"asked", "sent", "ended"}),
        ("info", {"sent", "ended"}),
        ("warning", {"sent"}),
        ("error", set()),
    ],
)
def test_the_level_says_what_is_written(level: str, events: set[str]) -> None:
    assert {line["event"] for line in said(level)} == events


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    """As when standard error is a file on a disk that is full."""
    last = "import logging; logging.error('x'); print('went on')"
    with Path("/dev/full").open("w", encoding="ascii") as full:
        ran = subprocess.run(
            [sys.executable, "-c", SAYS + last, "debug"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
        )
    assert ran.stdout == b"went on\n"
