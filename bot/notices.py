"""Notices: who is to hear today of an identity document that expires, or of what is missing.

They are scheduled for the next allowed hour. One row stands for one occasion, however often it is
looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import riyadh
from flows import applications, calendar, quiet
from flows.book import Association
from flows.renewal import AHEAD
from storage import notices, schedule
from storage.applications import Application
from storage.database import Database
from storage.schedule import Due

BATCH = 200  # applications read together
EXPIRY, MISSING = "expiry_notice", "correction_reminder"
REMINDED_AFTER = (timedelta(days=3), timedelta(days=10))  # since an officer asked for it


@dataclass(frozen=True, slots=True)
class Notices:
    """`association` says which hours are quiet."""

    database: Database
    association: Association

    async def schedule(self, now: datetime) -> int:
        """Schedule what is due today and was not scheduled before; how many were looked at."""
        at = quiet.allowed(now, self.association.hours)
        after, count = "", 0
        while True:
            async with self.database.view() as view:
                found = await notices.remindable(view, applications.OVER, after, BATCH)
            async with self.database.unit() as unit:
                for application in found:
                    for due in _due(application, at):
                        schedule.add(unit, due)
            count += len(found)
            if len(found) < BATCH:
                return count
            after = found[-1].reference


def _due(application: Application, at: datetime) -> Iterator[Due]:
    if application.address is None:
        return
    if application.state == "needs_correction":
        yield from _missing(application, at)
    elif days := _ahead(application, riyadh(at).date()):
        expiry = str(application.answers["id_expiry"])
        payload = {"application": application.reference, "expiry": expiry}
        whose = application.identity or application.reference
        key = f"{EXPIRY}:{whose}:{expiry}:{days}"
        yield Due(application.address, EXPIRY, payload, at, key)


def _missing(application: Application, at: datetime) -> Iterator[Due]:
    """Two reminders of what was asked for; then it waits for the person without another word."""
    assert application.address is not None
    asked = application.updated_at
    number = sum(asked + after <= at for after in REMINDED_AFTER)
    if number:
        key = f"{MISSING}:{application.reference}:{asked:%Y%m%d%H%M}:{number}"
        yield Due(application.address, MISSING, {"reference": application.reference}, at, key)


def _ahead(application: Application, today: date) -> int | None:
    """The reminder whose time has come: none that was past when the application was made."""
    written = str(application.answers.get("id_expiry", ""))
    if not written:
        return None
    expiry, made = date.fromisoformat(written), calendar.day_of(application.submitted_at)
    reached = (days for days in sorted(AHEAD) if (expiry - today).days <= days)
    days = next(reached, None)
    if days is None or expiry < today or (expiry - made).days <= days:
        return None
    return days
