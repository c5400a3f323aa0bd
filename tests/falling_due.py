"""What falls due in a written conversation: something told, or a flow that opens."""

from __future__ import annotations

from flows import progress
from flows.book import Book
from flows.effects import Say
from flows.events import Opened
from tests.records import Records

HALFWAY, AGAIN = "نصف المدة", "سؤال بعد المعالجة"
KINDS = frozenset({HALFWAY, AGAIN})
VOICES = {"شكوى": "complaint", "اقتراح": "suggestion"}


def fallen(book: Book, records: Records, what: str, reference: str, about: str) -> Say | Opened:
    """Of a complaint or a suggestion by its kind, of a recovery with its application."""
    if what == AGAIN:
        return Opened("rerating", {"recovery": reference, "application": about})
    voice, hours = book.voices[VOICES[about]], book.association.hours
    since = records.opened[reference]
    return Say(progress.told(voice, reference, voice.department, since, hours))
