"""What a log would say of what needs no records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.effects import Discarded, Effect, Erase, Fields, Keep, Renewed
from flows.text import Shown

Entry = tuple[str, tuple[Shown, ...], Fields]
"""A line of the log: what happened, in Arabic with {}, its values, and fields below it."""


def filed(effect: Effect) -> Iterator[Entry]:
    """What becomes of a file."""
    match effect:
        case Keep(_, file):
            yield "حُفظ ملف: {}", (file.type.upper(),), ()
        case Erase():
            yield "حُذف ما أُرسل", (), ()


def unasked(effect: Discarded | Renewed) -> Entry:
    """What becomes of drafts, and of identity documents that expire."""
    match effect:
        case Discarded(why="given_up"):
            return "حُذفت المسودة", (), ()
        case Discarded():
            return "انتهت المسودة", (), ()
        case Renewed(reference, expiry):
            day = date.fromisoformat(expiry)
            return "تاريخ الهوية في الطلب {}: {}", (reference, day), ()
