"""Files on Telegram, by their ids: fetched, or sent on. Bots are given no more than 20 MB."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InputFile
from telegram.error import BadRequest, TelegramError

from bot.body import File
from bot.channels.channel import MEGABYTE, Fetch, LostFile, TooLargeFile
from bot.channels.telegram_errors import WRONG_KIND, says

CHANNEL = "telegram"
LONGEST_CAPTION = 1024
METHODS: Mapping[str, tuple[str, ...]] = {
    "image": ("photo", "document"),
    "document": ("document",),
    "audio": ("voice", "audio"),
    "video": ("video", "animation", "video_note"),
}
"""What a file of each kind may have been when it came: Telegram takes it only as the same again."""

SENT: Mapping[str, tuple[str, str]] = {
    "image/jpeg": ("photo", "image.jpeg"),
    "image/png": ("photo", "image.png"),
    "audio/ogg": ("voice", "voice.ogg"),
    "audio/mpeg": ("audio", "audio.mp3"),
    "audio/mp4": ("audio", "audio.m4a"),
    "audio/aac": ("document", "audio.aac"),
    "audio/amr": ("document", "audio.amr"),
    "video/mp4": ("video", "video.mp4"),
    "application/pdf": ("document", "document.pdf"),
}
"""How what did not come by Telegram is sent, and under which name."""

COVERED = frozenset({"photo", "video", "animation"})
"""What may be covered until somebody taps it."""
LARGEST_PHOTO = 10 * MEGABYTE  # core.telegram.org/bots/api#sendphoto
TOO_BIG = ("file is too big",)
GARBLED = (AttributeError, KeyError, TypeError, ValueError)
"""What the library raises for an answer that is no answer."""


async def fetch(bot: Bot, handle: str, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes. Raises LostFile."""
    try:
        file = await bot.get_file(handle)
        if (file.file_size or 0) > limit:
            raise TooLargeFile
        content = bytes(await file.download_as_bytearray())
    except BadRequest as error:
        raise (TooLargeFile if says(error, TOO_BIG) else LostFile("refused")) from error
    except (TelegramError, *GARBLED) as error:
        raise LostFile(type(error).__name__) from error
    if len(content) > limit:
        raise TooLargeFile
    return content


@dataclass(frozen=True, slots=True)
class Files:
    """Sends files. `fetch` gets those that did not come by Telegram."""

    bot: Bot
    fetch: Mapping[str, Fetch]

    async def send(
        self, chat: int, file: File, caption: str | None, where: Mapping[str, Any]
    ) -> str:
        """One that came by Telegram goes as it is; another is fetched, and kept nowhere. The
        message's id. Raises LostFile.
        """
        if file.channel == CHANNEL:
            return await self._resend(chat, file, caption, where)
        if file.channel not in self.fetch:
            raise LostFile("channel_off")
        content = await self.fetch[file.channel](file.handle)
        other = ("photo" if file.kind == "image" else "document", file.kind)
        method, name = SENT.get(file.type, other)
        if method == "photo" and len(content) > LARGEST_PHOTO:
            method = "document"
        given = InputFile(content, filename=name)
        return await self._send_as(method, chat, given, caption, where)

    async def _resend(
        self, chat: int, file: File, caption: str | None, where: Mapping[str, Any]
    ) -> str:
        *others, last = METHODS[file.kind]
        for name in others:
            try:
                return await self._send_as(name, chat, file.handle, caption, where)
            except BadRequest as error:
                if not says(error, WRONG_KIND):
                    raise
        return await self._send_as(last, chat, file.handle, caption, where)

    async def _send_as(
        self,
        name: str,
        chat: int,
        handle: str | InputFile,
        caption: str | None,
        where: Mapping[str, Any],
    ) -> str:
        """By the method of that name."""
        how = {**where} if name == "video_note" else {**where, "caption": caption}
        if name not in COVERED:
            how.pop("has_spoiler", None)
        sent = await getattr(self.bot, f"send_{name}")(chat, handle, **how)
        return str(sent.message_id)
