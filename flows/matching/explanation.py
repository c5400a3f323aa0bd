"""Why a question was answered, offered choices or handed on: all that the decision rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flows.matching.confidence import HALF_SURE, LIKE, SURE
from flows.matching.index import Candidate
from flows.matching.reading import Reading


@dataclass(frozen=True, slots=True)
class Match:
    """What to do with a question; `ids` are answers, best first."""

    action: Literal["answer", "choices", "handoff"]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """`verbatim` is the answer that has the question among its phrasings; `doubts` are what keeps
    a likely one from being sure; `wishes` are intents. str() is a table for whoever asks why.
    """

    reading: Reading
    candidates: tuple[Candidate, ...]
    verbatim: str | None
    confidence: float
    doubts: tuple[str, ...]
    match: Match
    wishes: tuple[Candidate, ...]
    intent: str | None
    pointed: str | None = None  # a misconception or a referral, with the flow that tells it
    felt: str | None = None  # anger or abuse, said with it or instead of it
    several: tuple[str, ...] = ()  # answers, where each of several questions surely has its own

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"read {self.reading.by}: {self.reading.text}"
        yield f"compared: {' '.join(self.reading.terms)}"
        yield from _table("answer", self.candidates)
        yield f"confidence {self.confidence:.2f}; sure from {SURE}, choices from {HALF_SURE}"
        yield from (f"word for word in {id_}" for id_ in (self.verbatim,) if id_)
        yield from (f"points to {pointed}" for pointed in (self.pointed,) if pointed)
        yield from (f"not sure: {doubt}" for doubt in self.doubts)
        yield from (f"felt: {felt}" for felt in (self.felt,) if felt)
        yield from _table("intent", self.wishes)
        yield f"taken for it from phrasing {LIKE} and nothing else said: {self.intent or 'none'}"
        yield from (f"several questions: {' '.join(self.several)}" for _ in self.several[:1])
        yield " ".join(("decision:", self.match.action, *self.match.ids))


def _table(name: str, candidates: tuple[Candidate, ...]) -> Iterator[str]:
    heads = ("phrasing", "several", "entry", "cover", "score")
    yield f"{name:24} " + " ".join(f"{head:>8}" for head in heads)
    for its in candidates:
        parts = (its.phrasing, its.several, its.entry, its.cover, its.score)
        yield f"{its.id:24} " + " ".join(f"{part:8.2f}" for part in parts)
