"""Entries to look among: the answers of the book, or the intents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.matching.index import Index
from flows.matching.lexicon import TELLING, VAGUE
from flows.matching.reading import Reading

_BARE = TELLING | VAGUE  # a phrasing of such words alone, "how are you", is only itself


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """`verbatim` says whose a text is that stands there word for word, in any order; `telling`
    which telling words an entry has.
    """

    index: Index
    verbatim: Mapping[str, str]
    telling: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, entries: Mapping[str, Iterable[Reading]]) -> Shelf:
        read = {id_: tuple(readings) for id_, readings in entries.items()}
        owners: dict[str, set[str]] = {}
        for id_, readings in read.items():
            for reading in readings:
                owners.setdefault(reading.key, set()).add(id_)
        compared = {
            id_: [its.senses for its in readings if not _BARE.issuperset(its.terms)]
            for id_, readings in read.items()
        }
        return cls(
            Index.of(compared),
            {key: id_ for key, (id_, *others) in owners.items() if key and not others},
            {
                id_: frozenset(word for its in readings for word in its.telling)
                for id_, readings in read.items()
            },
        )
