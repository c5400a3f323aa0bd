"""Files that officers send from the desk: what goes out, and where it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.body import File
from bot.channels.channel import LARGEST_FILE, LostFile, TooLargeFile
from bot.formats import AAC, AMR, JPEG, M4A, MP3, MP4, OPUS, PDF, PNG, WEBM, recognise
from bot.opus import repacked
from storage import attachments
from storage.database import Database

CHANNEL = "desk"

SENT = frozenset({PDF, PNG, JPEG, OPUS, MP3, AAC, AMR, M4A, MP4})


def ready(content: bytes, handle: str) -> tuple[File, bytes] | None:
    """The file as it goes out, and its content; None where it is of a kind that does not. What a
    browser recorded is repacked: up to a second of work.
    """
    format_ = recognise(content)
    if format_ is WEBM and (voice := repacked(content)):
        format_, content = OPUS, voice
    if format_ not in SENT:
        return None
    return File(format_.kind, handle, CHANNEL, format_.type, len(content)), content


@dataclass(frozen=True, slots=True)
class Attachments:
    database: Database

    async def fetch(self, handle: str, limit: int = LARGEST_FILE) -> bytes:
        """The content of one. Raises LostFile."""
        async with self.database.view() as view:
            content = await attachments.content(view, handle)
        if not content:
            raise LostFile("gone")
        if len(content) > limit:
            raise TooLargeFile
        return content
