"""On which line of a TOML text each key stands, so that a mistake can be pointed at."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys, and the index of an element of a list."""

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_VALUE = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'{3}.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\''''
    r"|[^\s,\]}#]+(?:[ ][0-9]{2}:[^\s,\]}#]+)?",
    re.DOTALL,
)


@lru_cache(maxsize=8)  # asked once for each mistake in a file
def lines(text: str) -> Mapping[Place, int]:
    """Every key, table and list element of a valid TOML text, and its line, counted from 1."""
    found: dict[Place, int] = {}
    for place, line in _Reading(text).statements():
        found.setdefault(place, line)
    return found


@dataclass
class _Reading:
    text: str
    at: int = 0
    ends: list[int] = field(init=False)
    elements: Counter[Place] = field(default_factory=Counter)  # of each [[list of tables]]

    def __post_init__(self) -> None:
        self.ends = [m.start() for m in re.finditer("\n", self.text)]

    def statements(self) -> Iterator[tuple[Place, int]]:
        table: Place = ()
        while self.sees():
            line = self.line
            if self.skips("[["):
                table = self.resolve(self.key())
                self.elements[table] += 1
                table = (*table, self.elements[table] - 1)
                self.skips("]]")
                yield table, line
            elif self.skips("["):
                table = self.resolve(self.key())
                self.skips("]")
                yield table, line
            else:
                yield from self.pair(table)

    def pair(self, table: Place) -> Iterator[tuple[Place, int]]:
        line, key = self.line, self.key()
        for depth in range(1, len(key) + 1):
            yield (*table, *key[:depth]), line
        self.skips("=")
        yield from self.value((*table, *key))

    def value(self, place: Place) -> Iterator[tuple[Place, int]]:
        if self.skips("["):
            for index in count():
                if self.skips("]"):
                    return
                yield (*place, index), self.line
                yield from self.value((*place, index))
                self.skips(",")
        elif self.skips("{"):
            while not self.skips("}"):
                yield from self.pair(place)
                self.skips(",")
        else:
            self.read(_VALUE)

    def key(self) -> Place:
        parts = [self.part()]
        while self.skips("."):
            parts.append(self.part())
        return tuple(parts)

    def part(self) -> str:
        raw = self.read(_KEY)
        return raw if raw[0] not in "\"'" else next(iter(tomllib.loads(f"{raw} = 0")))

    def resolve(self, key: Place) -> Place:
        """A header's keys, with the element that is meant of every list of tables on the way."""
        place: Place = ()
        for part in key[:-1]:
            place = (*place, part)
            if place in self.elements:
                place = (*place, self.elements[place] - 1)
        return (*place, key[-1])

    @property
    def line(self) -> int:
        return bisect(self.ends, self.at - 1) + 1

    def sees(self) -> bool:
        self.read(_GAP)
        return self.at < len(self.text)

    def skips(self, mark: str) -> bool:
        self.read(_GAP)
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        self.read(_GAP)
        return True

    def read(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        assert found, f"not TOML at {self.at}"
        self.at = found.end()
        return found[0]
