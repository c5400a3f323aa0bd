"""What changed by people's words: told once a quarter to whoever wants notices (policy goal 4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from flows import calendar, quiet
from flows.hours import Hours
from flows.period import Period
from flows.text import Lines, Text

KIND = "what_changed"  # of a due row
MORNING = time(10)
LATE = timedelta(days=7)  # so long it is made up for where nobody kept the time


def due(now: datetime, hours: Hours) -> tuple[Period, datetime] | None:
    """The quarter that is to be told of now, and when; `now` is in Riyadh.

    That is on the first working day after it, and a week longer for who was not told then.
    """
    quarter = Period.month_of(now.date()).quarter
    first = calendar.add_working_days(quarter.first, 0, hours)
    if not first <= now.date() <= first + LATE:
        return None
    morning = datetime.combine(first, MORNING, calendar.RIYADH)
    return quarter.previous, quiet.allowed(max(morning, now), hours)


def told(changed: Iterable[str]) -> Text | None:
    """What is told: the words of each change; None where nothing changed."""
    lines = tuple(Text("changes.one", {"words": words}) for words in changed)
    return Text("changes.told", {"list": Lines(lines)}) if lines else None
