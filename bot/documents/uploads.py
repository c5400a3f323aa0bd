"""Files on their way to a turn: fetched and looked at where a question asks for one.

Everywhere else nothing is fetched. It happens before the turn, so that no transaction waits for a
provider; what one person sends meanwhile waits behind their file, and nobody else does.
"""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from msgspec import structs

from bot.channels.channel import Fetch, LostFile, TooLargeFile
from bot.clock import riyadh
from bot.documents.sniff import inspect
from bot.turns.loop import Turns
from bot.update import FromPerson, Update
from flows import codec
from flows.context import Context
from flows.events import UNSEEN, File, Sent
from flows.steps import Upload
from flows.steps.upload import MB, READ
from storage import conversations, people
from storage.people import Origin

AT_ONCE = 4  # files in memory
PATIENCE = timedelta(seconds=10)  # a provider waits for our answer no longer than this

log = structlog.get_logger()


@dataclass(slots=True)
class Line:
    """Those of one person who wait for each other."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


@dataclass(slots=True)
class Uploads:
    """`fetch` gets files by channel; the website's come with the update."""

    turns: Turns
    fetch: Mapping[str, Fetch] = field(default_factory=dict)
    _lines: dict[Origin, Line] = field(default_factory=dict)
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _one: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    @asynccontextmanager
    async def ready(self, update: Update) -> AsyncIterator[Update]:
        """The update with what its file turned out to be; take it inside."""
        origin = update.origin
        is_file = has_file(update)
        if origin is None or not (is_file or origin in self._lines):
            yield update
            return
        line = self._lines.setdefault(origin, Line())
        line.length += 1
        try:
            async with line.turn:
                if is_file:
                    async with self._few:
                        yield await self._opened(update, origin)
                else:
                    yield update
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[origin]

    async def wanted(self, origin: Origin) -> Upload | None:
        """The question on that person's screen, if it asks for a file."""
        database, kit = self.turns.database, self.turns.kit
        address = people.identify(database.vault, origin)
        async with database.view() as view:
            kept = (await conversations.load_many(view, [address])).get(address)
        conversation = codec.load(kept.state, kept.format) if kept else None
        if conversation is None or conversation.turn == "human" or not conversation.forms:
            return None
        ctx = Context(riyadh(self.turns.clock.now()), kit.book, kit.matcher)
        step = kit.engine.asking(conversation, ctx)
        return step if isinstance(step, Upload) else None

    async def _opened(self, update: Update, origin: Origin) -> Update:
        what = update.what
        assert isinstance(what, FromPerson)
        assert isinstance(what.event, Sent)
        step = await self.wanted(origin)
        if step is None:
            return dataclasses.replace(update, what=dataclasses.replace(what, content=None))
        content, found = await self._look(update.channel, what, step.size * MB)
        event = structs.replace(what.event, found=found)
        kept = None if found.problem else content
        return dataclasses.replace(
            update, what=dataclasses.replace(what, event=event, content=kept)
        )

    async def _look(self, channel: str, what: FromPerson, limit: int) -> tuple[bytes, File]:
        """The content and what it is; empty where it cannot be had."""
        name = secrets.token_hex(8)
        try:
            content = await self._content(channel, what, limit)
        except TooLargeFile:
            return b"", File(name, problem="too_big")
        except LostFile as lost:
            log.warning("file_not_had", channel=channel, reason=str(lost))
            return b"", structs.replace(UNSEEN, id=name)
        async with self._one:  # a picture may take much memory while it is looked at
            found = await asyncio.to_thread(inspect, content)
        ending = f".{found.type}" if found.type else ""
        return content, structs.replace(found, id=f"{name}{ending}")

    async def _content(self, channel: str, what: FromPerson, limit: int) -> bytes:
        """As it came, or as the channel gives it. Raises LostFile."""
        if what.content is None:
            assert isinstance(what.event, Sent)
            return await self._fetched(channel, what.event.file, limit)
        if len(what.content) > limit:
            raise TooLargeFile
        return what.content

    async def _fetched(self, channel: str, handle: str, limit: int) -> bytes:
        """Raises LostFile, also where it takes too long."""
        if channel not in self.fetch:
            raise LostFile("channel_off")
        clock, come = self.turns.clock, asyncio.Event()
        fetching = asyncio.ensure_future(self.fetch[channel](handle, limit))
        fetching.add_done_callback(lambda _: come.set())
        try:
            await clock.wait(come, clock.now() + PATIENCE)
            if not fetching.done():
                raise LostFile("slow")
            return fetching.result()
        finally:
            fetching.cancel()
            await asyncio.gather(fetching, return_exceptions=True)


def has_file(update: Update) -> bool:
    """Whether it may hold a document."""
    what = update.what
    return isinstance(what, FromPerson) and isinstance(what.event, Sent) and what.event.kind in READ
