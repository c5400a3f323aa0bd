"""Texts under ids, and how near a question comes to each id: TF-IDF of n-grams, made to differ.

An n-gram is weighed by how few ids have it, not how few texts: what all phrasings of one answer
share is what tells it apart (Sparck Jones 1972; character n-grams: McNamee and Mayfield 2004).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise, product, starmap
from math import log, sqrt
from typing import TypeAlias

from flows.matching.refinement import refine
from flows.matching.slips import Sense

SIZE = 3  # letters of an n-gram; a word's edge counts as one
WORD, PAIR = "=", "+"  # how a whole word, and two in a row, begin among the n-grams
WHOLE = 2.0  # what these weigh beside an n-gram of letters
SEVERAL, COVER = 0.5, 0.25
"""What they weigh in a score beside the entry. Chosen with `flows.matching.confidence`."""
NEAREST = 3  # phrasings that are looked at together
LITTLE = 0.6  # of a term's n-grams

Senses: TypeAlias = Sequence[Sense]
Weights: TypeAlias = Mapping[str, float]


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
    """`texts` say for each n-gram who has it and how much it weighs there, `entries` how much it
    speaks for an entry, or against it, and `owned` which entries have it themselves.
    """

    ids: tuple[str, ...]
    spans: tuple[slice, ...]  # of each id: where its texts stand among all texts
    rarity: Weights
    unseen: float  # rarity of an n-gram that nobody has
    texts: Mapping[str, tuple[tuple[int, float], ...]]
    entries: Mapping[str, tuple[tuple[int, float], ...]]
    owned: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, entries: Mapping[str, Iterable[Senses]]) -> Index:
        counted = [[_count(senses) for senses in texts] for texts in entries.values()]
        wholes = [_sum(texts) for texts in counted]
        spread = Counter(gram for whole in wholes for gram in whole)
        unseen = log(1 + len(wholes)) + 1
        rarity = {gram: _worth(gram) * (unseen - log(1 + n)) for gram, n in spread.items()}
        texts = [
            (n, _weigh(count, rarity, unseen)) for n, its in enumerate(counted) for count in its
        ]
        learnt: defaultdict[str, dict[int, float]] = defaultdict(dict)
        owned: defaultdict[str, list[int]] = defaultdict(list)
        for n, whole in enumerate(wholes):
            for gram, weight in _weigh(whole, rarity, unseen).items():
                learnt[gram][n] = weight
                owned[gram].append(n)
        refine(learnt, texts, len(wholes))
        return cls(
            tuple(entries),
            tuple(starmap(slice, pairwise(accumulate(map(len, counted), initial=0)))),
            rarity,
            unseen,
            _invert(vector for _, vector in texts),
            {gram: tuple(its.items()) for gram, its in learnt.items()},
            {gram: tuple(owners) for gram, owners in owned.items()},
        )

    def candidates(self, senses: Senses, most: int = 5) -> tuple[Candidate, ...]:
        """The ids nearest to a question, best first; none that shares nothing with it."""
        counted = _count(senses)
        asked = _weigh(counted, self.rarity, self.unseen)
        by_text = [0.0] * (self.spans[-1].stop if self.spans else 0)
        by_entry = [0.0] * len(self.ids)
        shared = [0.0] * len(self.ids)
        whole = 0.0
        for gram, weight in asked.items():
            rarity = self.rarity.get(gram) or self.unseen * _worth(gram)
            rarity *= min(counted[gram], 1.0)
            whole += rarity
            for text, its in self.texts.get(gram, ()):
                by_text[text] += weight * its
            for entry in self.owned.get(gram, ()):
                shared[entry] += rarity
            for entry, its in self.entries.get(gram, ()):
                by_entry[entry] += weight * its
        found = []
        for n, known in enumerate(shared):
            if known:
                by_its = sorted(by_text[self.spans[n]])
                found.append(
                    Candidate(
                        id=self.ids[n],
                        phrasing=by_its[-1],
                        several=sum(by_its[-NEAREST:]) / NEAREST,
                        entry=by_entry[n],
                        cover=known / whole,
                        texts=len(by_its),
                    )
                )
        return tuple(sorted(found, key=lambda its: (-its.score, its.id))[:most])

    def unexplained(self, terms: Iterable[str], id_: str) -> Iterator[str]:
        """The terms that have little in common with any text of this id."""
        its = self.ids.index(id_)
        for term in terms:
            grams = _grams(term)
            owned = (its in self.owned.get(gram, ()) for gram in grams)
            if sum(owned) < LITTLE * len(grams):
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
            for gram in (*_grams(term), WORD + term):
                count[gram] += likely
    for one, two in pairwise(senses):
        for (first, likely), (second, as_likely) in product(one.items(), two.items()):
            count[f"{PAIR}{first} {second}"] += likely * as_likely
    return count


def _sum(counts: Iterable[Weights]) -> Weights:
    whole: defaultdict[str, float] = defaultdict(float)
    for count in counts:
        for gram, n in count.items():
            whole[gram] += n
    return whole


def _worth(gram: str) -> float:
    return WHOLE if gram[0] in {WORD, PAIR} else 1.0


def _weigh(count: Weights, rarity: Weights, unseen: float) -> Weights:
    """A vector of length 1; how often matters less than whether."""
    raw = {
        gram: (1 + log(n) if n > 1 else n) * (rarity.get(gram) or unseen * _worth(gram))
        for gram, n in count.items()
    }
    length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {gram: weight / length for gram, weight in raw.items()}


def _invert(vectors: Iterable[Weights]) -> Mapping[str, tuple[tuple[int, float], ...]]:
    having: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for position, vector in enumerate(vectors):
        for gram, weight in vector.items():
            having[gram].append((position, weight))
    return {gram: tuple(pairs) for gram, pairs in having.items()}
