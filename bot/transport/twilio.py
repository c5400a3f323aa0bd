"""The twilio library's HTTP transport over aiohttp, and the download of what people send."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    encode_basic_auth,
)
from twilio.base.exceptions import TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from yarl import URL

from bot.transport.connection import NotSent, OutcomeUnknown
from bot.transport.pool import Pool

TWILIO = "https://api.twilio.com"
MEDIA_LIMIT = 16 * 1024 * 1024
"""Bytes of the largest media WhatsApp carries through Twilio."""

_MEDIA_SECONDS = 60.0
_CHUNK = 64 * 1024
_HOPS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class TooLarge(Exception):  # noqa: N818
    """The media is larger than the limit."""


class AiohttpClient(AsyncHttpClient):
    """One session for every Twilio host. `api_url` other than Twilio's own replaces them all.
    `pool` is for the requests that need no session.

    Times are seconds. Raises `NotSent` and `OutcomeUnknown`; an HTTP error is an answer like any
    other, which the library turns into its own exceptions. Never reads a proxy or a password from
    the environment, never logs.
    """

    def __init__(self, api_url: str = TWILIO, timeout: float = 10.0) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True, timeout=timeout)
        base = urlsplit(api_url.rstrip("/"))
        self._base = None if _owned(base) else base
        self.pool = Pool(self.address(TWILIO))
        self._session: ClientSession | None = None

    async def request(  # type: ignore[override]  # noqa: PLR0917 -- both as in the library
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 -- the library's signature
        allow_redirects: bool = False,
    ) -> Response:
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = encode_basic_auth(*auth)
        url = self.address(uri)
        if params:
            url += ("&" if urlsplit(url).query else "?") + urlencode(params, doseq=True)
        body, seconds = _encode(data, sent), timeout or self.timeout
        async with self._exchange(
            method.upper(), url, sent, seconds, body=body, follow=allow_redirects
        ) as answer:
            text = await answer.text(errors="replace")
            if answer.ok and text and answer.content_type != "application/json":
                raise OutcomeUnknown(f"{answer.status} with {answer.content_type}")
            return Response(answer.status, text, answer.headers)

    def address(self, url: str) -> str:
        """Where a Twilio URL really is: below the configured base, when there is one."""
        parts = urlsplit(url)
        if self._base is None or not _owned(parts):
            return url
        path = self._base.path + parts.path
        return parts._replace(
            scheme=self._base.scheme, netloc=self._base.netloc, path=path
        ).geturl()

    def trusts(self, url: str) -> bool:
        """Whether our credentials may go to this URL: the configured base, else Twilio's https."""
        parts = urlsplit(url)
        if self._base is None:
            return _owned(parts)
        same = (parts.scheme, parts.netloc) == (self._base.scheme, self._base.netloc)
        return same and parts.path.startswith(self._base.path + "/")

    @asynccontextmanager
    async def fetch(self, url: str, auth: tuple[str, str]) -> AsyncIterator[ClientResponse]:
        """The answer to a GET, its body not yet read.

        Redirects are followed without our credentials, and never from https to http.
        """
        headers = {"Authorization": encode_basic_auth(*auth)}
        for _ in range(_HOPS):
            async with self._exchange("GET", url, headers, _MEDIA_SECONDS) as answer:
                if answer.status not in _REDIRECTS:
                    yield answer
                    return
                url, headers = urljoin(url, answer.headers.get("Location", "")), {}
            if urlsplit(url).scheme != "https" and not self.trusts(url):
                raise ValueError("media was redirected to an insecure address")
        raise ValueError("media was redirected too often")

    async def close(self) -> None:
        await self.pool.close()
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def _exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        seconds: float | None,
        *,
        body: bytes | None = None,
        follow: bool = False,
    ) -> AsyncIterator[ClientResponse]:
        if self._session is None:  # aiohttp wants a running loop, which __init__ may not have
            self._session = ClientSession(cookie_jar=DummyCookieJar(), trust_env=False)
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),  # a signed address must not be quoted anew
                headers=headers,
                data=body,
                timeout=ClientTimeout(total=seconds),
                allow_redirects=follow,
            ) as answer:
                yield answer
        except (ClientConnectorError, ConnectionTimeoutError, InvalidURL) as problem:
            raise NotSent(type(problem).__name__) from problem
        except (ClientError, TimeoutError) as problem:
            raise OutcomeUnknown(type(problem).__name__) from problem


def client(
    account_sid: str, auth_token: str, api_url: str = TWILIO, timeout: float = 10.0
) -> Client:
    """The twilio library's own client, asynchronous, over our transport; `timeout` in seconds."""
    no_edge = {"TWILIO_EDGE": "", "TWILIO_REGION": ""}  # else it reads the environment itself
    http = AiohttpClient(api_url, timeout)
    return Client(account_sid, auth_token, http_client=http, environment=no_edge)


async def close(twilio: Client) -> None:
    """Closes the connections of a client made by `client`."""
    await transport(twilio).close()


async def download(url: str, twilio: Client, limit: int = MEDIA_LIMIT) -> bytes:
    """The bytes of a media URL as it stands in a webhook.

    Raises ValueError for an address that is neither Twilio's nor below the configured base,
    `TooLarge` beyond `limit` bytes, TwilioRestException for an HTTP error, and what the transport
    raises.
    """
    http = transport(twilio)
    address = http.address(url)
    if not http.trusts(address):
        raise ValueError("media is at a foreign address")
    auth = (twilio.username or "", twilio.password or "")
    async with http.fetch(address, auth) as answer:
        if not answer.ok:
            raise TwilioRestException(answer.status, urlsplit(url).path, code=answer.status)
        content = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            content += chunk
            if len(content) > limit:
                raise TooLarge
        return bytes(content)


def transport(twilio: Client) -> AiohttpClient:
    """What is under a client made by `client`."""
    http = twilio.http_client
    if not isinstance(http, AiohttpClient):
        raise TypeError("this client was not made here")
    return http


def _owned(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return parts.scheme == "https" and host.endswith(".twilio.com") and parts.port in (None, 443)


def _encode(data: Mapping[str, object] | None, headers: Mapping[str, str]) -> bytes | None:
    if data is None:
        return None
    if headers.get("Content-Type", "").endswith("json"):
        return json.dumps(data, ensure_ascii=False).encode()
    return urlencode(data, doseq=True).encode()
