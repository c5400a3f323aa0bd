"""Rows to test with."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from storage import applications, people, references
from storage.applications import Application
from storage.connection import Pause
from storage.database import Database
from storage.messages import Outgoing
from storage.people import Address
from storage.unit import Unit

NOW = datetime(2026, 11, 22, 7, 21, 48, 123000, tzinfo=UTC)
SECRET = "a secret of the tests"
ROOM = "-1001234567890"


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


async def somebody(unit: Unit, external: str = "700000001") -> Address:
    """An address on Telegram."""
    return await people.resolve(unit, "telegram", "bot", external, NOW)


def said(address: str, text: str, *, dedupe: str | None = None) -> Outgoing:
    """A line to a person."""
    return Outgoing("telegram", "bot", {"text": text}, address=address, dedupe=dedupe)


async def applied(unit: Unit, reference: str, address: Address) -> Application:
    """A submitted application."""
    references.reserve(unit, reference, "application", NOW)
    application = Application(
        reference=reference,
        programme="incubator",
        applicant="individual",
        state="submitted",
        answers={"name": "نورة سعد العتيبي"},
        terms="2",
        submitted_at=NOW,
        updated_at=NOW,
        address=address.id,
        person=address.person.id,
    )
    applications.submit(unit, application)
    return application


async def reopened(url: str, secret: str = SECRET, pause: Pause = asyncio.sleep) -> Database:
    """The database of a URL, as another process would open it."""
    database = await Database.open(url, pause)
    try:
        await database.migrate()
        await database.unlock(secret, NOW)
    except BaseException:
        await database.close()
        raise
    return database
