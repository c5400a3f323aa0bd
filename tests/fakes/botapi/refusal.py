"""How the Bot API says no: a code, Telegram's own words and, sometimes, parameters."""

from __future__ import annotations

from typing import Any

PHRASES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class Refusal(Exception):  # noqa: N818 -- an answer of the server, not an error of the fake
    """An answer with ``ok: false``. `text` follows the phrase of the code, as on Telegram."""

    def __init__(self, code: int, text: str = "", **parameters: int) -> None:
        phrase = PHRASES.get(code, "Error")
        self.code = code
        self.description = f"{phrase}: {text}" if text else phrase
        self.parameters = parameters
        super().__init__(f"{code} {self.description}")

    def json(self) -> dict[str, Any]:
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(text: str) -> Refusal:
    """400: what was asked cannot be done."""
    return Refusal(400, text)


def forbidden(text: str) -> Refusal:
    """403: the chat is closed to the bot."""
    return Refusal(403, text)


def too_many(seconds: int) -> Refusal:
    """429: come back in so many seconds."""
    return Refusal(429, f"retry after {seconds}", retry_after=seconds)
