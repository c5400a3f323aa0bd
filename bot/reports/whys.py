"""Counts by why: of each reason only as many are told as give nobody away, in no place and time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TypeAlias

from flows.disclosure import RUNGS, Place, pool, shown

Why: TypeAlias = tuple[Place, str]
"""What was counted where, and why."""

OTHERS = "others"
"""Several reasons that few gave; which, is not told."""


def _in(rung: Callable[[Place], Place]) -> Callable[[Why], Why]:
    return lambda why: (rung(why[0]), why[1])


WHY_RUNGS = (*(_in(rung) for rung in RUNGS), lambda why: (RUNGS[-1](why[0]), OTHERS))


class Whys:
    """`counts`: how many there are of each reason in each cell.

    A reason that few gave in a year is one of the others, with another one if need be: none can be
    had from the sum of all. The rest is told in places of five or more, as answers are.
    """

    def __init__(self, counts: Mapping[Why, int]) -> None:
        years: defaultdict[Place, Counter[str]] = defaultdict(Counter)
        for (place, why), n in counts.items():
            years[RUNGS[-1](place)][why] += n
        named = {year: shown(found) for year, found in years.items()}
        self._sizes: Counter[Why] = Counter()
        for (place, why), n in counts.items():
            is_told = why in named[RUNGS[-1](place)]
            self._sizes[place, why if is_told else OTHERS] += n
        self._told = pool(self._sizes, WHY_RUNGS)

    def within(self, place: Place) -> dict[str, int]:
        """Of the place, the most frequent first; those of many reasons last."""
        found: Counter[str] = Counter()
        for cell, (told, why) in self._told.items():
            if told.within(place):
                found[why] += self._sizes[cell]
        others = found.pop(OTHERS, 0)
        return dict(found.most_common()) | ({OTHERS: others} if others else {})
