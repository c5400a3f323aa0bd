"""Logs: one JSON object a line on standard error, with no words, names or numbers of people."""

from __future__ import annotations

import logging
import sys

import structlog


def start() -> None:
    """Ours through structlog; libraries only from warnings on: their debugging quotes data."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s %(levelname)s")
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
