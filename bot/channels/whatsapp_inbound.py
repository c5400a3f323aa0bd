"""What people do on WhatsApp, and what became of our messages: Twilio's forms as updates.

Source: twilio.com/docs/messaging/guides/webhook-request; fields come and go without notice, so
what is missing or unknown is no error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from bot.channels.whatsapp_content import PAYLOAD
from bot.channels.whatsapp_errors import failure
from bot.update import FromPerson, Report, Update
from flows.events import Event, Located, Said, Sent, Tapped, Unread

CHANNEL = "whatsapp"
MOST_MEDIA = 10
ADDRESS = "whatsapp:"
TELEPHONE = re.compile(ADDRESS + r"(?P<phone>\+[0-9]{6,15})")

STATUSES: Mapping[str, Literal["sent", "delivered", "read", "failed"]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
}
"""Of those that Twilio reports; before `sent` nothing has happened yet."""

UNREAD = {
    "image/webp": "sticker",
    "text/vcard": "contact",
    "text/x-vcard": "contact",
    "text/directory": "contact",
}
"""Media that hold nothing for us."""

KINDS = ("image", "audio", "video")

Form: TypeAlias = Mapping[str, str]


def updates(form: Form, account: str, raw: bytes) -> list[Update]:
    """What a person sent to our number: one update, or one for each of several files.

    Empty where it does not say who sent it on WhatsApp, or has no id to know it again by.
    """
    sid, sender = form.get("MessageSid", ""), _sender(form)
    if not sid or not sender.startswith(ADDRESS):
        return []
    events, answers = list(_events(form)), form.get("OriginalRepliedMessageSid") or None
    return [
        Update(
            CHANNEL,
            account,
            id_,
            FromPerson(sender, event, id_, _phone(form), answers=answers),
            raw,
        )
        for id_, event in zip(update_ids(sid, len(events)), events, strict=True)
    ]


def update_ids(sid: str, count: int) -> list[str]:
    """The ids of the updates that a message with so many files becomes."""
    return [f"{sid}/{place}" for place in range(count)] if count > 1 else [sid]


def reported(form: Form, account: str, raw: bytes) -> Update | None:
    """What became of a message of ours; None for what tells us nothing."""
    sid, said = form.get("MessageSid", ""), form.get("MessageStatus", "")
    status = STATUSES.get(said)
    if not sid or status is None:
        return None
    failed = status == "failed"
    report = failure(form.get("ErrorCode", "")).report(sid) if failed else Report(sid, status)
    return Update(CHANNEL, account, f"status:{sid}:{said}", report, raw)


def _sender(form: Form) -> str:
    """The number where WhatsApp tells it, else the id that this person has with us alone."""
    return form.get("From") or form.get("ExternalUserId", "")


def _phone(form: Form) -> str | None:
    if number := TELEPHONE.fullmatch(form.get("From", "")):
        return number["phone"]
    known = TELEPHONE.fullmatch(f"{ADDRESS}+{form.get('WaId', '')}")
    return known["phone"] if known else None


def _events(form: Form) -> Iterator[Event]:
    words = form.get("Body", "")
    media = list(_media(form))
    for place, (url, kind) in enumerate(media):
        if kind in UNREAD:
            yield Unread(UNREAD[kind])
        else:
            family = kind.partition("/")[0]
            yield Sent(family if family in KINDS else "document", url, "" if place else words)
    if not media:
        yield _without_media(form, words)


def _media(form: Form) -> Iterator[tuple[str, str]]:
    """The address and type of each file."""
    for place in range(MOST_MEDIA):
        if url := form.get(f"MediaUrl{place}"):
            kind = form.get(f"MediaContentType{place}", "").partition(";")[0]
            yield url, kind.strip().lower()


def _place(form: Form) -> Event:
    try:
        return Located(float(form["Latitude"]), float(form["Longitude"]))
    except (KeyError, ValueError):
        return Unread("location")


def _without_media(form: Form, words: str) -> Event:
    chosen = PAYLOAD.fullmatch(form.get("ButtonPayload") or form.get("ListId", ""))
    if chosen:
        return Tapped(int(chosen["prompt"]), chosen["option"])
    said = form.get("ButtonText") or form.get("ListTitle") or words
    if form.get("Latitude") or form.get("MessageType") == "location":
        return _place(form)
    return Said(said) if said.strip() else Unread("other")
