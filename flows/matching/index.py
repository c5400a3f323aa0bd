"""Texts under ids, and how near a question comes to each id: TF-IDF of n-grams, made to differ.

An n-gram is weighed by how few ids have it, not how few texts: what all phrasings of one answer
share is what tells it apart (Sparck Jones 1972; character n-grams: McNamee and Mayfield 2004).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise, product
from math import log, sqrt
from typing import TypeAlias

from flows.matching.refinement import refine
from flows.matching.slips import Sense
from flows.matching.stems import root

SIZE = 3  # letters of an n-gram; a word's edge counts as one
WORD, ROOT, PAIR = "=", "~", "+"
"""How a whole word, its root, and two words near one another begin among the n-grams."""
WORTH = {WORD: 2.0, ROOT: 3.0, PAIR: 2.0}  # what these weigh beside an n-gram of letters
SEVERAL, COVER = 0.5, 0.25
"""What they weigh in a score beside the entry. Chosen with `flows.matching.confidence`."""
NEAREST = 3  # phrasings that are looked at together
LEADING = 6  # entries whose texts are compared
LITTLE = 0.6  # of a term's n-grams

Senses: TypeAlias = Sequence[Sense]
Weights: TypeAlias = Mapping[str, float]
Postings: TypeAlias = Mapping[str, tuple[tuple[int, float], ...]]
"""For each n-gram, the positions that have it, and how much it weighs there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """How near a question came to `id`, in four ways; 1 is the nearest.

    phrasing: cosine with the nearest of its texts; several: the mean of the nearest three; entry:
    with all of them together, off other entries; cover: how much of the question, by weight, occurs
    anywhere in them. `texts` is how many they are.
    """

    id: str
    phrasing: float
    several: float
    entry: float
    cover: float
    texts: int

    @property
    def score(self) -> float:
        return SEVERAL * self.several + self.entry + COVER * self.cover


@dataclass(frozen=True, slots=True)
class Index:
    """`entries` say for each n-gram how much it speaks for an entry, or against it; `texts` say for
    each entry and n-gram how much it weighs in which of its texts.
    """

    ids: tuple[str, ...]
    rarity: Weights
    unseen: float  # rarity of an n-gram that nobody has
    entries: Postings
    texts: tuple[Postings, ...]
    sizes: tuple[int, ...]  # how many texts each entry has

    @classmethod
    def of(cls, entries: Mapping[str, Iterable[Senses]]) -> Index:
        counted = [[_count(senses) for senses in texts] for texts in entries.values()]
        wholes = [_sum(texts) for texts in counted]
        spread = Counter(gram for whole in wholes for gram in whole)
        unseen = log(1 + len(wholes)) + 1
        rarity = {gram: _worth(gram) * (unseen - log(1 + n)) for gram, n in spread.items()}
        texts = [tuple(_weigh(count, rarity, unseen) for count in its) for its in counted]
        learnt: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for n, whole in enumerate(wholes):
            for gram, weight in _weigh(whole, rarity, unseen).items():
                learnt[gram][n] = weight
        refine(learnt, [(n, text) for n, its in enumerate(texts) for text in its], len(wholes))
        return cls(
            tuple(entries),
            rarity,
            unseen,
            {gram: tuple(its.items()) for gram, its in learnt.items()},
            tuple(map(_invert, texts)),
            tuple(map(len, texts)),
        )

    def candidates(self, senses: Senses, most: int = 5) -> tuple[Candidate, ...]:
        """The ids nearest to a question, best first; none that shares nothing with it.

        Texts are compared only of the entries that lead as a whole.
        """
        counted = _count(senses)
        asked = _weigh(counted, self.rarity, self.unseen)
        by_entry: defaultdict[int, float] = defaultdict(float)
        for gram, weight in asked.items():
            for entry, its in self.entries.get(gram, ()):
                by_entry[entry] += weight * its
        known = {gram: self._rarity(gram) * min(n, 1.0) for gram, n in counted.items()}
        whole = sum(known.values())
        found = []
        for n in nlargest(max(LEADING, most), by_entry, by_entry.__getitem__):
            texts, near, shared = self.texts[n], [0.0] * self.sizes[n], 0.0
            for gram, weight in asked.items():
                if having := texts.get(gram):
                    shared += known[gram]
                    for text, its in having:
                        near[text] += weight * its
            if shared:
                near.sort()
                found.append(
                    Candidate(
                        id=self.ids[n],
                        phrasing=near[-1],
                        several=sum(near[-NEAREST:]) / NEAREST,
                        entry=by_entry[n],
                        cover=shared / whole,
                        texts=len(near),
                    )
                )
        return tuple(sorted(found, key=lambda its: (-its.score, its.id))[:most])

    def _rarity(self, gram: str) -> float:
        return self.rarity.get(gram) or self.unseen * _worth(gram)

    def unexplained(self, terms: Iterable[str], id_: str) -> Iterator[str]:
        """The terms that have little in common with any text of this id."""
        owned = self.texts[self.ids.index(id_)]
        for term in terms:
            grams = _grams(term)
            if sum(gram in owned for gram in grams) < LITTLE * len(grams):
                yield term


@lru_cache(maxsize=4096)
def _grams(term: str) -> tuple[str, ...]:
    edged = f" {term} "
    return tuple(edged[i : i + SIZE] for i in range(len(edged) - SIZE + 1))


def _count(senses: Senses) -> Weights:
    """How many of each n-gram are to be expected."""
    count: defaultdict[str, float] = defaultdict(float)
    for sense in senses:
        for term, likely in sense.items():
            for gram in (*_grams(term), WORD + term, *(ROOT + its for its in (root(term),) if its)):
                count[gram] += likely
    for one, two in (*pairwise(senses), *zip(senses, senses[2:], strict=False)):
        for (term, likely), (other, as_likely) in product(one.items(), two.items()):
            count[f"{PAIR}{min(term, other)} {max(term, other)}"] += likely * as_likely
    return count


def _sum(counts: Iterable[Weights]) -> Weights:
    whole: defaultdict[str, float] = defaultdict(float)
    for count in counts:
        for gram, n in count.items():
            whole[gram] += n
    return whole


def _worth(gram: str) -> float:
    return WORTH.get(gram[0], 1.0)


def _weigh(count: Weights, rarity: Weights, unseen: float) -> Weights:
    """A vector of length 1; how often matters less than whether."""
    raw = {
        gram: (1 + log(n) if n > 1 else n) * (rarity.get(gram) or unseen * _worth(gram))
        for gram, n in count.items()
    }
    length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {gram: weight / length for gram, weight in raw.items()}


def _invert(vectors: Iterable[Weights]) -> Postings:
    having: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for position, vector in enumerate(vectors):
        for gram, weight in vector.items():
            having[gram].append((position, weight))
    return {gram: tuple(pairs) for gram, pairs in having.items()}
