"""The words that an index knows, and what a word of a question counts as among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.matching.lexicon import ENGLISH, FILLERS, PHRASES, SAME, TELLING
from flows.matching.stems import SHORTEST, stem

_JOINED = "وفبلكسه"  # and, so, with, for, like, will, this: written together with the word after it
_LANGUAGE = FILLERS | ENGLISH | SAME.keys() | TELLING
_ALWAYS = 1_000_000  # so well is a word of the language known, compared with one of the book


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`counts` says how often each stem is written in the texts it was made of."""

    counts: Mapping[str, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """`texts` are folded."""
        return cls(Counter(stem(word) for text in texts for word in text.split()))

    def knows(self, word: str) -> bool:
        return self._weight(self._apart(word)) > 0

    def share(self, text: str) -> float:
        """How much of a folded text is known, by letters, from 0 to 1."""
        words = text.split()
        known = sum(len(word) for word in words if self.knows(word))
        return known / (sum(map(len, words)) or 1)

    def terms(self, text: str) -> tuple[str, ...]:
        """What a folded text is about: stems, each group of synonyms under one of them.

        Fillers are left out, unless there is nothing else.
        """
        for said, meant in PHRASES.items():
            if said in text:
                text = f" {text} ".replace(f" {said} ", f" {meant} ")
        words = [self._apart(word) for word in text.split()]
        telling = [word for word in words if word not in FILLERS] or words
        return tuple(SAME.get(word) or SAME.get(stem(word)) or stem(word) for word in telling)

    def _apart(self, word: str) -> str:
        """Without a joined particle, where what is left is better known than the whole."""
        if len(word) > SHORTEST and word[0] in _JOINED:
            rest = word[1:]
            return rest if self._weight(rest) > self._weight(word) else word
        return word

    def _weight(self, word: str) -> int:
        stemmed = stem(word)
        if word in _LANGUAGE or stemmed in _LANGUAGE:
            return _ALWAYS
        return self.counts.get(stemmed, 0)
