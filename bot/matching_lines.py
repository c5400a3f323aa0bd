"""The matcher by itself, line by line: entries to know, then texts to match, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from flows.matching import CHOICES, Matcher


class Entry(msgspec.Struct, frozen=True):
    """What may be asked for, and ways to ask for it."""

    id: str
    title: str = ""
    phrasings: tuple[str, ...] = ()


class Fit(msgspec.Struct, frozen=True, tag_field="op", tag="fit"):
    """Know these entries and no others."""

    entries: tuple[Entry, ...]


class Ask(msgspec.Struct, frozen=True, tag_field="op", tag="match"):
    """What is to be done about this text?"""

    text: str


Line: TypeAlias = Fit | Ask
Answer: TypeAlias = Mapping[str, object]


@dataclass(slots=True)
class Exchange:
    """Answers each line with one. `words` are a meaning and its folded spellings."""

    words: Mapping[str, frozenset[str]]
    matcher: Matcher = field(init=False)

    def __post_init__(self) -> None:
        self.matcher = Matcher.of({}, self.words)

    def answers(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            if line.strip():
                yield msgspec.json.encode(self.answer(line))

    def answer(self, line: bytes) -> Answer:
        """What cannot be read is answered by what is wrong with it."""
        try:
            read = msgspec.json.decode(line, type=Line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
            return {"error": str(wrong)}
        return self._fit(read) if isinstance(read, Fit) else self._match(read)

    def _fit(self, fit: Fit) -> Answer:
        asked = {
            entry.id: tuple(filter(None, (entry.title, *entry.phrasings))) for entry in fit.entries
        }
        self.matcher = Matcher.of(asked, self.words)
        return {"ok": True, "entries": len(asked)}

    def _match(self, ask: Ask) -> Answer:
        """With an answer, too, the next nearest are named, for whoever measures."""
        explained = self.matcher.explain(ask.text)
        nearest = dict.fromkeys((*explained.match.ids, *(c.id for c in explained.candidates)))
        return {
            "action": explained.match.action,
            "ids": tuple(nearest)[:CHOICES],
            "confidence": round(explained.confidence, 4),
        }
