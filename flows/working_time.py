"""Working time between two moments, told at once for thousands of cases."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows import calendar
from flows.book import Hours


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The stretches worked between two days, with the minutes worked before each."""

    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    before: tuple[float, ...]

    @classmethod
    def between_days(cls, first: date, last: date, hours: Hours) -> WorkingTime:
        """What is worked from the start of `first` to the end of `last`, in Riyadh."""
        opens: list[datetime] = []
        closes: list[datetime] = []
        before: list[float] = []
        worked = 0.0
        for ahead in range((last - first).days + 1):
            for start, end in calendar.stretches(first + timedelta(days=ahead), hours):
                opens.append(start)
                closes.append(end)
                before.append(worked)
                worked += (end - start).total_seconds() / 60
        return cls(tuple(opens), tuple(closes), tuple(before))

    def minutes(self, since: datetime, until: datetime) -> float:
        """Minutes worked from one moment to a later one; 0 where nobody worked between."""
        return max(0.0, self._worked_by(until) - self._worked_by(since))

    def _worked_by(self, moment: datetime) -> float:
        at = bisect_right(self.opens, moment) - 1
        if at < 0:
            return 0.0
        end = min(moment, self.closes[at])
        return self.before[at] + (end - self.opens[at]).total_seconds() / 60
