"""What every turn works with: the flows of this release, the book, the words, the staff room."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.channels.channel import Capabilities
from bot.meter import Meter
from bot.parking import Parking
from bot.render import Renderer
from bot.staff.room import Room
from flows import reference
from flows.book import Book
from flows.engine import Engine
from flows.matching import Matcher


def seven_digits() -> str:
    return f"{secrets.randbelow(10_000_000):07d}"


@dataclass(frozen=True, slots=True)
class Kit:
    """`draw` gives seven random digits, of which a reference number is made."""

    engine: Engine
    book: Book
    matcher: Matcher
    labels: Mapping[str, frozenset[str]]
    renderer: Renderer
    capabilities: Mapping[str, Capabilities]
    room: Room
    draw: Callable[[], str] = seven_digits
    meter: Meter = field(default_factory=Meter)
    versions: Mapping[str, int] = field(default_factory=dict)  # of each answer: which is spoken

    @property
    def parking(self) -> Parking:
        return Parking(self.book, self.room)

    def candidates(self, count: int = 4) -> tuple[str, ...]:
        """Reference numbers that may still be in use."""
        return tuple(reference.make(self.draw()) for _ in range(count))
