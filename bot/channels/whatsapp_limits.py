"""What WhatsApp takes of us, and for how long we may write."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.channel import MEGABYTE, Capabilities
from bot.transport.twilio import MEDIA_LIMIT

MEDIA_TYPES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "audio/aac",
        "audio/amr",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "video/3gpp",
        "video/mp4",
        "text/vcard",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
"""twilio.com/docs/whatsapp/guidance-whatsapp-media-messages"""
CAPABILITIES = Capabilities(
    text=1600,
    buttons=3,
    label=20,
    edits=False,
    deletes=False,
    window=timedelta(hours=24),
    file=MEDIA_LIMIT,
    picture=5 * MEGABYTE,
    types=MEDIA_TYPES,
)
