"""A server on this machine that says what a test tells it to, whatever HTTP thinks of that."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
RESET = struct.pack("ii", 1, 0)  # for SO_LINGER: end without goodbye


def answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Peer:
    """One connection, from the server's end."""

    wire: Wire
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def request(self) -> bytes:
        """The next one, whole."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        body = await self.reader.readexactly(int(length[1]) if length else 0)
        self.wire.requests.append(head + body)
        return head + body

    async def say(self, *parts: bytes) -> None:
        """Each by itself, as far as the network allows."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    def socket(self) -> socket.socket:
        """A second handle, for what is to happen with no turn of the event loop in between."""
        there = self.writer.get_extra_info("socket").fileno()
        return socket.socket(fileno=os.dup(there))

    def reset(self) -> None:
        with self.socket() as handle:
            handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.writer.transport.abort()

    async def gone(self) -> None:
        """Until the other end has closed."""
        try:
            await self.reader.read()
        except ConnectionResetError:
            return


Script: TypeAlias = Callable[[Peer], Awaitable[None]]


@dataclass
class Wire:
    """`met` are the connections there have been, `scripts` what goes on there, `requests` what
    came whole, in order.
    """

    url: str = ""
    met: list[Peer] = field(default_factory=list)
    scripts: list[asyncio.Task[None]] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    @property
    def bodies(self) -> list[bytes]:
        return [request.partition(b"\r\n\r\n")[2] for request in self.requests]


async def polite(peer: Peer) -> None:
    """Answers every request in the way HTTP means it."""
    while True:
        await peer.request()
        await peer.say(answer())


def saying(*parts: bytes) -> Script:
    """Reads one request, says these bytes whatever it was, and hangs up."""

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.say(*parts)

    return script


def holding(*parts: bytes) -> Script:
    """The same, but stays on the line until the other end hangs up."""

    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.say(*parts)
        await peer.gone()

    return script


@asynccontextmanager
async def listening(*scripts: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[Wire]:
    """The first connection meets the first script and so on, further ones the last."""
    wire = Wire()

    def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer, script = Peer(wire, reader, writer), scripts[min(len(wire.met), len(scripts) - 1)]
        wire.met.append(peer)
        wire.scripts.append(asyncio.ensure_future(_play(script, peer)))

    server = await asyncio.start_server(meet, "127.0.0.1", 0, ssl=tls)
    async with server:
        scheme = "https" if tls else "http"
        wire.url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield wire
        finally:
            for playing in wire.scripts:
                playing.cancel()
            await asyncio.gather(*wire.scripts, return_exceptions=True)


async def _play(script: Script, peer: Peer) -> None:
    try:
        await script(peer)
    except (EOFError, ConnectionError):
        pass  # the other end has hung up
    finally:
        peer.writer.close()
