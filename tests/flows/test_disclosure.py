"""Nothing of one to four people can be told, by any figure or by any difference of figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.disclosure import LEAST, RUNGS, Place, comparable, pool, shown
from flows.period import Period

YEAR = Period(date(2026, 1, 1), 12)
MONTHS = (YEAR.each_month[0], YEAR.each_month[1], YEAR.each_month[4])
DEPARTMENTS, PROGRAMMES, CHANNELS = ("care", "training"), ("a", "b"), ("telegram", "website")
CELLS = [Place(*cell) for cell in product(MONTHS, DEPARTMENTS, PROGRAMMES, CHANNELS)]
SIZES = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 9), max_size=len(CELLS))


def asked() -> Iterator[Place]:
    """Every figure that filters can ask for."""
    periods = (YEAR, *{month.quarter for month in MONTHS}, *MONTHS)
    for place in product(periods, (None, *DEPARTMENTS), (None, *PROGRAMMES), (None, *CHANNELS)):
        yield Place(*place)


def published(sizes: Mapping[Place, int]) -> dict[Place, frozenset[Place]]:
    """Which cells stand behind each figure."""
    told = pool(sizes, RUNGS)
    return {
        figure: frozenset(cell for cell, place in told.items() if place.within(figure))
        for figure in asked()
    }


def people(cells: frozenset[Place], sizes: Mapping[Place, int]) -> int:
    return sum(sizes[cell] for cell in cells)


@settings(max_examples=60, deadline=None)
@given(SIZES)
def test_no_difference_of_two_figures_is_of_few(sizes: dict[Place, int]) -> None:
    figures = set(published(sizes).values())
    for one, other in combinations(figures, 2):
        for rest in (one - other, other - one, one & other, one ^ other):
            assert not 0 < people(rest, sizes) < LEAST


@settings(max_examples=100, deadline=None)
@given(SIZES)
def test_every_figure_is_a_sum_of_pools_that_are_large_enough(sizes: dict[Place, int]) -> None:
    """So is whatever is added to or subtracted from it, however often."""
    told = pool(sizes, RUNGS)
    pools = {place: frozenset(c for c in told if told[c] == place) for place in told.values()}
    assert all(people(cells, sizes) >= LEAST for cells in pools.values())
    for cells in published(sizes).values():
        assert all(one <= cells or not one & cells for one in pools.values())


@settings(max_examples=100, deadline=None)
@given(SIZES)
def test_hardly_anybody_is_left_out_of_a_year(sizes: dict[Place, int]) -> None:
    total = sum(sizes.values())
    counted = people(published(sizes)[Place(YEAR)], sizes)
    assert total - counted < LEAST
    assert counted == total or total < LEAST or counted > total - LEAST


def test_what_is_large_enough_is_told_where_it_is() -> None:
    [cell, *_] = CELLS
    assert pool({cell: LEAST}, RUNGS) == {cell: cell}
    assert pool({cell: LEAST - 1}, RUNGS) == {}
    assert pool({cell: 0}, RUNGS) == {}


def test_few_are_counted_in_a_wider_place() -> None:
    january, february = MONTHS[:2]
    sizes = {Place(january, "care", "a", "website"): 3, Place(february, "care", "a", "website"): 2}
    assert set(pool(sizes, RUNGS).values()) == {Place(january.quarter, "care", "a", "website")}
    sizes = {Place(january, "care", "a", "website"): 3, Place(january, "care", "a", "telegram"): 2}
    assert set(pool(sizes, RUNGS).values()) == {Place(january.quarter, "care", "a")}
    sizes = {Place(MONTHS[2], "care", "a", "website"): 3, Place(january, "care", "a", "website"): 2}
    assert set(pool(sizes, RUNGS).values()) == {Place(YEAR, "care", "a")}
    sizes = {Place(january, "care", "a", "website"): 3, Place(january, "care", "b", "website"): 2}
    assert set(pool(sizes, RUNGS).values()) == {Place(YEAR, "care")}
    sizes = {Place(january, "care", "a", "website"): 3, Place(january, "training", "a", "x"): 2}
    assert set(pool(sizes, RUNGS).values()) == {Place(YEAR)}


# ------------------------------------------------------------------ one table
ROWS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 12), max_size=7)


@given(ROWS)
def test_a_hidden_row_is_not_the_total_less_the_others(sizes: dict[str, int]) -> None:
    told = shown(sizes)
    hidden = {name: size for name, size in sizes.items() if name not in told}
    assert not any(0 < sizes[name] < LEAST for name in told)
    if told and hidden:
        assert len(hidden) > 1
        assert sum(hidden.values()) >= LEAST


def test_the_smallest_large_row_hides_the_small_one() -> None:
    assert shown({"a": 3, "b": 20, "c": 7}) == {"b"}
    assert shown({"a": 3, "b": 4, "c": 7}) == {"c"}
    assert shown({"a": 0, "b": 9}) == {"a", "b"}
    assert shown({"a": 2}) == frozenset()
    assert shown({}) == frozenset()


@pytest.mark.parametrize(
    ("sizes", "fair"), [([30, 31], True), ([30, 29], False), ([], False), ([500], True)]
)
def test_officers_are_compared_by_thirty_answers_each(sizes: list[int], fair: bool) -> None:
    assert comparable(sizes) is fair
