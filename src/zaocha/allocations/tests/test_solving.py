"""The assignment is the best there is under its limits, whichever library works it out."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.allocations import solving
from zaocha.allocations.solving import Fit, Place, Taker

TAKERS, PLACES = range(4), range(10, 13)


@st.composite
def rounds(draw):
    takers = [Taker(key, draw(st.integers(1, 2)), draw(st.booleans())) for key in TAKERS]
    places = []
    for key in PLACES:
        capacity = draw(st.integers(1, 2))
        places.append(Place(key, capacity, draw(st.integers(0, capacity))))
    pairs = draw(st.sets(st.sampled_from(list(product(TAKERS, PLACES))), max_size=6))
    fits = [Fit(taker, place, draw(st.integers(0, 1000))) for taker, place in sorted(pairs)]
    return takers, places, fits


def holds(takers, places, pairs) -> bool:
    given_to = [taker for taker, _place in pairs]
    given_of = [place for _taker, place in pairs]
    return all(given_to.count(one.key) <= one.limit for one in takers) and all(
        given_of.count(one.key) <= one.capacity for one in places
    )


def misused(takers, places, pairs) -> int:
    """Kept seats that go to others than newcomers."""
    first = {one.key for one in takers if one.first}
    total = 0
    for place in places:
        others = sum(taker not in first for taker, where in pairs if where == place.key)
        total += max(0, others - (place.capacity - place.kept))
    return total


def worth(takers, places, fits, pairs):
    weight = {(one.taker, one.place): one.weight for one in fits}
    return len(pairs), -misused(takers, places, pairs), sum(weight[pair] for pair in pairs)


def best(takers, places, fits):
    everything = [(one.taker, one.place) for one in fits]
    chosen = (set(pick) for size in range(len(everything) + 1) for pick in combinations(everything, size))
    return max(worth(takers, places, fits, pairs) for pairs in chosen if holds(takers, places, pairs))


@pytest.fixture(params=["or-tools", "networkx"])
def library(request, monkeypatch):
    if request.param == "networkx":
        monkeypatch.setattr(solving, "find_spec", lambda _name: None)
    return request.param


@pytest.mark.parametrize("name", ["or-tools", "networkx"])
@settings(max_examples=150, deadline=None)
@given(made=rounds())
def test_no_assignment_is_better(name, made):
    takers, places, fits = made
    with pytest.MonkeyPatch.context() as patch:
        if name == "networkx":
            patch.setattr(solving, "find_spec", lambda _name: None)
        outcome = solving.solve(takers, places, fits)
    assert holds(takers, places, outcome.pairs)
    assert worth(takers, places, fits, outcome.pairs) == best(takers, places, fits)


def test_a_kept_seat_goes_to_a_newcomer_before_points(library):
    takers = [Taker(1), Taker(2, first=True)]
    outcome = solving.solve(takers, [Place(9, 1, kept=1)], [Fit(1, 9, 1000), Fit(2, 9, 0)])
    assert outcome.pairs == {(2, 9)}
    assert outcome.solver == library


def test_a_kept_seat_that_no_newcomer_wants_is_not_lost(library):
    assert solving.solve([Taker(1)], [Place(9, 1, kept=1)], [Fit(1, 9, 10)]).pairs == {(1, 9)}


def test_nobody_gets_the_same_place_twice(library):
    takers = [Taker(1, limit=2, first=True)]
    assert solving.solve(takers, [Place(9, 3, kept=1)], [Fit(1, 9, 10)]).pairs == {(1, 9)}


def test_a_ruling_stands_and_the_rest_is_the_best_around_it(library):
    takers, places = [Taker(1), Taker(2)], [Place(8, 1), Place(9, 1)]
    fits = [Fit(1, 8, 900), Fit(1, 9, 100), Fit(2, 8, 800), Fit(2, 9, 700)]
    assert solving.solve(takers, places, fits).pairs == {(1, 8), (2, 9)}
    ruled = solving.solve(takers, places, fits, must=frozenset({(2, 8)}))
    assert ruled.pairs == {(2, 8), (1, 9)}
    kept_out = solving.solve(takers, places, fits, must_not=frozenset({(1, 8), (1, 9)}))
    assert kept_out.pairs == {(2, 8)}


def test_rulings_that_ask_for_more_than_there_is_are_refused():
    takers, places = [Taker(1), Taker(2)], [Place(9, 1)]
    with pytest.raises(solving.Contradiction):
        solving.solve(takers, places, [], must=frozenset({(1, 9), (2, 9)}))


def test_the_cutoff_of_a_full_place_is_told():
    takers, fits = [Taker(1), Taker(2), Taker(3)], [Fit(1, 9, 500), Fit(2, 9, 300), Fit(3, 9, 400)]
    assert solving.solve(takers, [Place(9, 2)], fits).cutoffs == {9: 400}


def test_without_the_extra_large_rounds_say_so(monkeypatch):
    monkeypatch.setattr(solving, "find_spec", lambda _name: None)
    monkeypatch.setattr(solving, "SMALL", 1)
    with pytest.raises(solving.TooLarge):
        solving.solve([Taker(1), Taker(2)], [Place(9, 2)], [Fit(1, 9, 1), Fit(2, 9, 1)])


def test_of_equal_wishes_the_earlier_comes_first_but_never_before_weight(library):
    takers, places = [Taker(1), Taker(2), Taker(3)], [Place(9, 2)]
    fits = [Fit(1, 9, 500, order=2), Fit(2, 9, 500, order=1), Fit(3, 9, 501, order=3)]
    assert solving.solve(takers, places, fits).pairs == {(2, 9), (3, 9)}
