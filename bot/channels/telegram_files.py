"""Files that people send on Telegram, by their ids. Bots are given no more than 20 MB."""

from __future__ import annotations

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.channel import LostFile, TooLargeFile
from bot.channels.telegram_errors import says

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
