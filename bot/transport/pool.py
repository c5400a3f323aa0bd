"""HTTP/1.1 for prepared requests: a few connections to one server, kept alive and bounded.

It posts and reads one answer. It follows no redirect, keeps no cookie, unpacks nothing and takes no
proxy from the environment: what needs more goes over aiohttp. An error never quotes the request.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Mapping
from functools import cache
from urllib.parse import unquote, urlsplit

from aiohappyeyeballs import start_connection
from aiohttp import encode_basic_auth

from bot.transport.connection import Answer, Connection, NotSent

CONNECTIONS = 64
PATIENCE = 5.0  # seconds until a connection is had
REST = 15.0  # seconds a connection is kept for the next request; servers keep theirs longer
HEAD_START = 0.25  # seconds one address has before the next is tried beside it (RFC 8305)
PORTS = {"http": 80, "https": 443}


class Pool:
    """`url` is the server's; a path it has stands before every other."""

    def __init__(
        self, url: str, connections: int = CONNECTIONS, patience: float = PATIENCE
    ) -> None:
        self._server = urlsplit(url)
        self._patience = patience
        self._places = asyncio.Semaphore(connections)
        self._open: set[Connection] = set()
        self._resting: list[Connection] = []  # the one used last is last; some have ended since
        self._alarm: asyncio.TimerHandle | None = None

    def head(self, path: str, headers: Mapping[str, str]) -> bytes:
        """What comes before the length of a POST and its body."""
        credentials, _, host = self._server.netloc.rpartition("@")
        sent = {"Host": host, **headers}
        if credentials:
            name, _, password = credentials.partition(":")
            sent.setdefault("Authorization", encode_basic_auth(unquote(name), unquote(password)))
        lines = [f"{name}: {value}\r\n" for name, value in sent.items()]
        base = self._server.path.rstrip("/")
        return f"POST {base}{path} HTTP/1.1\r\n{''.join(lines)}Content-Length: ".encode()

    async def post(self, head: bytes, body: bytes, patience: float) -> Answer:
        """The answer, whatever it says. `patience` is how many seconds it may take as a whole.

        Raises NotSent when no connection was had, OutcomeUnknown when no whole answer came.
        """
        request = b"%b%d\r\n\r\n%b" % (head, len(body), body)
        await self._place()
        try:
            connection = self._rested() or await self._connect()
            self._watch_over(connection, patience)
            answer = await connection.exchange(request)
        finally:
            self._places.release()
        if connection.is_kept:
            self._watch_over(connection, REST)
            self._resting.append(connection)
        else:
            connection.expire()
        return answer

    async def close(self) -> None:
        """End every connection. Who waits for an answer learns that none came."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        while self._open:
            for connection in self._open:
                connection.expire()
            await asyncio.sleep(0)

    async def _place(self) -> None:
        """One of as many as there may be connections."""
        if self._places.locked():
            try:
                async with asyncio.timeout(self._patience):
                    await self._places.acquire()
            except TimeoutError:
                raise NotSent("all connections are busy") from None
        else:
            await self._places.acquire()

    def _rested(self) -> Connection | None:
        while self._resting:
            connection = self._resting.pop()
            if connection.is_quiet:
                return connection
            connection.expire()
        return None

    async def _connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        host, scheme = self._server.hostname or "", self._server.scheme
        secure = _tls() if scheme == "https" else None
        try:
            async with asyncio.timeout(self._patience):
                port = self._server.port or PORTS[scheme]
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                connected = await start_connection(found, happy_eyeballs_delay=HEAD_START)
                _, connection = await loop.create_connection(
                    lambda: Connection(self._open.discard),
                    sock=connected,
                    ssl=secure,
                    server_hostname=host if secure else None,
                )
        except (OSError, ValueError, RuntimeError) as error:  # the last is uvloop's
            raise NotSent(type(error).__name__) from None
        if not connection.is_open:
            connection.expire()
            raise NotSent("closed at once")
        self._open.add(connection)
        return connection

    # ------------------------------------------------------------- one timer for all
    def _watch_over(self, connection: Connection, seconds: float) -> None:
        connection.due = asyncio.get_running_loop().time() + seconds
        self._wake_at(connection.due)

    def _wake_at(self, due: float) -> None:
        """Look for what has expired then, or earlier."""
        if self._alarm is None or due < self._alarm.when():
            if self._alarm is not None:
                self._alarm.cancel()
            self._alarm = asyncio.get_running_loop().call_at(due, self._expire)

    def _expire(self) -> None:
        now, self._alarm = asyncio.get_running_loop().time(), None
        for connection in list(self._open):
            if connection.due <= now:
                connection.expire()
            else:
                self._wake_at(connection.due)


@cache
def _tls() -> ssl.SSLContext:
    """Certificates are checked against those of the system."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
