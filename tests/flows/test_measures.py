"""The arithmetic of reports, by figures worked out elsewhere."""

from __future__ import annotations

import pytest

from flows.measures import (
    Interval,
    Scores,
    Share,
    completed_needed,
    percentile,
    promoter_score,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (10, 10, 72, 100),
        (8, 10, 49, 94),
        (24, 30, 63, 91),
        (80, 100, 71, 87),
        (160, 200, 74, 85),
        (340, 400, 81, 88),
    ],
)
def test_wilson(hits: int, n: int, low: int, high: int) -> None:
    found = wilson(hits, n)
    # As published, rounded twice: 24 of 30 reaches 90.495, then 90.5, then 91.
    twice = [int(round(100 * bound, 1) + 0.5) for bound in (found.low, found.high)]
    assert twice == [low, high]
    assert found.low <= hits / n <= found.high


def test_an_interval_stays_a_share() -> None:
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0


@pytest.mark.parametrize(("hits", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, n)


def test_months_differ_where_their_intervals_do_not_meet() -> None:
    assert Interval(0.4, 0.6).overlaps(Interval(0.6, 0.9))
    assert Interval(0.6, 0.9).overlaps(Interval(0.4, 0.6))
    assert not Interval(0.4, 0.5).overlaps(Interval(0.6, 0.9))


def test_scores_have_a_mean_and_a_satisfied_share() -> None:
    scores = Scores.of([5, 5, 4, 3, 1])
    assert (scores.n, scores.mean) == (5, 3.6)
    assert scores.satisfied == Share(3, 5)
    assert scores.satisfied.value == 0.6
    assert scores.satisfied.interval == wilson(3, 5)
    assert Scores.together([scores, Scores.of([2])]).counts == {5: 2, 4: 1, 3: 1, 2: 1, 1: 1}


def test_nothing_has_no_figures() -> None:
    nobody = Scores.of([])
    assert (nobody.mean, nobody.satisfied.value, nobody.satisfied.interval) == (None, None, None)
    assert promoter_score(nobody) is None
    assert percentile([], 50) is None


def test_promoters_less_detractors() -> None:
    assert promoter_score(Scores.of([10, 9, 8, 7, 6, 0])) == 0
    assert promoter_score(Scores.of([10, 10, 9, 8])) == 75
    assert promoter_score(Scores.of([0, 6])) == -100


def test_percentiles_are_values_that_were_measured() -> None:
    values = [15, 20, 35, 40, 50]
    assert [percentile(values, p) for p in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]
    assert percentile([7.0], 90) == 7
    assert percentile(list(range(1, 11)), 90) == 9
    for percent in (0, 101):
        with pytest.raises(ValueError, match="percentile"):
            percentile(values, percent)


@pytest.mark.parametrize(
    ("population", "ten", "five"),
    [(50, 34, 45), (100, 50, 80), (200, 66, 132), (500, 81, 218), (1000, 88, 278)],
)
def test_completed_answers_needed(population: int, ten: int, five: int) -> None:
    assert (completed_needed(population, 10), completed_needed(population, 5)) == (ten, five)


@pytest.mark.parametrize(("population", "points"), [(0, 5), (10, 0)])
def test_nobody_to_ask(population: int, points: float) -> None:
    with pytest.raises(ValueError, match="somebody"):
        completed_needed(population, points)
