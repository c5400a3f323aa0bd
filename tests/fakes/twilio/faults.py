"""What can go wrong with one call, ordered beforehand by a test."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Fail:
    """An error answer in Twilio's form; nothing is done."""

    status: int
    code: int
    message: str


@dataclass(frozen=True, slots=True)
class Garble:
    """An answer that is no JSON; nothing is done."""

    status: int


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer, ever; nothing is done."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Done at once, answered when the event is set."""

    released: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class Drop:
    """Done, but the connection is cut instead of an answer."""


Fault: TypeAlias = Fail | Garble | Silence | Hold | Drop


@dataclass(slots=True)
class Faults:
    """Faults waiting for their call: the first whose part of ``METHOD /path`` matches strikes."""

    waiting: list[tuple[str, Fault]] = field(default_factory=list)

    def order(self, part: str, fault: Fault, times: int) -> None:
        self.waiting += [(part, fault)] * times

    def strike(self, call: str) -> Fault | None:
        for place, (part, fault) in enumerate(self.waiting):
            if part in call:
                del self.waiting[place]
                return fault
        return None
