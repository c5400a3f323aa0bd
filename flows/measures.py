"""The arithmetic of satisfaction and service: shares, intervals, means, percentiles, NPS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

Z = 1.959963984540054  # of the 95 % interval
SATISFIED = frozenset({4, 5})  # of a scale from 1 to 5
PROMOTERS = frozenset({9, 10})  # of a scale from 0 to 10
DETRACTORS = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares (0 to 1) the true one lies, 19 times of 20."""

    low: float
    high: float

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


def wilson(hits: int, n: int) -> Interval:
    """Wilson's score interval of `hits` out of `n`, at 95 %. ValueError where n is 0."""
    if not 0 <= hits <= n or n == 0:
        raise ValueError(f"{hits} of {n} is no share")
    share, spread = hits / n, Z * Z / n
    middle = share + spread / 2
    reach = Z * sqrt(share * (1 - share) / n + spread / (4 * n))
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return Interval(low if hits else 0.0, high if hits < n else 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.hits, self.n) if self.n else None


@dataclass(frozen=True, slots=True)
class Scores:
    """How many gave each score of a scale."""

    counts: Mapping[int, int]

    @classmethod
    def of(cls, scores: Iterable[int]) -> Scores:
        return cls(Counter(scores))

    @classmethod
    def together(cls, every: Iterable[Scores]) -> Scores:
        added: Counter[int] = Counter()
        for scores in every:
            added.update(scores.counts)
        return cls(added)

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """The mean score: CSAT's, and CES where the scale is ease. None of nothing."""
        return (
            sum(score * count for score, count in self.counts.items()) / self.n if self.n else None
        )

    def among(self, scores: Iterable[int]) -> Share:
        """The share of those who gave one of these scores."""
        return Share(sum(self.counts.get(score, 0) for score in scores), self.n)

    @property
    def satisfied(self) -> Share:
        """CSAT: who gave 4 or 5."""
        return self.among(SATISFIED)


def promoter_score(scores: Scores) -> float | None:
    """NPS of answers from 0 to 10: % of 9 and 10 less % of 0 to 6, from -100 to 100."""
    if not scores.n:
        return None
    return 100 * (scores.among(PROMOTERS).hits - scores.among(DETRACTORS).hits) / scores.n


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The smallest value that `percent` of them do not exceed (nearest rank). None of nothing."""
    if not 0 < percent <= 100:
        raise ValueError(f"there is no percentile {percent}")
    if not values:
        return None
    return sorted(values)[ceil(percent / 100 * len(values)) - 1]


def completed_needed(population: int, points: float) -> int:
    """Answers needed out of `population` for ± `points` percentage points at 95 %.

    Of the worst case, a share of one half, with the correction for a finite population.
    """
    if population < 1 or points <= 0:
        raise ValueError("there must be somebody to ask, and a margin")
    endless = (Z / (2 * points / 100)) ** 2
    return ceil(endless / (1 + (endless - 1) / population) - 1e-9)
