"""What Twilio says of the account, the WhatsApp sender and the contents made there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from bot import accounts, checkup
from bot.channels.whatsapp import AGAIN
from bot.channels.whatsapp_webhook import MESSAGES, STATUSES
from bot.checkup import Finding, Findings, ok, problem, warning
from bot.clock import Clock
from bot.config import Settings
from bot.transport import twilio as transport
from bot.transport.connection import NotSent, OutcomeUnknown

SANDBOX = "whatsapp:+14155238886"  # Twilio's own number, for trials
OURS = "sila "  # how the names of our contents begin
DEAD = frozenset({"rejected", "paused", "disabled"})
UNAUTHORISED = frozenset({401, 403})

FIELDS: Mapping[str, str] = {"callback_url": MESSAGES, "status_callback_url": STATUSES}
"""What of a sender's webhook must lead where."""


async def whatsapp(settings: Settings, clock: Clock) -> Findings:
    """The account, the number, its webhooks and the contents; nothing where WhatsApp is off."""
    if not settings.whatsapp_on:
        yield ok("WhatsApp", "off, without an account at Twilio")
        return
    assert settings.twilio_account_sid
    twilio = accounts.twilio(settings)
    try:
        async for finding in _account(twilio, settings.twilio_account_sid, clock):
            yield finding
        async for finding in _sender(twilio, settings):
            yield finding
        yield await _contents(twilio)
    except (NotSent, OutcomeUnknown, TwilioException) as error:
        yield problem("WhatsApp", _refused(error, settings.twilio_api_url))
    finally:
        await transport.close(twilio)


async def _account(twilio: Client, sid: str, clock: Clock) -> Findings:
    answer = await twilio.api.v2010.accounts(sid).fetch_with_http_info_async()
    account: Any = answer.data
    if account.status != "active":
        yield problem("WhatsApp", f"the account is {account.status}: see Twilio's console")
    elif account.type == "Trial":
        yield warning("WhatsApp", "the account is a trial: only numbers that joined get anything")
    else:
        yield ok("WhatsApp", "the account is active")
    if said := answer.headers.get("Date"):
        yield checkup.clock("Twilio", parsedate_to_datetime(said), clock.now())


async def _sender(twilio: Client, settings: Settings) -> Findings:
    """The number, as a WhatsApp sender of this account."""
    number = settings.twilio_whatsapp_from
    if number == SANDBOX:
        yield warning("WhatsApp", "TWILIO_WHATSAPP_FROM is Twilio's sandbox: for trials only")
        return
    listed = await twilio.messaging.v2.channels_senders.list_async(channel="whatsapp")
    known = next((sender for sender in listed if sender.sender_id == number), None)
    if known is None:
        yield problem("WhatsApp", f"{number} is no WhatsApp sender of this account")
        return
    sender: Any = await twilio.messaging.v2.channels_senders(str(known.sid)).fetch_async()
    if not str(sender.status).startswith("ONLINE"):
        yield problem("WhatsApp", f"{number} is {sender.status}: see Twilio's console")
        return
    yield ok("WhatsApp", f"{number} is online")
    webhook = sender.webhook or {}
    for field, path in FIELDS.items():
        wanted = f"{settings.public_url}{path}{AGAIN}"
        if webhook.get(field) != wanted:
            there = webhook.get(field) or "nothing"
            yield warning("WhatsApp", f"{field} at Twilio is {there}, not {wanted}")


async def _contents(twilio: Client) -> Finding:
    """Of the templates that are ours. Inside the 24 hours none of them needs an approval."""
    listed = await twilio.content.v1.content_and_approvals.list_async()
    ours = [content for content in listed if str(content.friendly_name).startswith(OURS)]
    states = Counter(_approval(content.approval_requests) for content in ours)
    if dead := {state: states[state] for state in sorted(DEAD) if states[state]}:
        told = ", ".join(f"{count} {state}" for state, count in dead.items())
        return warning("WhatsApp", f"of {len(ours)} contents {told}: see Twilio's console")
    return ok("WhatsApp", f"{len(ours)} contents made")


def _approval(requests: Any) -> str:
    return str(requests.get("status")) if isinstance(requests, dict) else ""


def _refused(error: Exception, url: str) -> str:
    if isinstance(error, TwilioRestException) and error.status in UNAUTHORISED:
        return (
            "Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN: copy both from its console"
        )
    code = f", {error.code}" if isinstance(error, TwilioRestException) and error.code else ""
    return f"Twilio is not to be had at {url} ({type(error).__name__}{code})"
