"""The words that an index knows, and what a word of a question counts as among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.matching.common import is_common
from flows.matching.lexicon import ENGLISH, FILLERS, PHRASES, TELLING
from flows.matching.slips import Sense, Speller, likeliest, sense
from flows.matching.stems import SHORTEST, stem
from flows.matching.synonyms import SAME, meaning

_JOINED = "وفبلكسه"  # and, so, with, for, like, will, this: written together with the word after it
_LANGUAGE = FILLERS | ENGLISH | SAME.keys() | TELLING
_ALWAYS = 1_000_000  # so well is a word that says how one asks known, beside one of the book
_ELSEWHERE = 0.5  # … and one that the book never uses


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` are those of the texts it was made of, `counts` says how often each stem is written
    there, apart from particles.
    """

    words: frozenset[str]
    counts: Counter[str]
    speller: Speller

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """`texts` are folded."""
        spelt = [text.split() for text in texts]
        joined = Counter(stem(word) for words in spelt for word in words)
        apart = [[_apart(word, joined) for word in words] for words in spelt]
        counts = Counter(stem(word) for words in apart for word in words)
        words = frozenset(word for words in spelt for word in words)
        return cls(words, counts, Speller.of(apart))

    def knows(self, word: str) -> bool:
        return _weight(_apart(word, self.counts), self.counts) > 0

    def share(self, text: str) -> float:
        """How much of a folded text is known, by letters, from 0 to 1."""
        words = text.split()
        known = sum(len(word) for word in words if self.knows(word))
        return known / (sum(map(len, words)) or 1)

    def senses(self, text: str) -> tuple[Sense, ...]:
        """What the words of a folded text mean, each group of synonyms being one meaning.

        Fillers are left out, unless there is nothing else.
        """
        for said, meant in PHRASES.items():
            if said in text:
                text = f" {text} ".replace(f" {said} ", f" {meant} ")
        words = text.split()
        known = [self._known(word) for word in words]
        senses = [
            its or self._guessed(word, *_around(known, at))
            for at, (word, its) in enumerate(zip(words, known, strict=True))
        ]
        telling = tuple(
            {term: likely for term, likely in its.items() if term}
            for its in senses
            if likeliest(its)
        )
        return telling or tuple({meaning(word): 1.0} for word in words)

    def _known(self, word: str) -> Sense | None:
        """Of a word that is known as it stands, and not by its stem alone."""
        known = word in _LANGUAGE or word in self.words
        return sense(_apart(word, self.counts)) if known else None

    def _guessed(self, word: str, before: str | None, after: str | None) -> Sense:
        apart = _apart(word, self.counts)
        plausible = _weight(apart, self.counts) > 0
        return self.speller.sense(word, apart, plausible, before, after)


def _around(known: list[Sense | None], at: int) -> tuple[str | None, str | None]:
    """What is said last before a place, and first after it."""
    before = (likeliest(its) for its in reversed(known[:at]) if its)
    after = (likeliest(its) for its in known[at + 1 :] if its)
    return next(filter(None, before), None), next(filter(None, after), None)


def _apart(word: str, counts: Mapping[str, int]) -> str:
    """Without a joined particle, where what is left is better known than the whole."""
    if len(word) > SHORTEST and word[0] in _JOINED:
        rest = word[1:]
        return rest if _weight(rest, counts) > _weight(word, counts) else word
    return word


def _weight(word: str, counts: Mapping[str, int]) -> float:
    stemmed = stem(word)
    if word in _LANGUAGE or stemmed in _LANGUAGE:
        return _ALWAYS
    return counts.get(stemmed) or (_ELSEWHERE if is_common(word) else 0)
