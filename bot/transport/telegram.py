"""python-telegram-bot's HTTP over one aiohttp session: keep-alive, bounded, honest about timeouts.

An error never carries the request's URL, because the bot's token stands in it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from io import BytesIO
from typing import IO, TypeAlias

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# The library's switch to the types of its next version: without it, `RetryAfter.retry_after` is a
# number of seconds that warns of its deprecation; with it, a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")

LONGEST_ANSWER = 20 * 2**20
"""Bytes: the largest file the Bot API lets a bot download. No JSON answer comes near it."""

FORM = "application/x-www-form-urlencoded"

_BEFORE_SENDING = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)

Part: TypeAlias = tuple[str, bytes | IO[bytes], str]
"""A file as `RequestData.multipart_data` gives it: its name, content and MIME type."""


class NotSent(NetworkError):  # noqa: N818 -- a fact about a request, named like the library's own
    """Nothing of the request has left this machine: to repeat it cannot send anything twice."""


class AiohttpRequest(BaseRequest):
    """A `telegram.request.BaseRequest` on aiohttp, to be given to `telegram.Bot`.

    Timeouts are seconds, `None` for no limit, and mean: `pool_timeout` the wait for one of
    `connections`; `connect_timeout` name, TCP and TLS together; `write_timeout` an upload as a
    whole (`media_write_timeout` unless a call says otherwise); `read_timeout` each silence of
    the server once the request is written. A request without files fits the socket's buffer,
    so there is no write to wait for.

    Raises `NotSent` when no connection was had, `TimedOut` when the server may have acted but
    did not answer in time, `NetworkError` when the exchange broke off or the answer is longer
    than `LONGEST_ANSWER`.
    """

    __slots__ = (
        "_connect_timeout",
        "_connections",
        "_free",
        "_media_write_timeout",
        "_pool_timeout",
        "_read_timeout",
        "_session",
    )

    def __init__(
        self,
        connections: int = 64,
        *,
        read_timeout: float | None = 5.0,
        media_write_timeout: float | None = 20.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 5.0,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._media_write_timeout = media_write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The read timeout of a call that gives none, in seconds."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; does nothing when it is open."""
        if self._session is not None:
            return
        # The semaphore bounds the connections, not the connector: aiohttp counts the wait for
        # a free one as connecting, and we tell the two apart.
        self._free = asyncio.Semaphore(self._connections)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
        )

    async def shutdown(self) -> None:
        """Close the session and its connections; does nothing when it is closed."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

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
        """The status and body the server answers with, whatever they are."""
        session = self._session
        if session is None:
            raise RuntimeError("AiohttpRequest is used before initialize() or after shutdown()")
        limits = aiohttp.ClientTimeout(
            connect=_given(connect_timeout, self._connect_timeout),
            sock_read=_given(read_timeout, self._read_timeout),
        )
        writing = _given(write_timeout, self._media_write_timeout)
        try:
            async with asyncio.timeout(_given(pool_timeout, self._pool_timeout)):
                await self._free.acquire()
        except TimeoutError:
            raise NotSent(f"all {self._connections} connections are busy") from None
        try:
            return await _exchange(session, method, url, _body(request_data, writing), limits)
        except _BEFORE_SENDING as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None
        finally:
            self._free.release()


class _Upload(aiohttp.MultipartWriter):
    """A multipart form that must be written within `seconds`; aiohttp has no such limit."""

    def __init__(
        self, fields: Mapping[str, str], files: Mapping[str, Part], seconds: float | None
    ) -> None:
        super().__init__("form-data")
        self._seconds = seconds
        for name, text in fields.items():
            self.append(text).set_content_disposition("form-data", name=name)
        for name, (filename, content, mime) in files.items():
            stream = BytesIO(content) if isinstance(content, bytes) else content
            part = self.append(stream, {"Content-Type": mime})
            # Telegram reads a file name as plain UTF-8, so it is not percent-encoded.
            part.set_content_disposition(
                "form-data", quote_fields=False, name=name, filename=filename
            )

    async def write(
        self, writer: aiohttp.abc.AbstractStreamWriter, close_boundary: bool = True
    ) -> None:
        async with asyncio.timeout(self._seconds):
            await super().write(writer, close_boundary)


def _given(timeout: ODVInput[float], otherwise: float | None) -> float | None:
    """What the call asks for, or what this object was made with."""
    return otherwise if isinstance(timeout, DefaultValue) else timeout


def _body(data: RequestData | None, writing: float | None) -> aiohttp.payload.Payload | None:
    if data is None:
        return None
    if data.contains_files:
        return _Upload(data.json_parameters, data.multipart_data, writing)
    return aiohttp.payload.BytesPayload(data.url_encoded_parameters().encode(), content_type=FORM)


async def _exchange(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    body: aiohttp.payload.Payload | None,
    limits: aiohttp.ClientTimeout,
) -> tuple[int, bytes]:
    answered = bytearray()
    async with session.request(
        method, url, data=body, timeout=limits, allow_redirects=False
    ) as answer:
        async for chunk in answer.content.iter_any():
            answered += chunk
            if len(answered) > LONGEST_ANSWER:
                raise NetworkError(f"the answer is longer than {LONGEST_ANSWER} bytes")
        return answer.status, bytes(answered)
