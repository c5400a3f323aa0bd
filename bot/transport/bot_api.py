"""The Bot API's methods that every message needs, as prepared requests over our own pool.

An answer that is none of success is handed to the library to judge, so that it means here what it
means everywhere. The bot's token stands in every request, and in no error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.transport import connection, telegram
from bot.transport.connection import Answer
from bot.transport.pool import Pool

PATIENCE = 5.0  # seconds until an answer is late
HEADERS = {"Content-Type": "application/json", "User-Agent": "Sila"}
TROUBLES: Mapping[type[Exception], type[TelegramError]] = {
    connection.NotSent: telegram.NotSent,
    connection.NoAnswer: TimedOut,
    connection.OutcomeUnknown: NetworkError,
}
"""What the channel is told where there is no answer."""

Result = TypeVar("Result")


class Accepted(msgspec.Struct, Generic[Result], frozen=True):
    """What the Bot API says when it has done what was asked."""

    result: Result


class Identified(msgspec.Struct, frozen=True):
    """A message, as far as we need to know it."""

    message_id: int


MESSAGE = msgspec.json.Decoder(Accepted[Identified])
ANYTHING = msgspec.json.Decoder(Accepted[msgspec.Raw])


class BotApi:
    """`url` is the server's, as in the settings.

    Raises `telegram.NotSent` when nothing has left, the library's `TimedOut` and `NetworkError`
    when it may have been done, its other exceptions as Telegram refuses, and ValueError where
    Telegram accepts and gives no result.
    """

    def __init__(self, url: str, token: str) -> None:
        self._pool = Pool(url)
        self._token = token
        self._heads: dict[str, bytes] = {}  # by method

    async def send_message(self, parameters: Mapping[str, object]) -> int:
        """The id of the message."""
        return (await self._call("sendMessage", parameters, MESSAGE)).result.message_id

    async def call(self, method: str, parameters: Mapping[str, object]) -> None:
        """A method whose result nobody needs."""
        await self._call(method, parameters, ANYTHING)

    async def close(self) -> None:
        await self._pool.close()

    async def _call(
        self,
        method: str,
        parameters: Mapping[str, object],
        expected: msgspec.json.Decoder[Accepted[Result]],
    ) -> Accepted[Result]:
        head, body = self._head(method), msgspec.json.encode(parameters)
        try:
            answer = await self._pool.post(head, body, PATIENCE)
        except tuple(TROUBLES) as trouble:
            raise TROUBLES[type(trouble)](str(trouble)) from None
        if 200 <= answer.status <= 299:
            try:
                return expected.decode(answer.body)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                pass  # the library says what it is instead
        await _Judge(answer).post("")
        raise ValueError(f"{method} was accepted without a result")

    def _head(self, method: str) -> bytes:
        if method not in self._heads:
            self._heads[method] = self._pool.head(f"/bot{self._token}/{method}", HEADERS)
        return self._heads[method]


class _Judge(BaseRequest):
    """The library's reading of an answer that has come already."""

    __slots__ = ("_answer",)

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is closed."""

    async def do_request(  # noqa: PLR0917 -- the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        return self._answer
