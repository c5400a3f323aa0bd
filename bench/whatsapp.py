"""WhatsApp as a bot sees it: signed forms that Twilio posts to its webhook, and the REST API."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from itertools import count
from urllib.parse import parse_qs, urlencode

from bench import wire, work
from bench.network import Heard

ACCOUNT = "AC" + "0" * 32
AUTH_TOKEN = "bench-auth-token"  # noqa: S105 -- of an account that does not exist
NUMBER = "whatsapp:+966500000000"  # ours
PUBLIC = "https://sila.example.org"  # the address under which Twilio knows the webhook
FIRST_NUMBER = 966_510_000_000
TO = re.compile(rb"(?:^|&)To=whatsapp%3A%2B(\d+)")


class WhatsApp:
    """The number of person `n` is `FIRST_NUMBER + n`. Nobody reports what was delivered or read."""

    path = "/whatsapp/webhook"

    def __init__(self) -> None:
        self._ids = count(1)

    def request(self, person: int, step: int, text: str) -> bytes:
        number = str(FIRST_NUMBER + person)
        sid = f"SM{person:024x}{step:08x}"
        form = {
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
            "Body": text,
            "From": f"whatsapp:+{number}",
            "MessageSid": sid,
            "MessageType": "text",
            "NumMedia": "0",
            "NumSegments": "1",
            "ProfileName": work.name(person),
            "ReferralNumMedia": "0",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": NUMBER,
            "WaId": number,
        }
        body = urlencode(form).encode()
        return (
            b"POST %s HTTP/1.1\r\nHost: %s\r\n"
            b"Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
            b"Content-Length: %d\r\nUser-Agent: TwilioProxy/1.1\r\nX-Twilio-Signature: %s\r\n\r\n%s"
            % (self.path.encode(), wire.HERE.encode(), len(body), self._sign(form), body)
        )

    def receive(self, target: bytes, body: bytes) -> tuple[Heard | None, bytes]:
        """A call of the REST API. Without a body it is a list: there is nothing on it."""
        if not body:
            return None, wire.response(b'{"messages":[],"next_page_uri":null}')
        if target.endswith(b"/Messages.json") and (found := TO.search(body)):
            made = b'{"sid":"SM%032x","status":"queued","direction":"outbound-api"}'
            answer = wire.response(made % next(self._ids), b"201 Created")
            return Heard(int(found[1]) - FIRST_NUMBER, body), answer
        made = b'{"sid":"HX%032x"}' % next(self._ids)  # a template of buttons
        return None, wire.response(made, b"201 Created")

    def refuse(self) -> bytes:
        body = {"code": 20429, "message": "Too Many Requests", "status": 429}
        return wire.response(json.dumps(body).encode(), b"429 Too Many Requests")

    def words(self, heard: Heard) -> str:
        """The text, or the lines that a template is filled with."""
        form = parse_qs(heard.body.decode())
        if "Body" in form:
            return form["Body"][0]
        return "\n".join(json.loads(form["ContentVariables"][0]).values())

    def _sign(self, form: dict[str, str]) -> bytes:
        """twilio.com/docs/usage/security: HMAC-SHA1 of the address and the sorted parameters."""
        signed = PUBLIC + self.path + "".join(map("".join, sorted(form.items())))
        digest = hmac.digest(AUTH_TOKEN.encode(), signed.encode(), hashlib.sha1)
        return base64.b64encode(digest)
