"""The working day on which somebody who complained, suggested or asked hears from us."""

from __future__ import annotations

from datetime import date, datetime, time

from flows import calendar
from flows.book import Hours
from flows.charter import Voice


def by(voice: Voice, today: date, hours: Hours) -> date:
    """That day, as it is promised."""
    return calendar.add_working_days(today, voice.days, hours)


def due(voice: Voice, now: datetime, hours: Hours) -> datetime:
    """When that day begins for officers; `now` is in Riyadh."""
    return opening(voice.days, now, hours)


def opening(days: int, now: datetime, hours: Hours) -> datetime:
    """When the last of so many working days from today begins; `now` is in Riyadh."""
    day = calendar.add_working_days(now.date(), days, hours)
    return calendar.next_opening(datetime.combine(day, time(), calendar.RIYADH), hours)
