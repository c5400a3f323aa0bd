"""Phrases of the book, found in what somebody wrote."""

from __future__ import annotations

import re
from functools import lru_cache

from flows.arabic import fold

_BEFORE = "(?:[وف]?(?:ال|بال|لل|ب|ل)?)"
"""What Arabic writes together with the word that follows."""


def mentions(text: str, phrases: frozenset[str]) -> bool:
    """Whether one of these folded phrases is a part of the text, between its words."""
    return bool(phrases) and _pattern(phrases).search(fold(text)) is not None


@lru_cache(maxsize=64)
def _pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    return re.compile(rf"(?<!\w){_BEFORE}(?:{either})(?!\w)")
