"""Media that people sent on WhatsApp, deleted at Twilio; on their telephones it stays theirs."""

from __future__ import annotations

from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.rest import Client

from bot.channels.channel import Failed, Later, Receipt, Sent
from bot.channels.whatsapp_errors import refusal
from bot.transport.connection import NotSent, OutcomeUnknown


async def erase(twilio: Client, update: str | None) -> Receipt:
    """All media of the message that an update was, or was a part of. Gone already is gone."""
    if update is None:
        return Failed("nothing_to_do")
    message = update.partition("/")[0]
    try:
        media = twilio.messages(message).media
        for one in await media.list_async():
            await twilio.messages(message).media(str(one.sid)).delete_async()
    except NotSent:
        return Later("not_connected")
    except OutcomeUnknown:
        return Later("no_answer")  # to delete it again does no harm
    except (TwilioRestException, TwilioServiceException) as error:
        if getattr(error, "status", None) == 404:
            return Sent(update)
        return refusal(error).receipt()
    return Sent(update)
