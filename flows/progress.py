"""Progress: halfway to the day that was promised, whoever said something hears where it stands."""

from __future__ import annotations

from datetime import date, datetime, time

from flows import calendar, quiet, working_days
from flows.charter import Voice
from flows.hours import Hours
from flows.text import Text

KIND = "voice_progress"  # of a due row


def halfway(voice: Voice, now: datetime, hours: Hours) -> datetime:
    """When it is told: after half the working days, in allowed hours; `now` is in Riyadh."""
    day = calendar.add_working_days(now.date(), max(1, voice.days // 2), hours)
    opening = calendar.next_opening(datetime.combine(day, time(), calendar.RIYADH), hours)
    return quiet.allowed(opening, hours)


def told(voice: Voice, reference: str, department: str, since: date, hours: Hours) -> Text:
    """That it is looked at, by whom, and the day that still holds."""
    return Text(
        f"progress.{voice.id}",
        {
            "reference": reference,
            "department": Text(f"book.department.{department}"),
            "by": working_days.by(voice, since, hours),
        },
    )
