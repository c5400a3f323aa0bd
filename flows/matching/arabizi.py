"""Arabic in Latin letters and digits (``wain mgrkm``, ``3ndkm``), read by its consonants.

Vowels are written as everybody likes, consonants nearly alike by all: so a word is looked up by the
skeleton of its consonants among the words that are known, and the one that sounds nearest is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

NEAR = 50.0  # at least so alike are a word and its sound
_LONGEST = 8  # consonants of a word looked at

# Sounds in capitals: S as in ship, T as in this or thin. Several: people write any of them.
_SOUNDS: Mapping[str, tuple[str, ...]] = {
    **{
        letter: (sound,)
        for letter, sound in zip("بتطجحهخرزسصشغفكلمن", "bttjhhxrzssSgfklmn", strict=True)
    },
    "ث": ("T", "s"),
    "ذ": ("T", "z", "d"),
    "ظ": ("T", "z", "d"),
    "ض": ("d", "T"),
    "د": ("d",),
    "ق": ("g", "k"),
    "ع": ("3", ""),
}
_WRITTEN = (
    *(
        ("x", "ks"),
        ("3'", "g"),
        ("7'", "x"),
        ("sh", "S"),
        ("ch", "S"),
        ("kh", "x"),
        ("gh", "g"),
        ("th", "T"),
    ),
    *(("dh", "T"), ("2", ""), ("4", "T"), ("5", "x"), ("6", "t"), ("7", "h"), ("8", "g")),
    *(("9", "s"), ("q", "g"), ("c", "k"), ("p", "b"), ("v", "f")),
)
_ALOUD = str.maketrans(
    dict(zip("ابتثجحخدذرزسصشضطظعغفقكلمنهويء", "abttj75ddrzs9sd6z3gfqklmnhwi2", strict=True))
)
_VOWELS = re.compile("[aeiouwy']")
_TWICE = re.compile(r"(.)\1+")
_ARTICLE = re.compile("^(?:al|el|il)(?=...)")
_YOUR = re.compile("(?<=..)(?:kum|kom|km)$")


@dataclass(frozen=True, slots=True)
class Arabizi:
    """Known Arabic words by their skeletons."""

    words: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Arabizi:
        """`words` are folded; those in other letters are passed over."""
        found: dict[str, set[str]] = defaultdict(set)
        arabic = {word for word in words if word.isalpha() and not word.isascii()}
        for word in arabic | {word.removeprefix("ال") for word in arabic if len(word) > 4}:
            for skeleton in _skeletons(word):
                found[skeleton].add(word)
        return cls({skeleton: frozenset(same) for skeleton, same in found.items()})

    def read(self, token: str) -> str | None:
        """The known word this Latin word stands for, if there is one near enough."""
        bare = _ARTICLE.sub("", token)
        best = (NEAR, "")
        for form in dict.fromkeys((token, bare, _YOUR.sub("", bare))):
            for word in sorted(self.words.get(_skeleton(form), ())):
                best = max(best, (fuzz.ratio(form, word.translate(_ALOUD)), word))
        return best[1] or None


def _skeleton(token: str) -> str:
    for written, sound in _WRITTEN:
        token = token.replace(written, sound)
    first = token[:1] if token[:1] in {"w", "y"} else ""
    rest = _VOWELS.sub("", token)
    return _TWICE.sub(r"\1", first + (rest[:-1] if rest[1:].endswith("h") else rest))


def _skeletons(word: str) -> Iterator[str]:
    first = {"و": "w", "ي": "y"}.get(word[0], "")
    ended = word[:-1] if word[2:].endswith("ه") else word
    sounds = [_SOUNDS[letter] for letter in ended if letter in _SOUNDS][:_LONGEST]
    for sounding in product(*sounds):
        yield _TWICE.sub(r"\1", first + "".join(sounding))
