"""Free text within bounds."""

from __future__ import annotations

from datetime import date

from flows.arabic import clean
from flows.checks.check import Check
from flows.rejection import Rejected


def text_between(low: int, high: int) -> Check:
    """A text of `low` to `high` characters once cleaned; its line breaks stay, empty lines go."""

    def read(text: str, _: date) -> str:
        kept = "\n".join(filter(None, map(clean, text.splitlines())))
        if len(kept) < low:
            raise Rejected("too_short", low=low, n=len(kept))
        if len(kept) > high:
            raise Rejected("too_long", high=high, n=len(kept))
        return kept

    return Check("text", read, ("too_short", "too_long"))
