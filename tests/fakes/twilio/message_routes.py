"""The Messages resource and the typing indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from aiohttp import web

from tests.fakes.twilio.message import API
from tests.fakes.twilio.records import Records
from tests.fakes.twilio.refusal import Refusal
from tests.fakes.twilio.sending import PARAMETERS
from tests.fakes.twilio.user import User

SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")


class MessageRoutes:
    """`typing` lists the inbound messages a typing indicator was shown for."""

    def __init__(self, records: Records, users: Mapping[str, User], violations: list[str]) -> None:
        self.typing: list[str] = []
        self._records = records
        self._users = users
        self._violations = violations

    def table(self) -> Iterable[web.RouteDef]:
        every, one = f"{API}/{{account}}/Messages.json", f"{API}/{{account}}/Messages/{{sid}}.json"
        return (
            web.post(every, self._send),
            web.get(every, self._list),
            web.get(one, self._fetch),
            web.post(one, self._redact),
            web.delete(one, self._delete),
            web.post("/v2/Indicators/Typing.json", self._indicate_typing),
        )

    async def _send(self, request: web.Request) -> web.Response:
        sent = await request.post()
        form = {name: str(value) for name, value in sent.items() if name != "MediaUrl"}
        media = [str(url) for url in sent.getall("MediaUrl", [])]
        unknown = set(sent) - PARAMETERS
        if unknown:
            self._violations.append(f"a send with parameters nobody knows: {sorted(unknown)}")
        user = self._users.get(form.get("To", ""))
        message = self._records.send(form, media, user)
        if user is not None and message.fate is None:
            user.inbox.append(message)
        return web.json_response(message.as_json(), status=201)

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response(self._records.page(request.query))

    async def _fetch(self, request: web.Request) -> web.Response:
        message = self._records.message(request.match_info["sid"])
        return web.json_response(message.as_json())

    async def _redact(self, request: web.Request) -> web.Response:
        form = await request.post()
        message = self._records.redact(request.match_info["sid"], form.get("Body") == "")
        return web.json_response(message.as_json())

    async def _delete(self, request: web.Request) -> web.Response:
        self._records.delete(request.match_info["sid"])
        return web.Response(status=204)

    async def _indicate_typing(self, request: web.Request) -> web.Response:
        form = await request.post()
        sid = str(form.get("messageId", ""))
        if form.get("channel") != "whatsapp" or not SID.fullmatch(sid):
            raise Refusal(20001, "channel must be whatsapp, messageId a message's SID")
        if not self._records.message(sid).inbound:
            raise Refusal(20001, "messageId must be an inbound message")
        self.typing.append(sid)
        return web.json_response({"success": True})
