"""What people saw and what the database holds, when all is over."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from time import perf_counter

from bench import work
from bench.load import Load
from bench.pacing import PATIENCE
from storage import messages
from storage.database import Database

LOOK = 0.1  # seconds between two looks at what is not sent
REFERENCE = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost`: people who wait for ever. `wrong`: replies that belong to no message, so that a
    state was lost or a step done twice. `overtaking`: lines that did not wait for the one before
    them to the same person. `references`: different ones that people were given.

    `rows` are the lines of the log that came in and those that were sent; `unsent` the others.
    """

    written: int
    finished: int
    lost: int
    wrong: tuple[str, ...]
    duplicates: int
    overtaking: int
    references: int
    rows: tuple[int, int]
    unsent: int

    @property
    def holds(self) -> bool:
        """Nothing lost, no step repeated. What may come twice, whoever asks has to know."""
        return (
            not (self.lost or self.wrong or self.unsent or self.overtaking)
            and self.references == self.finished
            and self.rows == (self.written, self.written)
        )


async def sent(database: str) -> None:
    """Wait until everything is sent, or nothing is sent any more."""
    opened = await Database.open(database)
    try:
        left, since = -1, perf_counter()
        while left and perf_counter() - since < PATIENCE:
            async with opened.view() as view:
                now = sum(line.count for line in await messages.backlog(view))
            if now != left:
                left, since = now, perf_counter()
            await asyncio.sleep(LOOK)
    finally:
        await opened.close()


async def judge(load: Load, database: str, others: int = 0) -> Verdict:
    """Once the servers have stopped. `others`: messages of people who are not the load's."""
    gone, received, unsent = 0, 0, 0
    opened = await Database.open(database)
    try:
        async with opened.view() as view:
            for count in await messages.counts(view):
                if count.direction == "in":
                    received += count.count
                elif count.status == "sent":
                    gone += count.count
                else:
                    unsent += count.count
    finally:
        await opened.close()
    last = [p.heard.get(work.MESSAGES - 1, "") for p in load.people.values()]
    return Verdict(
        written=sum(person.step + 1 for person in load.people.values()) + others,
        finished=load.tally.finished,
        lost=load.waiting,
        wrong=tuple(load.tally.wrong),
        duplicates=load.tally.duplicates,
        overtaking=load.tally.overtaking,
        references=len({found[0] for words in last if (found := REFERENCE.search(words))}),
        rows=(received, gone),
        unsent=unsent,
    )
