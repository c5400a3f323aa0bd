"""Sending through Twilio as prepared requests over our own pool, for every message needs it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec
from aiohttp import encode_basic_auth
from twilio.base.version import Version
from twilio.http.response import Response
from twilio.rest import Client

from bot.transport.connection import OutcomeUnknown
from bot.transport.twilio import transport

HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "application/json",
    "User-Agent": "Sila",
}


class Created(msgspec.Struct, frozen=True):
    """A message that Twilio took, as far as we need to know it."""

    sid: str


_CREATED = msgspec.json.Decoder(Created)


class Messages:
    """Of the account of `twilio`, a client of ours: it closes what is opened here.

    `same` are the fields that every message has.
    """

    def __init__(self, twilio: Client, same: Mapping[str, str]) -> None:
        self._http = transport(twilio)
        self._path = f"/2010-04-01/Accounts/{twilio.account_sid}/Messages.json"
        credentials = encode_basic_auth(twilio.username or "", twilio.password or "")
        headers = {"Authorization": credentials, **HEADERS}
        self._head = self._http.pool.head(self._path, headers)
        self._same = f"&{urlencode(same)}"

    async def create(self, different: Mapping[str, str]) -> str:
        """The SID of a message with these fields.

        Raises NotSent, OutcomeUnknown, and for an error of Twilio's what the library raises.
        """
        body = (urlencode(different) + self._same).encode()
        answer = await self._http.pool.post(self._head, body, self._http.timeout or 10.0)
        if 200 <= answer.status <= 299:
            try:
                return _CREATED.decode(answer.body).sid
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                raise OutcomeUnknown(f"{answer.status} without a message") from None
        refused = Response(answer.status, answer.body.decode(errors="replace"))
        raise Version.exception("POST", self._path, refused, "Unable to create record")
