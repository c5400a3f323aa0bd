"""One kept-alive connection to an HTTP/1.1 server, and what an answer on it can come to."""

from __future__ import annotations

import asyncio
import math
import select
from collections.abc import Callable
from typing import NamedTuple, cast

import httptools

LARGEST = 1024 * 1024
"""Bytes of an answer, head and body; none to a message comes near it."""

DELIMITERS = frozenset({b"content-length", b"transfer-encoding"})
"""The headers that say where a body ends; without one it ends with the connection."""


class NotSent(Exception):  # noqa: N818 -- a fact about a request, not an error of ours
    """Nothing of the request has left this machine: to repeat it cannot send anything twice."""


class OutcomeUnknown(Exception):  # noqa: N818
    """The request was written and no whole answer came: it may or may not have been done."""


class NoAnswer(OutcomeUnknown):
    """It did not come in time."""


class Answer(NamedTuple):
    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """At most one request is on it at a time. `ended` hears of its end, whoever brought it about.

    `due` is when it should `expire`, by the loop's clock: while a request is on it because the
    answer is late, at rest because it has rested long enough.
    """

    due = math.inf
    is_kept = True  # by the server, after its answer

    def __init__(self, ended: Callable[[Connection], None]) -> None:
        self._ended = ended
        self._parser = httptools.HttpResponseParser(self)
        self._waiter: asyncio.Future[Answer] | None = None
        self._answer: Answer | None = None
        self._body = bytearray()
        self._size = 0  # bytes that came since the request was written
        self._is_delimited = False
        self._ends_with_connection = False

    # ------------------------------------------------------------- for whoever has a request
    @property
    def is_open(self) -> bool:
        """Whether the server has not closed it, as far as the system knows."""
        return not self._transport.is_closing() and not self._goodbye.poll(0)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is there to be read: at rest it could only be what nobody asked for."""
        return not self._transport.is_closing() and not self._anything.poll(0)

    async def exchange(self, request: bytes) -> Answer:
        """Write the request and read its answer. Raises OutcomeUnknown."""
        self._size, self._answer = 0, None
        self._waiter = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._waiter
        except BaseException:
            self._transport.abort()  # what still comes would be taken for the next answer
            raise

    def expire(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(NoAnswer("no answer in time"))
        self._transport.abort()

    # ------------------------------------------------------------- for the event loop
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one only by its methods
        descriptor = transport.get_extra_info("socket").fileno()
        self._goodbye, self._anything = select.poll(), select.poll()
        self._goodbye.register(descriptor, select.POLLRDHUP)
        self._anything.register(descriptor, select.POLLIN | select.POLLRDHUP)

    def data_received(self, data: bytes) -> None:
        waiter = self._waiter
        if waiter is None or waiter.done():
            self._transport.abort()  # nobody asked
            return
        self._size += len(data)
        if self._size > LARGEST:
            waiter.set_exception(OutcomeUnknown("the answer is too long"))
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.is_kept = False
            if self._answer is None:
                waiter.set_exception(OutcomeUnknown("the answer is no HTTP"))
        if self._answer is not None:
            waiter.set_result(self._answer)

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiter is not None and not self._waiter.done():
            if self._ends_with_connection and error is None:
                self._waiter.set_result(Answer(self._parser.get_status_code(), bytes(self._body)))
            else:
                self._waiter.set_exception(OutcomeUnknown("the connection was lost"))
        self._ended(self)

    # ------------------------------------------------------------- for the parser
    def on_message_begin(self) -> None:
        self._body = bytearray()
        self._is_delimited = self._ends_with_connection = False
        if self._answer is not None:
            self.is_kept = False  # one answer more than there are requests

    def on_header(self, name: bytes, _: bytes) -> None:
        if name.lower() in DELIMITERS:
            self._is_delimited = True

    def on_headers_complete(self) -> None:
        self._ends_with_connection = not self._is_delimited

    def on_body(self, part: bytes) -> None:
        self._body += part

    def on_message_complete(self) -> None:
        self._ends_with_connection = False
        status = self._parser.get_status_code()
        if status >= 200 and self._answer is None:  # below that one more follows: 100 Continue
            self._answer = Answer(status, bytes(self._body))
            self.is_kept = self._parser.should_keep_alive()
