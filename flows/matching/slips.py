"""What a word that nobody knows may mean: known words, where one slip of the hand lies between.

The noisy channel (Kernighan, Church and Gale 1990): how likely the slip is, how often a meaning is
written, and how often beside what it would stand between. Known words are found by what is left
of them without one letter (symmetric deletion, Garbe 2012).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from math import sqrt
from typing import TypeAlias

from flows.matching.keyboard import BESIDE
from flows.matching.lexicon import FILLERS
from flows.matching.stems import SHORTEST, stem
from flows.matching.synonyms import SAME, meaning

EASY = 0.5  # how likely a neighbour's key or sound is, beside a letter twice, missing or swapped
WRONG = 0.1  # … and any other letter, or one too many
JOINED = 0.5  # … and one in what is left without article or ending
UNWRITTEN = 0.1  # so often counts a word of the language as written that no text has
ITSELF = 0.5  # … and a word that is none of the known: it may be right as it stands
PLAUSIBLE = 5.0  # … and one that looks right: its stem is known, or it is common elsewhere
LONGER = 2.0  # for each letter: so much less often are two words near one another by chance
MEANINGS = 4  # the likeliest

_HEADS = ("لا", "اال", "الل", "ا", "ل", *"وفبك")
"""An article in which the slip is, or a particle before it."""
_SOUNDS = ("دذضظز", "سصث", "تطث", "قكغ", "هح")
_NEAR = BESIDE | {pair for alike in _SOUNDS for pair in permutations(alike, 2)}
"""Two letters of which one is easily written for the other."""

Sense: TypeAlias = Mapping[str, float]
"""What a word may mean, and how likely; an empty meaning says nothing."""


def sense(word: str) -> Sense:
    """Of a known word."""
    return {_term(word): 1.0}


def _term(word: str) -> str:
    return "" if word in FILLERS else meaning(word)


def likeliest(its: Sense) -> str:
    return max(its, key=its.__getitem__)


def certainty(senses: Sequence[Sense]) -> float:
    """How likely, on average, each of them is meant so; 1 where nothing was guessed."""
    return sum(max(its.values()) for its in senses) / (len(senses) or 1)


def slip(typed: str, meant: str) -> float:
    """How likely one slip makes `typed` of `meant`; 0 where it takes another."""
    letters = zip(typed, meant, strict=False)
    same = next((at for at, (one, other) in enumerate(letters) if one != other), None)
    at = min(len(typed), len(meant)) if same is None else same
    rest, due = typed[at:], meant[at:]
    if rest[1:] == due and rest:
        return 1.0 if typed[at - 1 : at] == rest[0] else WRONG
    if rest == due[1:] or (rest[:2] == due[1::-1] and rest[2:] == due[2:]):
        return 1.0
    if rest[1:] == due[1:]:
        return EASY if (rest[0], due[0]) in _NEAR else WRONG
    return 0.0


def _less(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Each word under itself and under what is left of it without one letter."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= SHORTEST:
            for left in {word, *_without_one(word)}:
                found[left].append(word)
    return {left: tuple(its) for left, its in found.items()}


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


_LANGUAGE = frozenset(SAME) | FILLERS
_LANGUAGE_LESS = _less(sorted(_LANGUAGE))


@dataclass(frozen=True, slots=True)
class Speller:
    """`written` says how often each word and stem stands in the texts it was made of, `pairs` how
    often two meanings in a row; `less` finds the words and stems.
    """

    written: Counter[str]
    pairs: Counter[tuple[str, str]]
    less: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> Speller:
        """`texts` are the folded words of each, without particles joined to them."""
        texts = tuple(texts)
        meant = [[meaning(word) for word in words if word not in FILLERS] for words in texts]
        written = Counter(form for its in texts for word in its for form in {word, stem(word)})
        return cls(
            written,
            Counter(pair for these in meant for pair in pairwise(these)),
            _less(sorted(written.keys() - _LANGUAGE)),
        )

    def sense(
        self, word: str, apart: str, plausible: bool, before: str | None, after: str | None
    ) -> Sense:
        """What an unknown word may mean between two meanings: one that is near it, or what it is
        `apart`, without a joined particle. It is plausible where that has a known stem.
        """
        near: defaultdict[str, float] = defaultdict(float)
        if len(word) >= SHORTEST and word.isalpha():
            for known, likely in self._near(word):
                its = _term(known)
                usual = sqrt(self.written[known]) + UNWRITTEN
                beside = self.pairs[before or "", its] + self.pairs[its, after or ""]
                near[its] = max(near[its], likely * usual * (1 + beside))
        itself = PLAUSIBLE * LONGER ** (len(apart) - SHORTEST) if plausible else ITSELF
        near[_term(apart)] = max(near[_term(apart)], itself)
        best = sorted(near, key=lambda its: (-near[its], its))[:MEANINGS]
        whole = sum(near[its] for its in best)
        return {its: near[its] / whole for its in best}

    def _near(self, word: str) -> Iterator[tuple[str, float]]:
        for form, share in _forms(word):
            worth = share * LONGER ** (len(form) - SHORTEST)
            for left in (form, *_without_one(form)):
                for known in (*self.less.get(left, ()), *_LANGUAGE_LESS.get(left, ())):
                    if likely := 1.0 if known == form else slip(form, known):
                        yield known, worth * likely


def _forms(word: str) -> Iterator[tuple[str, float]]:
    """What may be looked for in a word, and how much finding that is worth."""
    yield word, 1.0
    for form in (word, *(word[len(head) :] for head in _HEADS if word.startswith(head))):
        for bare in {form, stem(form)} - {word}:
            if len(bare) >= SHORTEST:
                yield bare, JOINED
