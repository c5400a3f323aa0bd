"""HTTP/1.1 both ways: the network that delivers, and the API of the provider that is called.

Bare protocols over httptools, because the measuring must cost much less than what is measured.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import httptools

HERE = "127.0.0.1"
AGAIN = 0.02  # seconds until a server that cannot be reached is tried again
BROKEN = 0  # in place of a status: the connection was lost before the answer


class Delivery(NamedTuple):
    """One request, and who hears of its end: the status or `BROKEN`, and Retry-After in seconds."""

    request: bytes
    ended: Callable[[int, float], None]


class Courier:
    """Delivers over at most `connections` kept-alive connections, as many to each of the ports.

    What waits goes out in order. What failed is not repeated: that is for whoever sent it.
    """

    def __init__(self, ports: Sequence[int], connections: int) -> None:
        self._open = dict.fromkeys(ports, 0)
        self._most = connections // len(ports)
        self._away: set[int] = set()  # ports that refuse: each is tried by one task
        self._idle: deque[_Line] = deque()
        self._waiting: deque[Delivery] = deque()
        self._lines: set[_Line] = set()
        self._opening: set[asyncio.Task[None]] = set()

    def deliver(self, delivery: Delivery) -> None:
        if self._idle:
            self._idle.pop().carry(delivery)
            return
        self._waiting.append(delivery)
        free = [p for p, n in self._open.items() if n < self._most and p not in self._away]
        if free:
            task = asyncio.create_task(self._connect(min(free, key=self._open.__getitem__)))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    @property
    def is_writing(self) -> bool:
        """Whether anything has been handed over that has not left this process."""
        return any(line.transport.get_write_buffer_size() for line in self._lines)

    async def close(self) -> None:
        self._waiting.clear()
        for task in self._opening:
            task.cancel()
        await asyncio.gather(*self._opening, return_exceptions=True)
        for line in list(self._lines):
            line.transport.abort()

    async def _connect(self, port: int) -> None:
        self._open[port] += 1
        loop = asyncio.get_running_loop()
        while self._waiting:
            try:
                await loop.create_connection(lambda: _Line(self, port), HERE, port)
            except OSError:
                if port in self._away:
                    break
                self._away.add(port)
                await asyncio.sleep(AGAIN)
                self._away.discard(port)
            else:
                return
        self._open[port] -= 1

    def joined(self, line: _Line) -> None:
        self._lines.add(line)
        self.free(line)

    def free(self, line: _Line) -> None:
        if self._waiting:
            line.carry(self._waiting.popleft())
        else:
            self._idle.append(line)

    def left(self, line: _Line) -> None:
        self._lines.discard(line)
        self._open[line.port] -= 1
        if line in self._idle:
            self._idle.remove(line)


class _Line(asyncio.Protocol):
    """One connection to a server, one request at a time."""

    transport: asyncio.Transport

    def __init__(self, courier: Courier, port: int) -> None:
        self.port = port
        self._courier = courier
        self._parser = httptools.HttpResponseParser(self)
        self._carried: Delivery | None = None
        self._retry_after = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(
            "asyncio.Transport", transport
        )  # uvloop's own does not derive from it
        self._courier.joined(self)

    def carry(self, delivery: Delivery) -> None:
        self._carried = delivery
        self.transport.write(delivery.request)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"retry-after":
            self._retry_after = float(value)

    def on_message_complete(self) -> None:
        carried, self._carried = self._carried, None
        retry_after, self._retry_after = self._retry_after, 0.0
        if carried:
            carried.ended(self._parser.get_status_code(), retry_after)
        if self._parser.should_keep_alive():
            self._courier.free(self)
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._courier.left(self)
        if self._carried:
            self._carried.ended(BROKEN, 0.0)


Answer = Callable[[bytes], None]
Serve = Callable[[bytes, bytes, Answer], None]
"""Called with the target and the body of a request, and what takes the whole HTTP response."""


async def listen(serve: Serve, port: int = 0) -> tuple[asyncio.Server, int]:
    """A server, and its port: a free one unless told."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Call(serve), HERE, port, backlog=1024)
    return server, server.sockets[0].getsockname()[1]


class _Call(asyncio.Protocol):
    """One connection from a client that waits for each answer before it asks again."""

    transport: asyncio.Transport

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._parser = httptools.HttpRequestParser(self)
        self._target = b""
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(
            "asyncio.Transport", transport
        )  # uvloop's own does not derive from it

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        target, body = self._target, b"".join(self._body)
        self._target, self._body = b"", []
        self._serve(target, body, self._answer)

    def _answer(self, response: bytes) -> None:
        """An empty response hangs up."""
        if self.transport.is_closing():
            return
        if response:
            self.transport.write(response)
        else:
            self.transport.close()


def response(body: bytes, status: bytes = b"200 OK", headers: bytes = b"") -> bytes:
    """A whole HTTP response with a JSON body."""
    return b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s" % (
        status,
        len(body),
        headers,
        body,
    )
