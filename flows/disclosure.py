"""What may be told of few: nobody's answer can be read off a figure, nor off two by subtraction.

Answers are kept in cells, each of one month, department, programme and channel. Cells are put
into pools of five answers or more; one that is too small joins others of its kind, in a place less
finely told. Every figure is a sum of whole pools, and so is every difference of figures: there is
none of one to four people, whatever filters are laid over each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from flows.period import Period

LEAST = 5  # people behind a figure
RANKED = 30  # answers from which officers are compared

Cell = TypeVar("Cell", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Place:
    """Where answers are counted, and what a figure is asked of: None means any."""

    period: Period
    department: str | None = None
    programme: str | None = None
    channel: str | None = None

    def within(self, asked: Place) -> bool:
        """Whether all that is counted here belongs to what is asked."""
        return (
            asked.department in {None, self.department}
            and asked.programme in {None, self.programme}
            and asked.channel in {None, self.channel}
            and asked.period.contains(self.period)
        )


def _quarter(place: Place) -> Place:
    return replace(place, period=place.period.quarter)


def _any_channel(place: Place) -> Place:
    return replace(_quarter(place), channel=None)


def _year(place: Place) -> Place:
    return replace(_any_channel(place), period=place.period.year)


def _any_programme(place: Place) -> Place:
    return replace(_year(place), programme=None)


def _anywhere(place: Place) -> Place:
    return Place(place.period.year)


RUNGS: Sequence[Callable[[Place], Place]] = (
    lambda place: place,
    _quarter,
    _any_channel,
    _year,
    _any_programme,
    _anywhere,
)
"""Where answers that are too few in one place are counted instead, each wider than the last."""


def pool(
    sizes: Mapping[Cell, int], rungs: Sequence[Callable[[Cell], Cell]], least: int = LEAST
) -> dict[Cell, Cell]:
    """For each cell that is not empty, the place its pool is told in.

    What is too few even on the last rung is left out: it is told nowhere.
    """
    told: dict[Cell, Cell] = {}
    waiting = [cell for cell, size in sizes.items() if size]
    for rung in rungs:
        places: defaultdict[Cell, list[Cell]] = defaultdict(list)
        for cell in waiting:
            places[rung(cell)].append(cell)
        waiting = []
        for place, cells in places.items():
            if sum(sizes[cell] for cell in cells) >= least:
                told |= dict.fromkeys(cells, place)
            else:
                waiting += cells
    return told


def shown(sizes: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The rows of one table that may be told beside the table's total.

    Small ones are hidden, and where those could be had by subtraction, the next smallest with
    them, until what is hidden is at least two rows and `least` people. Empty rows stay.
    """
    hidden = {name for name, size in sizes.items() if 0 < size < least}
    others = sorted((size, name) for name, size in sizes.items() if size >= least)
    for _, name in others:
        if not hidden or (len(hidden) > 1 and sum(sizes[h] for h in hidden) >= least):
            break
        hidden.add(name)
    if hidden and sum(sizes[name] for name in hidden) < least:
        return frozenset()  # the total itself is of few
    return frozenset(sizes) - hidden


def comparable(sizes: Collection[int]) -> bool:
    """Whether officers may be ranked: only where each has answers enough."""
    return bool(sizes) and min(sizes) >= RANKED
