"""The answers in a process's kit: what counts today, with a matcher built of it.

Whoever publishes one tells every process. Each then builds what follows from it beside the loop
and swaps its kit by one assignment, so that a batch of turns ends with the kit it began with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.answers import record, spoken
from bot.clock import Clock
from bot.correcting import register
from bot.duties import whenever
from bot.kit import Kit
from bot.render import Renderer, book_lines
from bot.turns.loop import Turns
from flows.book import Answer, Book
from flows.charter import Misconception
from flows.matching import Matcher
from storage import answers
from storage.database import Database


@dataclass(slots=True)
class Answers:
    """`files` are the answers of `association/answers/`. Set `changed` when one was published."""

    database: Database
    clock: Clock
    turns: Turns
    files: Mapping[str, Answer]
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _myths: Mapping[str, Misconception] | None = None  # of the files, once they were read
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)  # the last to read is the last

    async def start(self) -> None:
        """Before anything is said: record what the files say, and take up what counts."""
        async with self.database.unit() as unit:
            await record(unit, self.turns.kit.book, self.clock.now())
        await self.load()

    async def run(self) -> None:
        """Until cancelled."""
        await whenever(self.changed, self.clock, self.load, "answers_wait")

    async def load(self) -> None:
        """Speak what the database says from the next batch of turns on."""
        async with self._loading:
            await self._load()

    async def _load(self) -> None:
        async with self.database.view() as view:
            latest = await answers.latest(view)
            self._myths = self._myths or self.turns.kit.book.misconceptions
            myths = await register(view, self._myths)
        book = self.turns.kit.book
        counting = {its.id: its for its in spoken(latest, book, self.files)}
        kit = self.turns.kit
        if (counting, myths) != (book.answers, book.misconceptions):
            spoken_now = replace(book, answers=counting, misconceptions=myths)
            kit = await asyncio.to_thread(_built, kit, spoken_now)
        numbers = {id_: latest[id_].number for id_ in counting if id_ in latest}
        self.turns.kit = replace(kit, versions=numbers)
        kit.room.renderer = kit.renderer
        kit.room.officers = kit.book.officers


def _built(kit: Kit, book: Book) -> Kit:
    """A kit of the same process for another book."""
    renderer = Renderer(kit.renderer.catalogs, book_lines(book), book.officers)
    return replace(
        kit,
        book=book,
        renderer=renderer,
        labels=renderer.labels(book),
        matcher=Matcher.of_book(book),
    )
