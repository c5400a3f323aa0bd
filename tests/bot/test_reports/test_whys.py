"""Reasons are told where enough gave them, and those of few cannot be had by subtraction."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.whys import OTHERS, Whys
from flows.disclosure import LEAST, Place
from flows.period import Period

YEAR = Period(date(2026, 1, 1), 12)
MONTHS, DEPARTMENTS = YEAR.each_month[:2], ("care", "training")
CELLS = [
    (Place(month, department, "", "telegram"), why)
    for month, department, why in product(MONTHS, DEPARTMENTS, ("asked", "unclear", "stale"))
]


def counts(**sizes: int) -> Whys:
    return Whys({(Place(MONTHS[0], "care", "", "telegram"), why): n for why, n in sizes.items()})


def test_what_is_frequent_is_told_by_name() -> None:
    assert counts(stale=6, asked=9).within(Place(YEAR)) == {"asked": 9, "stale": 6}


def test_few_are_told_with_another_that_hides_them() -> None:
    told = counts(asked=9, unclear=6, stale=3).within(Place(YEAR))
    assert told == {"asked": 9, OTHERS: 9}


def test_where_all_are_few_nothing_is_told() -> None:
    assert counts(asked=2, stale=2).within(Place(YEAR)) == {}
    assert Whys({}).within(Place(YEAR)) == {}


def test_what_is_too_few_in_a_month_is_told_of_a_longer_time() -> None:
    cells = {(Place(month, "care", "", "telegram"), "asked"): 3 for month in MONTHS}
    told = Whys(cells)
    assert told.within(Place(MONTHS[0])) == {}
    assert told.within(Place(YEAR)) == {"asked": 6}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(CELLS), st.integers(0, 9), max_size=len(CELLS)))
def test_no_figure_and_no_difference_of_two_is_of_few(sizes: dict[tuple[Place, str], int]) -> None:
    whys = Whys(sizes)
    places = [Place(period, name) for period in (YEAR, *MONTHS) for name in (None, *DEPARTMENTS)]
    told = {place: whys.within(place) for place in places}
    for one in told.values():
        assert min(one.values(), default=LEAST) >= LEAST
    for wide, narrow in permutations(places, 2):
        if narrow.within(wide):
            for why, n in told[narrow].items():
                rest = told[wide][why] - n
                assert rest == 0 or rest >= LEAST
