"""Free text within bounds."""

from __future__ import annotations

from datetime import date

from flows.arabic import clean, clean_arabic
from flows.checks.check import Check
from flows.rejection import Rejected


def text_between(low: int, high: int) -> Check:
    """A text of `low` to `high` characters once cleaned; its line breaks stay, empty lines go.

    Vowel marks and drawn-out letters do not make a text longer, nor do signs alone make one,
    unless a single character would do.
    """

    def read(text: str, _: date) -> str:
        kept = "\n".join(filter(None, map(clean, text.splitlines())))
        n = len(clean_arabic(kept)) if low < 2 or any(map(str.isalnum, kept)) else 0
        if n < low:
            raise Rejected("too_short", low=low, n=n)
        if len(kept) > high:
            raise Rejected("too_long", high=high, n=len(kept))
        return kept

    return Check("text", read, ("too_short", "too_long"))
