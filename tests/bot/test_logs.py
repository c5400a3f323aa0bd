"""What reaches the log of a process that serves: kinds and places, never what people said."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from bot.logs import Bare

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
