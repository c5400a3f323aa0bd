"""How Twilio says no: an HTTP status, its own code and a sentence."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 -- an answer, not an error of ours
    """One error answer, as documented at twilio.com/docs/api/errors/<code>."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def missing(path: str) -> Refusal:
    return Refusal(20404, f"The requested resource {path} was not found", 404)
