"""Files on Telegram, by their ids: fetched, or sent on. Bots are given no more than 20 MB."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import (
    Bot,
    InputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from telegram.error import BadRequest, TelegramError

from bot import album
from bot.body import Body, File
from bot.channels.channel import MEGABYTE, Fetch, LostFile, Sent, TooLargeFile
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
Media: TypeAlias = InputMediaPhoto | InputMediaVideo | InputMediaAudio | InputMediaDocument
TOGETHER: tuple[Mapping[str, type[Media]], ...] = (
    {"image": InputMediaPhoto, "video": InputMediaVideo},
    {"audio": InputMediaAudio},
    dict.fromkeys(METHODS, InputMediaDocument),
)
"""What the files of one album may have been when they came: one of these ways holds for all."""
VISIBLE = frozenset({InputMediaPhoto, InputMediaVideo})  # of those, what may be covered
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

    async def send_together(
        self,
        chat: int,
        bodies: Sequence[Body],
        words: Callable[[Body], str],
        where: Mapping[str, Any],
    ) -> Sent:
        """Files that came by Telegram as one album: the messages' ids. All of it is sent or none;
        what is refused, for whichever file, is raised.
        """
        files = [body.file for body in bodies if body.file]
        captioned = list(zip(files, album.captions(bodies, words), strict=True))
        kinds = {file.kind for file in files}
        *others, last = [way for way in TOGETHER if kinds <= way.keys()]
        for way in others:
            try:
                return await self._send_group(chat, way, captioned, where)
            except BadRequest as error:
                if not says(error, WRONG_KIND):
                    raise
        return await self._send_group(chat, last, captioned, where)

    async def _send_group(
        self,
        chat: int,
        way: Mapping[str, type[Media]],
        captioned: Sequence[tuple[File, str | None]],
        where: Mapping[str, Any],
    ) -> Sent:
        """As `_send_as`, each file as what this way says of its kind."""
        how = {**where}
        covered = how.pop("has_spoiler", None)
        media = []
        for file, caption in captioned:
            kind = way[file.kind]
            cover = {"has_spoiler": covered} if kind in VISIBLE else {}
            media.append(kind(file.handle, caption=caption, **cover))
        sent = await self.bot.send_media_group(chat, media, **how)
        if len(sent) != len(media):
            raise ValueError("not every file of the album has a message")
        first, *more = (str(message.message_id) for message in sent)
        return Sent(first, along=tuple(more))

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
