"""Twilio's calls to us: what is in their forms, and how they are signed and posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self, TypeAlias
from xml.etree import ElementTree as ET

from aiohttp import ClientError, ClientSession, ClientTimeout
from twilio.request_validator import RequestValidator

from tests.fakes.twilio.message import Message

Signature: TypeAlias = Literal["valid", "forged", "missing"]

SECONDS = 15.0
"""How long Twilio waits for an answer."""

NOBODY = 502
"""What Twilio's log shows (error 11200) when nobody answered."""

EVENTS = {"delivered": "DELIVERED", "read": "READ", "undelivered": "UNDELIVERED"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """How often an inbound message's webhook is posted, and with which signature."""

    times: int = 1
    signature: Signature = "valid"


ONCE = Delivery()
TWICE = Delivery(times=2)
LOST = Delivery(times=0)
FORGED = Delivery(signature="forged")
UNSIGNED = Delivery(signature="missing")


class Webhooks:
    """Signs with Twilio's own validator and posts."""

    def __init__(self, auth_token: str) -> None:
        self._validators = {
            "valid": RequestValidator(auth_token),
            "forged": RequestValidator("not the token"),
        }

    async def __aenter__(self) -> Self:
        self._session = ClientSession(timeout=ClientTimeout(total=SECONDS))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def post(
        self, form: Mapping[str, str], *, signed: str, to: str, token: str, signature: Signature
    ) -> tuple[int, str]:
        """Posts to one URL with a signature over another; the status and body answered."""
        headers = {"User-Agent": "TwilioProxy/1.1", "I-Twilio-Idempotency-Token": token}
        if signature in self._validators:
            validator = self._validators[signature]
            headers["X-Twilio-Signature"] = validator.compute_signature(signed, form)
        try:
            async with self._session.post(
                to, data=form, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status, await answer.text()
        except (ClientError, TimeoutError):
            return NOBODY, ""


def inbound_form(message: Message, fields: Mapping[str, str]) -> dict[str, str]:
    """The parameters of an inbound message, as in captures of 2026; some are always blank."""
    form = {
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageSid": message.sid,
        "AccountSid": message.account,
        "To": message.to,
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "NumMedia": str(len(message.media)),
        "NumSegments": "1",
        "ReferralNumMedia": "0",
    }
    for place, media in enumerate(message.media):
        form[f"MediaUrl{place}"] = f"https://api.twilio.com{message.path}/Media/{media.sid}"
        form[f"MediaContentType{place}"] = media.content_type
    return {**form, **fields}


def status_form(message: Message, status: str, error: int | None) -> dict[str, str]:
    """The parameters of a status callback."""
    form = {
        "SmsSid": message.sid,
        "SmsStatus": status,
        "MessageSid": message.sid,
        "MessageStatus": status,
        "AccountSid": message.account,
        "From": message.sender,
        "To": message.to,
        "ApiVersion": "2010-04-01",
        "ChannelPrefix": "whatsapp",
        "ChannelInstallSid": "XE" + "0" * 32,
        "ChannelToAddress": message.to.removeprefix("whatsapp:")[:-4] + "XXXX",
    }
    if status == "sent":
        form["StructuredMessage"] = "true" if message.template else "false"
    if status in EVENTS:
        form["EventType"] = EVENTS[status]
    if error is not None:
        form["ErrorCode"] = str(error)
        form["ErrorMessage"] = form["ChannelStatusMessage"] = f"error {error}"
    return form


def silent(body: str) -> bool:
    """Whether Twilio would send nothing for this answer: no body, or TwiML without a verb."""
    if not body.strip():
        return True
    try:
        root = ET.fromstring(body)
    except ET.ParseError:
        return False
    return root.tag == "Response" and len(root) == 0
