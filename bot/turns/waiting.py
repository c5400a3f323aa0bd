"""Updates that wait for their turn: in order within one subject, fair between subjects."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.update import Update
from flows.cases import Refused
from storage.inbox import Arrival

Answer: TypeAlias = asyncio.Future[Refused | None]


class Overloaded(Exception):  # noqa: N818 -- a state, told to the provider
    """Too many updates wait: nothing was kept, send it again."""


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """An update, whose rows it will change, and who waits to hear of its commit.

    `shelved` is one that was acknowledged before, and put aside until now. `trace` stands in
    what is logged about it.
    """

    update: Update
    subject: str  # an address; where there is none, a case or a channel
    answer: Answer
    shelved: bool = False
    arrived: datetime | None = None
    trace: str = ""

    @property
    def arrival(self) -> Arrival:
        """As the inbox knows it."""
        return Arrival(self.update.channel, self.update.account, self.update.id, self.subject)


@dataclass(slots=True)
class Queue:
    """A line for each subject. Whoever writes without end waits behind themselves.

    `limit` bounds all that waits, `limit_each` one line.
    """

    limit: int
    limit_each: int
    _lines: dict[str, deque[Waiting]] = field(default_factory=dict)
    _next: deque[str] = field(default_factory=deque)  # subjects whose first update may be taken
    _count: int = 0
    _filled: asyncio.Event = field(default_factory=asyncio.Event)

    def __len__(self) -> int:
        return self._count

    def put(self, waiting: Waiting) -> None:
        """Raises Overloaded."""
        line = self._lines.get(waiting.subject)
        if self._count >= self.limit or (line is not None and len(line) >= self.limit_each):
            raise Overloaded
        if line is None:
            line = self._lines[waiting.subject] = deque()
            self._next.append(waiting.subject)
            self._filled.set()
        line.append(waiting)
        self._count += 1

    async def filled(self) -> None:
        """Wait until something may be taken."""
        await self._filled.wait()

    def take(self, most: int) -> list[Waiting]:
        """The first of each of the subjects that waited longest: theirs until `done`."""
        batch = [self._lines[s].popleft() for s in self._subjects(most)]
        self._count -= len(batch)
        if not self._next:
            self._filled.clear()
        return batch

    def _subjects(self, most: int) -> list[str]:
        return [self._next.popleft() for _ in range(min(most, len(self._next)))]

    def done(self, batch: list[Waiting]) -> None:
        """What comes next of these subjects may be taken."""
        for waiting in batch:
            if self._lines[waiting.subject]:
                self._next.append(waiting.subject)
                self._filled.set()
            else:
                del self._lines[waiting.subject]

    def give_back(self, waiting: Waiting) -> None:
        """Before `done`: it was taken, but its subject was not to be had. It is first again."""
        self._lines[waiting.subject].appendleft(waiting)
        self._count += 1

    def withdraw(
        self, subjects: Collection[str], wanted: Callable[[Waiting], bool]
    ) -> list[Waiting]:
        """Out of these lines all that is wanted, while nothing is taken and not `done`."""
        found = [w for s in subjects for w in self._lines.get(s, ()) if wanted(w)]
        for subject in {waiting.subject for waiting in found}:
            left = deque(w for w in self._lines.pop(subject) if not wanted(w))
            if left:
                self._lines[subject] = left
        self._next = deque(subject for subject in self._next if subject in self._lines)
        self._count -= len(found)
        if not self._next:
            self._filled.clear()
        return found
