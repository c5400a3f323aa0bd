"""Texts under ids, and how near a question comes to each id: TF-IDF of character n-grams.

An n-gram is weighed by how few ids have it, not how few texts: what all phrasings of one answer
share is what tells it apart (Sparck Jones 1972; character n-grams: McNamee and Mayfield 2004).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise, starmap
from math import log, sqrt
from typing import TypeAlias

SIZES = (2, 3, 4)  # letters of an n-gram; a word's edge counts as one
PHRASING, ENTRY, COVER = 0.5, 1.0, 1.0
"""What each part of a score weighs. Chosen with the calibration in `flows.matching.confidence`."""
LITTLE = 0.6  # of a term's n-grams

Terms: TypeAlias = tuple[str, ...]
Weights: TypeAlias = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """How near a question came to `id`, in three ways, each from 0 to 1.

    phrasing: cosine with the nearest of its texts; entry: cosine with all of them taken together;
    cover: how much of the question, by weight, occurs anywhere in them.
    """

    id: str
    phrasing: float
    entry: float
    cover: float
    score: float


@dataclass(frozen=True, slots=True)
class Index:
    """`texts` and `entries` say for each n-gram who has it and how much it weighs there."""

    ids: tuple[str, ...]
    spans: tuple[slice, ...]  # of each id: where its texts stand among all texts
    rarity: Weights
    unseen: float  # rarity of an n-gram that nobody has
    texts: Mapping[str, tuple[tuple[int, float], ...]]
    entries: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def of(cls, entries: Mapping[str, Iterable[Terms]]) -> Index:
        counted = [[_count(terms) for terms in texts] for texts in entries.values()]
        wholes = [sum(texts, Counter[str]()) for texts in counted]
        spread = Counter(gram for whole in wholes for gram in whole)
        many = 1 + len(wholes)
        rarity = {gram: log(many / (1 + n)) + 1 for gram, n in spread.items()}
        return cls(
            tuple(entries),
            tuple(starmap(slice, pairwise(accumulate(map(len, counted), initial=0)))),
            rarity,
            log(many) + 1,
            _invert(_weigh(count, rarity, 0.0) for texts in counted for count in texts),
            _invert(_weigh(whole, rarity, 0.0) for whole in wholes),
        )

    def candidates(self, terms: Terms, most: int = 5) -> tuple[Candidate, ...]:
        """The ids nearest to a question, best first; none that shares nothing with it."""
        asked = _weigh(_count(terms), self.rarity, self.unseen)
        by_text = [0.0] * (self.spans[-1].stop if self.spans else 0)
        by_entry = [0.0] * len(self.ids)
        shared = [0.0] * len(self.ids)
        whole = 0.0
        for gram, weight in asked.items():
            rarity = self.rarity.get(gram, self.unseen)
            whole += rarity
            for text, its in self.texts.get(gram, ()):
                by_text[text] += weight * its
            for entry, its in self.entries.get(gram, ()):
                by_entry[entry] += weight * its
                shared[entry] += rarity
        nearest = [max(by_text[span], default=0.0) for span in self.spans]
        found = [
            (_score(nearest[n], cosine, shared[n] / whole), n)
            for n, cosine in enumerate(by_entry)
            if cosine
        ]
        best = sorted(found, key=lambda pair: (-pair[0], self.ids[pair[1]]))[:most]
        return tuple(
            Candidate(self.ids[n], nearest[n], by_entry[n], shared[n] / whole, score)
            for score, n in best
        )

    def unexplained(self, terms: Terms, id_: str) -> Iterator[str]:
        """The terms that have little in common with any text of this id."""
        its = self.ids.index(id_)
        for term in terms:
            grams = _grams(term)
            known = sum(any(its == n for n, _ in self.entries.get(gram, ())) for gram in grams)
            if known < LITTLE * len(grams):
                yield term


def _score(phrasing: float, entry: float, cover: float) -> float:
    return PHRASING * phrasing + ENTRY * entry + COVER * cover


@lru_cache(maxsize=4096)
def _grams(term: str) -> tuple[str, ...]:
    edged = f" {term} "
    return tuple(edged[i : i + n] for n in SIZES for i in range(len(edged) - n + 1))


def _count(terms: Terms) -> Counter[str]:
    return Counter(gram for term in terms for gram in _grams(term))


def _weigh(count: Mapping[str, int], rarity: Weights, unseen: float) -> Weights:
    """A vector of length 1; how often matters less than whether."""
    raw = {gram: (1 + log(n)) * rarity.get(gram, unseen) for gram, n in count.items()}
    length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {gram: weight / length for gram, weight in raw.items()}


def _invert(vectors: Iterable[Weights]) -> Mapping[str, tuple[tuple[int, float], ...]]:
    having: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for position, vector in enumerate(vectors):
        for gram, weight in vector.items():
            having[gram].append((position, weight))
    return {gram: tuple(pairs) for gram, pairs in having.items()}
