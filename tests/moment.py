"""Moments as a script writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flows.arabic import number
from flows.calendar import RIYADH

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
UNITS = {"يوم": "days", "أيام": "days", "ساعة": "hours", "ساعات": "hours", "دقيقة": "minutes"}
TWO = {"يومين": "يوم", "ساعتين": "ساعة"}


def later(now: datetime, written: str, words: Mapping[str, frozenset[str]]) -> datetime:
    """``بعد ستة أيام``, ``الجمعة 23:00`` or ``2027-02-10 11:00``. Raises ValueError, KeyError."""
    match written.split():
        case ["بعد", one]:
            return _after(now, 1, one) if one in UNITS else _after(now, 2, TWO[one])
        case ["بعد", many, unit]:
            count = number(many, words)
            assert count is not None, written
            return _after(now, count, unit)
        case [day, clock] if day in WEEKDAYS:
            ahead = (WEEKDAYS.index(day) - now.weekday()) % 7
            hour, minute = map(int, clock.split(":"))
            return (now + timedelta(days=ahead)).replace(hour=hour, minute=minute)
        case _:
            return datetime.fromisoformat(written).replace(tzinfo=RIYADH)


def _after(now: datetime, count: int, unit: str) -> datetime:
    return now + timedelta(**{UNITS[unit]: count})
