"""What was typed while the keyboard was set to the other language: ``ljn`` is متى."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from flows.arabic import clean, fold

# Keys of the Arabic (101) layout, and what they give in English; the key of لا is missing.
_LATIN = ("qwertyuiop[]", "asdfghjkl;'", "zxcv nm,./", "`")
_ARABIC = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر ىةوزظ", "ذ")
_KEYS = str.maketrans("".join(_LATIN), "".join(_ARABIC))
TO_ARABIC: Mapping[int, int | str] = {**_KEYS, ord("b"): "لا"}
TO_LATIN = {arabic: latin for latin, arabic in _KEYS.items()}


def as_arabic(text: str) -> str:
    """The folded text that the same keys write in Arabic."""
    return fold(clean(text).casefold().translate(TO_ARABIC))


def as_english(text: str) -> str:
    """The folded text that the same keys write in English."""
    return fold(clean(text).replace("لا", "b").translate(TO_LATIN))


def _neighbours(rows: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every key with each beside it in its row, and the two of the next row that touch it."""
    for row, below in zip(rows, (*rows[1:], ""), strict=True):
        for at, key in enumerate(row):
            for other in row[at + 1 : at + 2] + below[max(at - 1, 0) : at + 1]:
                yield from permutations((fold(key), fold(other)))


BESIDE = frozenset((*_neighbours(_LATIN[:3]), *_neighbours(_ARABIC[:3])))
"""Two letters, folded, whose keys touch."""
