"""A database with many people in it who registered in the years before."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench import telegram, work
from bench.systems import SECRET_KEY
from flows import codec, reference
from flows.conversation import Conversation
from storage import applications, conversations, inbox, messages, people, references
from storage.applications import Application
from storage.database import Database
from storage.inbox import Arrival
from storage.messages import Incoming
from storage.people import Consent, Origin
from storage.unit import Unit

SQLITE = "sqlite:///"
TOGETHER = 2000  # people in one transaction
FIRST = 10_000_000  # their numbers, beyond those of the people who write
YEARS: Final = tuple(range(10, 26))
"""Of their reference numbers, of which a year has 100,000: room for 1.6 million people."""
ACCOUNT = telegram.TOKEN.partition(":")[0]
STATE = codec.dump(Conversation())


async def copy(kept: Path, url: str, count: int) -> None:
    """A database with so many people at `url`, which is a file's: made once, then copied."""
    original = kept / f"{count}.db"
    if not original.exists():
        await prepare(f"{SQLITE}{original}", count)
    path = Path(url.removeprefix(SQLITE))
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original, path)


async def prepare(url: str, count: int) -> None:
    """Make the database, with so many people: each with an address, a consent, a conversation, an
    application, and two of the lines they wrote. A million take some minutes.
    """
    now = datetime.now(UTC)
    database = await Database.open(url)
    try:
        await database.migrate()
        await database.unlock(SECRET_KEY, now)
        # In the order of the keys under which rows are kept: else every row is another page.
        origins = sorted(
            (people.identify(database.vault, o), o) for o in map(_origin, range(count))
        )
        for first in range(0, count, TOGETHER):
            batch = enumerate(origins[first : first + TOGETHER], first)
            async with database.unit() as unit:
                arrivals = [_add(unit, place, *one, now) for place, one in batch]
                await inbox.receive_many(unit, arrivals, now)
    finally:
        await database.close()


def _origin(number: int) -> Origin:
    return Origin("telegram", ACCOUNT, str(telegram.FIRST_CHAT + FIRST + number))


def _add(unit: Unit, place: int, address: str, origin: Origin, now: datetime) -> Arrival:
    """One person, and the last update that came from them."""
    people.add(unit, address, origin, now)
    people.add_consent(unit, Consent(address, "1", True, "telegram", now))
    conversations.save(unit, address, STATE, codec.FORMAT, now)
    for text in (work.name(place), work.CONVERSATION[-1].words):
        line = Incoming("telegram", ACCOUNT, {"text": text}, "beneficiary", address=address)
        messages.record(unit, line, now)
    year, running = divmod(place, 100_000)
    made = reference.make(f"{YEARS[year]}{running:05d}")
    references.reserve(unit, made, "application", now)
    applications.submit(
        unit,
        Application(
            reference=made,
            programme="consultation",
            applicant="individual",
            state="submitted",
            answers={"national_id": work.identity(place), "name": work.name(place)},
            terms="1",
            submitted_at=now,
            updated_at=now,
            address=address,
            person=address,
            identity=applications.identify(unit.vault, work.identity(FIRST + place)),
            department="care",
        ),
    )
    return Arrival("telegram", ACCOUNT, f"stored:{address}", address)
