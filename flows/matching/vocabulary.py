"""The words that an index knows, and what a word of a question counts as among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.matching.lexicon import ENGLISH, FILLERS, PHRASES, TELLING
from flows.matching.stems import SHORTEST, stem
from flows.matching.synonyms import SAME

LONG = 4  # letters of a word in which a slip of one is put right; a shorter one has many neighbours
LONG_STEM = 5  # … and of a stem, where one letter more may make another word: مدرب, متدرب

_JOINED = "وفبلكسه"  # and, so, with, for, like, will, this: written together with the word after it
_LANGUAGE = FILLERS | ENGLISH | SAME.keys() | TELLING
_ALWAYS = 1_000_000  # so well is a word of the language known, compared with one of the book


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`counts` says how often each stem is written in the texts it was made of; `spellings` are
    their words and those of the language, as far as they are long, `stems` their stems.
    """

    counts: Counter[str]
    spellings: tuple[str, ...]
    stems: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """`texts` are folded."""
        words = [word for text in texts for word in text.split()]
        long = (word for word in {*words, *SAME, *FILLERS} if len(word) >= LONG)
        counts = Counter(map(stem, words))
        stems = (known for known in counts if len(known) >= SHORTEST)
        return cls(counts, tuple(sorted(long)), tuple(sorted(stems)))

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
        words = [self._spelt(self._apart(word)) for word in text.split()]
        telling = [word for word in words if word not in FILLERS] or words
        return tuple(SAME.get(word) or SAME.get(stem(word)) or stem(word) for word in telling)

    def _apart(self, word: str) -> str:
        """Without a joined particle, where what is left is better known than the whole."""
        if len(word) > SHORTEST and word[0] in _JOINED:
            rest = word[1:]
            return rest if self._weight(rest) > self._weight(word) else word
        return word

    def _spelt(self, word: str) -> str:
        """As it should be, where one letter is wrong, missing, too many or changed its place."""
        if len(word) < LONG or self._weight(word):
            return word
        stemmed = stem(word)
        found = self._near(word, self.spellings)
        if not found and len(stemmed) >= LONG_STEM:
            found = self._near(stemmed, self.stems)
        return found or word

    def _near(self, word: str, known: tuple[str, ...]) -> str:
        """Of what differs by one slip, what is most often written in the texts, or nothing."""
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=None)
        return max((its for its, *_ in near), key=lambda its: self.counts[stem(its)], default="")

    def _weight(self, word: str) -> int:
        stemmed = stem(word)
        if word in _LANGUAGE or stemmed in _LANGUAGE:
            return _ALWAYS
        return self.counts.get(stemmed, 0)
