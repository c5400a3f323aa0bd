"""Answers to requests that cannot be served: short, and without anything of ours in them."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

WORDS = {
    400: "malformed",
    401: "unknown session",
    403: "not allowed",
    404: "not found",
    405: "method not allowed",
    409: "not now",
    413: "too large",
    429: "too many",
    500: "internal error",
    503: "try again",
}


def problem(status: int, *, error: str | None = None, retry_after: int | None = None) -> Response:
    """`error` is told as it is; `retry_after` is in seconds."""
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return JSONResponse({"error": error or WORDS[status]}, status, headers)
