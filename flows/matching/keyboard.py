"""What was typed while the keyboard was set to the other language: ``ljn`` is متى."""

from __future__ import annotations

from flows.arabic import clean, fold

# Keys of the Arabic (101) layout, and what they give in English.
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
TO_ARABIC = str.maketrans({**dict(zip(_LATIN, _ARABIC, strict=True)), "b": "لا"})
TO_LATIN = str.maketrans(dict(zip(_ARABIC, _LATIN, strict=True)))


def as_arabic(text: str) -> str:
    """The folded text that the same keys write in Arabic."""
    return fold(clean(text).casefold().translate(TO_ARABIC))


def as_english(text: str) -> str:
    """The folded text that the same keys write in English."""
    return fold(clean(text).replace("لا", "b").translate(TO_LATIN))
