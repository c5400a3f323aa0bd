"""The words that an index knows, and what a word of a question counts as among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.matching.lexicon import ENGLISH, FILLERS, PHRASES, TELLING
from flows.matching.slips import Sense, Speller, likeliest, sense
from flows.matching.stems import SHORTEST, stem
from flows.matching.synonyms import SAME, meaning

_JOINED = "وفبلكسه"  # and, so, with, for, like, will, this: written together with the word after it
_LANGUAGE = FILLERS | ENGLISH | SAME.keys() | TELLING
_ALWAYS = 1_000_000  # so well is a word of the language known, compared with one of the book


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`counts` says how often each stem is written in the texts it was made of."""

    counts: Counter[str]
    speller: Speller

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """`texts` are folded."""
        spelt = [text.split() for text in texts]
        counts = Counter(stem(word) for words in spelt for word in words)
        return cls(counts, Speller.of([_apart(word, counts) for word in its] for its in spelt))

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
        words = [_apart(word, self.counts) for word in text.split()]
        known = [sense(word) if _weight(word, self.counts) else None for word in words]
        senses = [
            its or self.speller.sense(word, *_around(known, at))
            for at, (word, its) in enumerate(zip(words, known, strict=True))
        ]
        telling = tuple(
            {term: likely for term, likely in its.items() if term}
            for its in senses
            if likeliest(its)
        )
        return telling or tuple({meaning(word): 1.0} for word in words)


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


def _weight(word: str, counts: Mapping[str, int]) -> int:
    stemmed = stem(word)
    if word in _LANGUAGE or stemmed in _LANGUAGE:
        return _ALWAYS
    return counts.get(stemmed, 0)
