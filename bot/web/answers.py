"""Answers to requests that cannot be served: short, and without anything of ours in them."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

PROBLEMS = {
    400: "malformed",
    401: "unknown session",
    403: "not allowed",
    404: "not found",
    405: "method not allowed",
    409: "not now",
    413: "too large",
    429: "too many",
    503: "try again",
}
"""For whoever writes a client; pages have words of their own for each status."""


def problem(
    status: int,
    *,
    error: str | None = None,
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`error` is for the person at the page, in their language; `retry_after` is in seconds."""
    told = {"problem": PROBLEMS[status]} | ({"error": error} if error else {})
    waits = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse(told, status, {**(headers or {}), **waits})
