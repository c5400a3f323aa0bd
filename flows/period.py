"""Periods that are reported on: a calendar month, a quarter or a year, in Riyadh's time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from flows.calendar import RIYADH

Kind = Literal["month", "quarter", "year"]
KINDS: dict[int, Kind] = {1: "month", 3: "quarter", 12: "year"}

_WRITTEN = re.compile(r"((?:19|2[0-9])[0-9]{2})(?:-(Q[1-4]|0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """`months` (1, 3 or 12) from the day `first` on. Quarters and years begin where they must."""

    first: date
    months: int

    @classmethod
    def month_of(cls, day: date) -> Period:
        return cls(day.replace(day=1), 1)

    @classmethod
    def read(cls, written: str) -> Period | None:
        """``2026``, ``2026-Q4`` or ``2026-11``, from 1900 on; None for anything else."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        year, part = int(found[1]), found[2] or ""
        if part.startswith("Q"):
            return cls(date(year, 3 * int(part[1]) - 2, 1), 3)
        return cls(date(year, int(part), 1), 1) if part else cls(date(year, 1, 1), 12)

    @property
    def kind(self) -> Kind:
        return KINDS[self.months]

    @property
    def id(self) -> str:
        """As it is read."""
        match self.kind:
            case "year":
                return f"{self.first:%Y}"
            case "quarter":
                return f"{self.first:%Y}-Q{self.first.month // 3 + 1}"
            case _:
                return f"{self.first:%Y-%m}"

    @property
    def quarter(self) -> Period:
        """The quarter in which it begins."""
        return Period(self.first.replace(month=(self.first.month - 1) // 3 * 3 + 1), 3)

    @property
    def year(self) -> Period:
        return Period(self.first.replace(month=1), 12)

    @property
    def previous(self) -> Period:
        """As long, right before."""
        return Period(_add(self.first, -self.months), self.months)

    @property
    def next(self) -> Period:
        return Period(_add(self.first, self.months), self.months)

    @property
    def each_month(self) -> tuple[Period, ...]:
        return tuple(Period(_add(self.first, n), 1) for n in range(self.months))

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), RIYADH)

    @property
    def ends(self) -> datetime:
        """The first moment that is not of it."""
        return self.next.begins

    def contains(self, other: Period) -> bool:
        ahead = _months(other.first) - _months(self.first)
        return 0 <= ahead <= self.months - other.months


def spanning(months: Sequence[Period]) -> Period | None:
    """The period of exactly these months, if they are those of one."""
    first = months[0]
    every = (first, first.quarter, first.year)
    return next((period for period in every if period.each_month == tuple(months)), None)


def _months(day: date) -> int:
    """That many since the year 0."""
    return 12 * day.year + day.month


def _add(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)
