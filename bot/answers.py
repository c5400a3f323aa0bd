"""The answers that may be spoken: the files', overtaken by what officers wrote and others approved.

Each time one changes it gets a version, which is kept for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, time

import msgspec

from bot import answers_due
from flows.book import Answer, Book, Wording
from flows.calendar import RIYADH
from storage import answers
from storage.answers import FILE, Version
from storage.unit import Unit

ANSWERS = "answers"  # what is locked while one is written, and told when it was


def version(answer: Answer, number: int, made_by: str, at: datetime) -> Version:
    """The row that keeps what an answer says from now on."""
    day = answer.corrects
    return Version(
        answer=answer.id,
        number=number,
        digest=hashlib.sha256(msgspec.json.encode(answer)).hexdigest(),
        title_ar=answer.title.ar,
        title_en=answer.title.en,
        text_ar=answer.text.ar,
        text_en=answer.text.en,
        source_ar=answer.source.ar,
        source_en=answer.source.en,
        approved_by_ar=answer.approved_by.ar,
        approved_by_en=answer.approved_by.en,
        owner=answer.owner,
        phrasings=msgspec.json.encode(answer.phrasings).decode(),
        opens=answer.opens,
        valid_until=answer.valid_until.isoformat(),
        made_by=made_by,
        approved_at=at,
        corrects_since=datetime.combine(day, time(), RIYADH) if day else None,
        made_at=at,
    )


def answer(kept: Version) -> Answer:
    """What a stored version says."""
    return Answer(
        id=kept.answer,
        title=Wording(kept.title_ar, kept.title_en),
        text=Wording(kept.text_ar, kept.text_en),
        phrasings=msgspec.json.decode(kept.phrasings, type=tuple[str, ...]),
        owner=kept.owner,
        source=Wording(kept.source_ar, kept.source_en),
        approved_by=Wording(kept.approved_by_ar, kept.approved_by_en),
        valid_until=datetime.fromisoformat(kept.valid_until).date(),
        opens=kept.opens,
    )


async def record(unit: Unit, book: Book, now: datetime) -> None:
    """A version for each answer that its file changed since the last time a program started."""
    await unit.lock_one(ANSWERS)
    latest, digests = await answers.latest(unit), await answers.digests_of_files(unit)
    for its in book.answers.values():
        before = latest.get(its.id)
        made = version(its, before.number + 1 if before else 1, FILE, now)
        if digests.get(its.id) != made.digest:
            publish(unit, made, book)


def publish(unit: Unit, made: Version, book: Book) -> None:
    """Store a version, and schedule what follows from it. The answers must be locked."""
    answers.publish(unit, made)
    answers_due.schedule_reminders(unit, made, book.association.hours)
    answers_due.schedule_correction(unit, made)


def spoken(latest: Mapping[str, Version], book: Book, files: Mapping[str, Answer]) -> list[Answer]:
    """What counts today. An answer taken out of its file is not spoken, unless officers wrote it
    anew since; nor is one whose department is gone.
    """
    written = {id_: answer(kept) for id_, kept in latest.items() if kept.made_by != FILE}
    counting = {**files, **written}
    return [its for its in counting.values() if its.owner in book.departments]
