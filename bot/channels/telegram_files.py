"""Files on Telegram, by their ids: fetched, or sent on. Bots are given no more than 20 MB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Bot, InputFile
from telegram.error import BadRequest, TelegramError

from bot.body import File
from bot.channels.channel import LostFile, TooLargeFile
from bot.channels.telegram_errors import WRONG_KIND, says

LONGEST_CAPTION = 1024
METHODS: Mapping[str, tuple[str, ...]] = {
    "image": ("photo", "document"),
    "document": ("document",),
    "audio": ("voice", "audio"),
    "video": ("video", "animation", "video_note"),
}
"""What a file of each kind may have been when it came: Telegram takes it only as the same again."""

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


async def resend(
    bot: Bot, chat: int, file: File, caption: str | None, where: Mapping[str, Any]
) -> str:
    """Send one that came by Telegram as it is; the message's id."""
    *others, last = METHODS[file.kind]
    for name in others:
        try:
            return await send_as(bot, name, chat, file.handle, caption, where)
        except BadRequest as error:
            if not says(error, WRONG_KIND):
                raise
    return await send_as(bot, last, chat, file.handle, caption, where)


async def send_as(  # noqa: PLR0917 -- what, where and how
    bot: Bot,
    name: str,
    chat: int,
    handle: str | InputFile,
    caption: str | None,
    where: Mapping[str, Any],
) -> str:
    """Send a file by the method of that name; the message's id."""
    how = {} if name == "video_note" else {"caption": caption}
    sent = await getattr(bot, f"send_{name}")(chat, handle, **how, **where)
    return str(sent.message_id)
