"""The rules of a send: what Twilio refuses at once, and what WhatsApp refuses afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from tests.fakes.twilio.content import MOST_IN_SESSION, Content, Rendered
from tests.fakes.twilio.refusal import Refusal
from tests.fakes.twilio.variables import UNSENDABLE

LONGEST_BODY = 1600
LONGEST_TEMPLATE = 1024
MOST_MEDIA = 10

PARAMETERS = frozenset(
    {
        "To",
        "From",
        "Body",
        "ContentSid",
        "ContentVariables",
        "MediaUrl",
        "StatusCallback",
        "ValidityPeriod",
    }
)
"""What this fake honours; anything else is a violation rather than silently ignored."""

TELEPHONE = re.compile(r"\+[1-9]\d{6,14}")
PERSON = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
"""A WhatsApp user without a number, as Twilio writes them after the prefix."""

UNAPPROVED = {"rejected": 63040, "paused": 63041, "disabled": 63042}
OUTSIDE_WINDOW = 63016
NO_SUCH_PERSON = 63024
BLOCKED = 63014
UNSUITABLE = 63021


class Recipient(Protocol):
    blocked: bool

    def listens(self, now: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Send:
    """A request to send; `number` is the one this account owns."""

    form: Mapping[str, str]
    media: Sequence[str]
    number: str

    def __getitem__(self, name: str) -> str:
        return self.form.get(name, "")


RULES: Sequence[tuple[int, str, Callable[[Send], bool]]] = (
    (21604, "A 'To' phone number is required.", lambda send: bool(send["To"])),
    (21603, "A 'From' phone number is required.", lambda send: bool(send["From"])),
    (21211, "Invalid 'To' Phone Number", lambda send: addressable(send["To"])),
    (
        21910,
        "Invalid From and To pair. From and To should be of the same channel",
        lambda send: on_whatsapp(send["To"]) == on_whatsapp(send["From"]),
    ),
    (
        63007,
        "Twilio could not find a Channel with the specified From address",
        lambda send: send["From"] == send.number,
    ),
    (
        21654,
        "ContentSid Required",
        lambda send: bool(send["ContentSid"]) or not send["ContentVariables"],
    ),
    (
        21619,
        "A text message body or media urls must be specified.",
        lambda send: bool(send["Body"] or send.media or send["ContentSid"]),
    ),
    (
        21617,
        "The concatenated message body exceeds the 1600 character limit",
        lambda send: len(send["Body"]) <= LONGEST_BODY,
    ),
    (
        21620,
        "Invalid media URL(s)",
        lambda send: len(send.media) <= MOST_MEDIA and all(map(reachable, send.media)),
    ),
    (
        21609,
        "The StatusCallback URL is not a valid URL.",
        lambda send: not send["StatusCallback"] or reachable(send["StatusCallback"]),
    ),
)
"""What must hold of a send, in the order Twilio looks; its error code where it does not."""


def check(send: Send) -> None:
    for code, message, holds in RULES:
        if not holds(send):
            raise Refusal(code, message)


def fate(
    recipient: Recipient | None, content: Content | None, rendered: Rendered | None, now: datetime
) -> int | None:
    """The error code an accepted message meets on its way, or None when it arrives."""
    status = content.status if content else "unsubmitted"
    if recipient is None:
        return NO_SUCH_PERSON
    if recipient.blocked:
        return BLOCKED
    if status != "approved" and not recipient.listens(now):
        return UNAPPROVED.get(status, OUTSIDE_WINDOW)
    if rendered and not presentable(rendered, approved=status == "approved"):
        return UNSUITABLE
    return None


def presentable(rendered: Rendered, *, approved: bool) -> bool:
    if not rendered.fits():
        return False
    if approved:
        plain = not any(UNSENDABLE.search(value) for value in rendered.values)
        return plain and len(rendered.body) <= LONGEST_TEMPLATE
    return rendered.kind != "twilio/quick-reply" or len(rendered.buttons) <= MOST_IN_SESSION


def on_whatsapp(address: str) -> bool:
    return address.startswith("whatsapp:")


def addressable(address: str) -> bool:
    name = address.removeprefix("whatsapp:")
    return bool(TELEPHONE.fullmatch(name) or (on_whatsapp(address) and PERSON.fullmatch(name)))


def reachable(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
