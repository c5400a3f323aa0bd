"""Logs: one JSON object a line on standard error, with no words, names or numbers of people."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

import structlog


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


def start() -> None:
    """Ours through structlog; libraries only from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
