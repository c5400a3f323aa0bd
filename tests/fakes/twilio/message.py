"""One message as Twilio keeps it, either way, and the media that came with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from tests.fakes.twilio.content import Button

API = "/2010-04-01/Accounts"

RANKS = ("queued", "sending", "sent", "failed", "undelivered", "delivered", "read")
"""Callbacks come in any order; the message itself only moves forward."""


@dataclass(frozen=True, slots=True)
class Media:
    sid: str
    content_type: str
    content: bytes


@dataclass(slots=True, eq=False)
class Message:
    """`fate` is the error code the message will meet, or None if it reached the person at once.

    `form` and `answers` belong to inbound messages: the webhook's parameters, and the HTTP
    statuses our side answered (502 when nobody listened).
    """

    sid: str
    account: str
    sender: str
    to: str
    body: str
    created: datetime
    direction: str = "outbound-api"
    status: str = "queued"
    error: int | None = None
    buttons: tuple[Button, ...] = ()
    attached: tuple[str, ...] = ()
    media: list[Media] = field(default_factory=list)
    callback: str = ""
    template: bool = False
    fate: int | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)

    @property
    def inbound(self) -> bool:
        return self.direction == "inbound"

    @property
    def path(self) -> str:
        return f"{API}/{self.account}/Messages/{self.sid}"

    def button(self, title: str) -> Button:
        for button in self.buttons:
            if button.title == title:
                return button
        raise AssertionError(f"{title!r} is none of {[button.title for button in self.buttons]}")

    def reach(self, status: str, error: int | None) -> None:
        if RANKS.index(status) > RANKS.index(self.status):
            self.status, self.error = status, error

    def as_json(self) -> dict[str, Any]:
        waiting = self.status == "queued"
        stamp = format_datetime(self.created)
        return {
            "account_sid": self.account,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": stamp,
            "date_sent": None if waiting else stamp,
            "date_updated": stamp,
            "direction": self.direction,
            "error_code": self.error,
            "error_message": f"error {self.error}" if self.error else None,
            "from": self.sender,
            "messaging_service_sid": None,
            "num_media": str(len(self.media) + len(self.attached)),
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{self.path}/Media.json"},
            "to": self.to,
            "uri": f"{self.path}.json",
        }

    def media_json(self, media: Media) -> dict[str, Any]:
        stamp = format_datetime(self.created)
        return {
            "sid": media.sid,
            "account_sid": self.account,
            "parent_sid": self.sid,
            "content_type": media.content_type,
            "date_created": stamp,
            "date_updated": stamp,
            "uri": f"{self.path}/Media/{media.sid}.json",
        }
