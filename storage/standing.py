"""Connections to PostgreSQL beside the pool, begun anew whenever they are lost."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from storage.connection import Hear, Pause
from storage.statements import POSTGRESQL
from storage.tenure import Tenure

EVERY = 2.0  # seconds between two looks at a connection, or two attempts to have one
PROMPT = 5.0  # seconds in which an answer to such a look must come
CHANNEL = "sila"  # as in `words_tell`
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class Standing(ABC):
    """One connection of its own, as long as it is wanted."""

    def __init__(self, connect: Callable[[], Awaitable[Any]], pause: Pause) -> None:
        self._connect = connect
        self._pause = pause
        self._tried = asyncio.Event()

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """Keep it inside the block, which is entered after the first attempt."""
        keeping = asyncio.create_task(self._keep())
        try:
            await self._tried.wait()
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping

    async def _keep(self) -> None:
        try:
            while True:
                with suppress(*LOST):
                    await self._use(await self._connect())
                self._tried.set()
                await self._pause(EVERY)
        finally:
            self._tried.set()

    async def _use(self, connection: Any) -> None:
        try:
            await self._begin(connection)
            while True:
                self._tried.set()
                await self._pause(EVERY)
                await self._look(connection)
        finally:
            with suppress(*LOST):
                await connection.close(timeout=PROMPT)

    async def _look(self, connection: Any) -> None:
        """Whether it is still there: it may have gone without a word."""
        await connection.fetchval(POSTGRESQL["still_there"].text, timeout=PROMPT)

    @abstractmethod
    async def _begin(self, connection: Any) -> None:
        """Do what it is there for."""


class Listener(Standing):
    """Calls `hear` with each word; with an empty one when it begins later than at once."""

    def __init__(self, connect: Callable[[], Awaitable[Any]], pause: Pause, hear: Hear) -> None:
        super().__init__(connect, pause)
        self._hear = hear

    async def _begin(self, connection: Any) -> None:
        await connection.add_listener(CHANNEL, self._heard)
        if self._tried.is_set():
            self._hear("")

    def _heard(self, _connection: Any, _process: int, _channel: str, word: str) -> None:
        self._hear(word)


class Watch(Standing):
    """Tries to hold a name, by an advisory lock that ends with the connection."""

    def __init__(self, connect: Callable[[], Awaitable[Any]], pause: Pause, key: int) -> None:
        super().__init__(connect, pause)
        self._key = key
        self.tenure = Tenure()

    async def _begin(self, connection: Any) -> None:
        connection.add_termination_listener(self._ended)
        await self._look(connection)

    async def _look(self, connection: Any) -> None:
        if self.tenure.held:
            await super()._look(connection)
        else:
            held = await connection.fetchval(
                POSTGRESQL["name_hold"].text, self._key, timeout=PROMPT
            )
            self.tenure.turn(held=held)

    def _ended(self, _connection: Any) -> None:
        self.tenure.turn(held=False)
