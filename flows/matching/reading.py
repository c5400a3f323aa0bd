"""How a question is understood before it is compared: its words, in the language that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from flows.arabic import fold
from flows.matching import keyboard
from flows.matching.arabizi import Arabizi
from flows.matching.lexicon import FILLERS, OPENING, QUESTION, TELLING, VAGUE
from flows.matching.slips import Sense, likeliest
from flows.matching.synonyms import SAME
from flows.matching.vocabulary import Vocabulary

KNOWN = 0.5  # where at least so much is known as it stands, it is read as it stands
GUESSED = 0.6  # so much must be known of what it is taken for instead

_ARABIC = re.compile("[ء-ي]")
_LATIN = re.compile("[a-z]")
_STOP = re.compile("[.!?؟،,؛;\n]+")


def is_question(text: str) -> bool:
    """Whether it is put as one: by its mark, or by a word that asks."""
    words = fold(text).split()
    asks = not QUESTION.isdisjoint(words) or not OPENING.isdisjoint(words[:1])
    return asks or not {"?", "؟"}.isdisjoint(text)


def clauses(text: str) -> tuple[str, ...]:
    """The parts of a text between stops and commas, where it has several."""
    parts = tuple(part for part in _STOP.split(text) if len(part.split()) > 1)
    return parts if len(parts) > 1 else ()


def questions(text: str) -> tuple[str, ...]:
    """The questions of a text, folded: apart at stops, and where another one begins to ask."""
    return tuple(asked for part in _STOP.split(text) for asked in _questions(fold(part).split()))


def _questions(words: list[str]) -> Iterator[str]:
    asked: list[str] = []
    for word in words:
        bare = word[1:] if word not in QUESTION and word.startswith("و") else word
        begins = bare in QUESTION and len(asked) > 1 and not QUESTION.isdisjoint(asked)
        if begins:
            yield " ".join(asked)
            asked = []
        asked.append(bare if begins else word)
    if asked:
        yield " ".join(asked)


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is folded and without greeting and politeness; `senses` are what is compared."""

    text: str
    senses: tuple[Sense, ...]
    by: Literal["as typed", "arabizi", "other keyboard"] = "as typed"

    @property
    def terms(self) -> tuple[str, ...]:
        """The likeliest of each sense."""
        return tuple(map(likeliest, self.senses))

    @property
    def key(self) -> str:
        """The same for two questions of the same words in any order."""
        return " ".join(sorted(self.text.split()))

    @property
    def telling(self) -> frozenset[str]:
        """Words that an answer to it must have in its own phrasings too."""
        return TELLING.intersection(self.terms)

    @property
    def vague(self) -> bool:
        return VAGUE.issuperset(self.terms)


@dataclass(frozen=True, slots=True)
class Reader:
    """`courtesy` are folded phrases, the longest first."""

    vocabulary: Vocabulary
    arabizi: Arabizi
    courtesy: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str], courtesy: Iterable[str]) -> Reader:
        """`texts` are the folded texts that questions are compared with."""
        texts = tuple(texts)
        words = {word for text in texts for word in text.split()}
        return cls(
            Vocabulary.of(texts),
            Arabizi.of(words | SAME.keys() | FILLERS),
            tuple(sorted(courtesy, key=len, reverse=True)),
        )

    def own(self, text: str) -> Reading:
        """One of the folded texts that questions are compared with: it is what it says."""
        return self._reading(self._bare(text))

    def read(self, question: str) -> Reading:
        folded = self._bare(fold(question))
        if _LATIN.search(folded) and not _ARABIC.search(folded):
            return self._read_latin(question, folded)
        if _ARABIC.search(folded) and not _LATIN.search(folded):
            return self._read_arabic(question, folded)
        return self._reading(folded)

    def _read_latin(self, question: str, folded: str) -> Reading:
        """English, unless little of it is known and it makes sense as Arabic."""
        if self.vocabulary.share(folded) >= KNOWN:
            return self._reading(folded)
        typed = keyboard.as_arabic(question)
        sounding = " ".join(self.arabizi.read(word) or word for word in folded.split())
        if self.vocabulary.share(typed) >= max(GUESSED, self.vocabulary.share(sounding)):
            return self._reading(self._bare(typed), "other keyboard")
        if self.vocabulary.share(sounding) >= GUESSED:
            return self._reading(self._bare(sounding), "arabizi")
        return self._reading(folded)

    def _read_arabic(self, question: str, folded: str) -> Reading:
        if self.vocabulary.share(folded) == 0:
            typed = keyboard.as_english(question)
            if self.vocabulary.share(typed) >= GUESSED:
                return self._reading(self._bare(typed), "other keyboard")
        return self._reading(folded)

    def _reading(
        self, bare: str, by: Literal["as typed", "arabizi", "other keyboard"] = "as typed"
    ) -> Reading:
        return Reading(bare, self.vocabulary.senses(bare), by)

    def guesses(self, reading: Reading) -> bool:
        """Whether every word of it that tells something was put right, if it is known at all."""
        words = [word for word in reading.text.split() if word not in FILLERS]
        known = [word for word in words if self.vocabulary.knows(word)]
        unknown = (word for word in words if word not in known)
        return all(map(self._is_vague, known)) and not all(map(self._is_vague, unknown))

    def _is_vague(self, word: str) -> bool:
        return VAGUE.issuperset(map(likeliest, self.vocabulary.senses(word)))

    def _bare(self, text: str) -> str:
        """Without the greeting and politeness around it; where there is nothing else they stay."""
        for phrase in self.courtesy:
            if text == phrase:
                break
            if phrase in text:
                text = f" {text} ".replace(f" {phrase} ", " ").strip()
        return text
