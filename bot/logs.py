"""Logs: one JSON object a line on standard error, with no words, names or numbers of people.

What happens to one message can be followed: `trace` stands in every line about one update, from
the webhook that brought it to its turn, and `message` is the row of the message log that is sent.
Neither is made of anything about a person.
"""

from __future__ import annotations

import itertools
import json
import logging
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Literal, TypeAlias

import structlog
from structlog.contextvars import bind_contextvars, get_contextvars, merge_contextvars

Level: TypeAlias = Literal["debug", "info", "warning", "error"]

LEVELS: Mapping[Level, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

_process = secrets.token_hex(3)  # so that two processes, or two starts, are told apart
_numbers = itertools.count(1)


class Bare(logging.Formatter):
    """A library's record: where and what kind. Its message and traces may quote data."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        line = {
            "at": f"{record.module}:{record.lineno}",
            "error": kind and kind.__name__,
            "event": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        return json.dumps({name: value for name, value in line.items() if value})


class Screen:
    """Standard error. A log that cannot be written, as on a full disk, stops nothing."""

    def msg(self, line: str) -> None:
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)  # noqa: T201 -- where logs go

    debug = info = warning = error = critical = msg


def start(level: Level = "info") -> None:
    """Ours through structlog; libraries only from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False  # what cannot be written is not told where it cannot be either
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: Screen(),
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        cache_logger_on_first_use=True,
    )


def follow(**known: str | int) -> None:
    """From here on these stand in every line of this task, and of the tasks it begins."""
    bind_contextvars(**known)


def trace() -> str:
    """The mark of the update in hand: of this task where it has one, else a new one."""
    return get_contextvars().get("trace") or new_trace()


def new_trace() -> str:
    """A mark that no other update has: a random word for the process, and a count."""
    return f"{_process}-{next(_numbers):x}"
