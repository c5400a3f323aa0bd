"""The Account resource, the WhatsApp senders of the account, and the sign that somebody writes.

Sources: twilio.com/docs/iam/api/account, twilio.com/docs/whatsapp/api/senders,
twilio.com/docs/whatsapp/api/typing-indicators-resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.twilio.message import API
from tests.fakes.twilio.records import Records
from tests.fakes.twilio.refusal import missing

HOST = "https://messaging.twilio.com"
SENDERS = "/v2/Channels/Senders"
TYPING = "/v2/Indicators/Typing.json"


@dataclass
class Sender:
    """A number registered with WhatsApp; `webhook` is None until something was entered."""

    sid: str
    address: str
    status: str = "ONLINE"
    webhook: dict[str, str] | None = None

    def as_json(self, *, whole: bool) -> dict[str, Any]:
        """A list leaves out what is set up."""
        found = {
            "sid": self.sid,
            "sender_id": self.address,
            "status": self.status,
            "configuration": None,
            "webhook": self.webhook if whole else None,
            "profile": None,
            "properties": None,
            "offline_reasons": None,
            "compliance": None,
            "url": f"{HOST}{SENDERS}/{self.sid}",
        }
        return {name: value for name, value in found.items() if whole or name != "compliance"}


@dataclass
class Account:
    """`status` is active, suspended or closed; `kind` is Trial or Full."""

    status: str = "active"
    kind: str = "Full"
    senders: list[Sender] = field(default_factory=list)


class AccountRoutes:
    def __init__(self, records: Records) -> None:
        sender = Sender(records.sid("XE"), records.number)
        self.account = Account(senders=[sender])
        self._records = records

    def table(self) -> Iterable[web.RouteDef]:
        return (
            web.get(f"{API}/{{account}}.json", self._fetch),
            web.post(TYPING, self._type),
            web.get(SENDERS, self._list),
            web.get(f"{SENDERS}/{{sid}}", self._fetch_sender),
        )

    async def _fetch(self, request: web.Request) -> web.Response:
        sid = self._records.account
        answer = {
            "sid": sid,
            "friendly_name": "association",
            "status": self.account.status,
            "type": self.account.kind,
            "owner_account_sid": sid,
            "auth_token": "redacted",
            "date_created": "Sun, 01 Nov 2026 09:00:00 +0000",
            "date_updated": "Sun, 01 Nov 2026 09:00:00 +0000",
            "uri": request.path,
            "subresource_uris": {},
        }
        return web.json_response(answer)

    async def _type(self, request: web.Request) -> web.Response:
        """Only as an answer to a message that came in."""
        form = await request.post()
        message = self._records.messages.get(str(form["messageId"]))
        if form["channel"] != "whatsapp" or message is None or message.to != self._records.number:
            raise missing(request.path)
        return web.json_response({"success": True})

    async def _list(self, request: web.Request) -> web.Response:
        url = f"{HOST}{SENDERS}?PageSize=50&Page=0"
        rows = [sender.as_json(whole=False) for sender in self.account.senders]
        meta = {"key": "senders", "page": 0, "page_size": 50, "url": url, "first_page_url": url}
        meta |= {"previous_page_url": None, "next_page_url": None}
        return web.json_response({"senders": rows, "meta": meta})

    async def _fetch_sender(self, request: web.Request) -> web.Response:
        for sender in self.account.senders:
            if sender.sid == request.match_info["sid"]:
                return web.json_response(sender.as_json(whole=True))
        raise missing(request.path)
