"""What falls due in a written conversation: something told, or a flow that opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from flows import changes, progress
from flows.book import Book
from flows.effects import Say
from flows.events import Elapsed, Opened
from flows.text import Text
from tests.entries import Entry
from tests.records import Records

HALFWAY, AGAIN, CHANGED = "نصف المدة", "سؤال بعد المعالجة", "ما تغيّر"
HALF_YEAR, ADOPTED = "سؤال نصف السنة", "تغيّر باقتراح"
KINDS = frozenset({HALFWAY, AGAIN, CHANGED, HALF_YEAR, ADOPTED})
ELAPSED: Mapping[str, Literal["silence", "expiry", "grace"]] = {
    "لا رد": "silence",
    "لا رد بعد التنبيه": "expiry",
    "انتهت المهلة": "grace",
}
VOICES = {"شكوى": "complaint", "اقتراح": "suggestion"}


def elapsed(records: Records, what: str, now: datetime) -> tuple[Elapsed, Iterator[Entry]]:
    """Time has passed over the last case, and what becomes of it by that."""
    event = Elapsed(list(records.cases)[-1], ELAPSED[what], now)
    move = {"grace": "conclude", "expiry": "expire"}.get(event.what)
    return event, records.follow(event.case, move) if move else iter(())


def fallen(book: Book, records: Records, what: str, reference: str, about: str) -> Say | Opened:
    """Of a complaint by its kind, of a recovery with its application, of a suggestion with what
    changed; two changes; the half of a year.
    """
    if what == CHANGED and (told := changes.told((reference, about))):
        return Say(told)
    if what == AGAIN:
        return Opened("rerating", {"recovery": reference, "application": about})
    if what == HALF_YEAR:
        return Opened("recommendation", {"half": f"{reference}-{about}"})
    if what == ADOPTED:
        return Say(Text("suggestion.changed", {"reference": reference, "words": about}))
    voice, hours = book.voices[VOICES[about]], book.association.hours
    since = records.opened[reference]
    return Say(progress.told(voice, reference, voice.department, since, hours))
