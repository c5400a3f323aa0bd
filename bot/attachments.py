"""Files that officers send from the desk: what each is, by its content, and where it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.body import File
from bot.channels.channel import LARGEST_FILE, LostFile, TooLargeFile
from storage import attachments
from storage.database import Database

CHANNEL = "desk"

SIGNATURES = (
    (0, b"%PDF-", "document", "application/pdf"),
    (0, b"\xff\xd8\xff", "image", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image", "image/png"),
    (0, b"OggS", "audio", "audio/ogg"),
    (0, b"ID3", "audio", "audio/mpeg"),
    (0, b"\xff\xfb", "audio", "audio/mpeg"),
    (0, b"\xff\xf3", "audio", "audio/mpeg"),
    (4, b"ftypisom", "video", "video/mp4"),
    (4, b"ftypmp4", "video", "video/mp4"),
    (4, b"ftypavc1", "video", "video/mp4"),
)
"""What every channel takes: where its bytes stand, its kind, and its type."""


def recognise(content: bytes, handle: str) -> File | None:
    """The file as it goes out; None where not every channel would take it."""
    for start, signature, kind, type_ in SIGNATURES:
        if content.startswith(signature, start):
            return File(kind, handle, CHANNEL, type_, len(content))
    return None


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
