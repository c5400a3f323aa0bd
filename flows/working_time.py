"""Working time between two moments, told at once for thousands of cases."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows import calendar
from flows.book import Hours


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The stretches worked between two days, in seconds since the epoch; moments of different
    zones are slow to compare. `before`: seconds worked before each stretch.
    """

    opens: tuple[float, ...]
    closes: tuple[float, ...]
    before: tuple[float, ...]

    @classmethod
    def between_days(cls, first: date, last: date, hours: Hours) -> WorkingTime:
        """What is worked from the start of `first` to the end of `last`, in Riyadh."""
        opens: list[float] = []
        closes: list[float] = []
        before: list[float] = []
        worked = 0.0
        for ahead in range((last - first).days + 1):
            for start, end in calendar.stretches(first + timedelta(days=ahead), hours):
                opens.append(start.timestamp())
                closes.append(end.timestamp())
                before.append(worked)
                worked += closes[-1] - opens[-1]
        return cls(tuple(opens), tuple(closes), tuple(before))

    def minutes(self, since: datetime, until: datetime) -> float:
        """Minutes worked from one moment to a later one; 0 where nobody worked between."""
        worked = self._worked_by(until.timestamp()) - self._worked_by(since.timestamp())
        return max(0.0, worked / 60)

    def _worked_by(self, moment: float) -> float:
        at = bisect_right(self.opens, moment) - 1
        if at < 0:
            return 0.0
        return self.before[at] + min(moment, self.closes[at]) - self.opens[at]
