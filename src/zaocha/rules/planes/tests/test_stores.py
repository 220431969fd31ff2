"""Bins stay until a threshold is new or a row changes; numbers are exact or refused."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules.conditions import All, Clause, Quotient
from zaocha.rules.feel import tree
from zaocha.rules.planes import bound, columns, engines
from zaocha.rules.planes.bins import UnknownFact
from zaocha.rules.planes.columns import Numbers, ValueTooLarge
from zaocha.rules.planes.results import Results
from zaocha.rules.planes.stores import Store
from zaocha.rules.planes.tests import engines_agree


def numbers(*values, scale=0):
    known = np.array([one is not None for one in values])
    return Numbers(np.array([one or 0 for one in values], np.int64), known, scale)


def at_least(fact, value):
    return Clause(fact, tree.Compare(">=", Decimal(value)))


def answer(store, *conditions):
    return engines_agree.truths(engines.run(engines_agree.compiled(conditions), store))


def test_only_a_field_with_a_new_threshold_is_sorted_again():
    store = Store({"employees": numbers(5, 50), "revenue": numbers(1, 2)}, rows=2)
    rules = [at_least("employees", 10), at_least("revenue", 2)]
    assert store.prepare(engines_agree.compiled(rules)) == 2
    assert store.prepare(engines_agree.compiled(rules)) == 0
    assert store.prepare(engines_agree.compiled([*rules, at_least("employees", 20)])) == 1
    assert answer(store, *rules) == [[False, True], [False, True]]


@given(st.integers(0, 2**32), st.lists(st.integers(0, 39), min_size=1, max_size=12, unique=True))
@settings(max_examples=25, deadline=None)
def test_changed_rows_answer_like_a_new_store(seed, rows):
    old, new = (engines_agree.World(seed + more, rules=12, companies=40) for more in (0, 1))
    engines.run(old.program, old.store)
    chosen = np.array(rows)
    old.store.change(chosen, {name: one.taken(chosen) for name, one in new.store.columns.items()})
    changed = engines.run(old.program, old.store)
    together = [new.companies[row] if row in rows else one for row, one in enumerate(old.companies)]
    fresh = Store(engines_agree.columns(engines_agree.wild.arrow(together)), rows=40)
    assert engines_agree.truths(changed) == engines_agree.truths(engines.run(old.program, fresh))
    ready = bound.bound(old.program, old.store).over(old.store.taken(chosen))
    some = Results.empty(ready)
    engines.fill(ready, some)
    assert engines_agree.truths(some) == [[one[row] for row in rows] for one in engines_agree.truths(changed)]


def test_shares_are_exact_where_floating_point_is_not():
    # 0.07 * 100 is 7.000000000000001 in binary floating point.
    store = Store({"rd_spend": numbers(7, 7), "revenue": numbers(100, 0)}, rows=2)
    share = Clause(Quotient("rd_spend", "revenue"), tree.Compare(">=", Decimal("0.07")))
    more = Clause(Quotient("rd_spend", "revenue"), tree.Compare(">", Decimal("0.07")))
    assert answer(store, share, more) == [[True, None], [False, None]]


def test_shares_beyond_64_bits_are_exact_too():
    large = 2**62
    store = Store({"rd_spend": numbers(large - 1, large), "revenue": numbers(large, large)}, rows=2)
    close = [
        Clause(Quotient("rd_spend", "revenue"), tree.Compare(">=", Decimal(f"0.999999999999999999{last}")))
        for last in "78"
    ]
    one = Clause(Quotient("rd_spend", "revenue"), tree.Compare("=", Decimal(1)))
    assert answer(store, *close, one) == [[True, True], [False, True], [False, True]]


def test_thresholds_with_more_places_than_the_values():
    store = Store({"revenue": numbers(1000, 1001, scale=2)}, rows=2)  # 10.00 and 10.01
    tests = [
        tree.Compare(">=", Decimal("10.005")),
        tree.Compare("=", Decimal("10.005")),
        tree.Compare("<", Decimal("10.01")),
    ]
    found = answer(store, *(Clause("revenue", test) for test in tests))
    assert found == [[False, True], [False, False], [True, False]]


def test_a_number_that_no_longer_fits_is_refused():
    with pytest.raises(ValueTooLarge, match="6 decimal places"):
        columns.rescaled(numbers(2**60), 6)


def test_a_fact_without_a_column_is_named():
    with pytest.raises(UnknownFact, match="revenue"):
        answer(Store({"employees": numbers(1)}, rows=1), at_least("revenue", 1))


@pytest.mark.parametrize("count", [300, 70_000])
def test_many_thresholds_take_wider_bins(count):
    store = Store({"employees": numbers(*range(0, count, count // 100))}, rows=100)
    rules = [at_least("employees", one) for one in range(count)]
    engines.run(engines_agree.compiled(rules[:1]), store)
    program = engines_agree.compiled(
        [All(tuple(rules[at : at + 2])) for at in (1, count // 2, count - 3)] + rules
    )
    found = engines.run(program, store)
    assert store.bins(program.terms[0]).codes.itemsize == (2 if count == 300 else 4)
    held = [
        (np.arange(0, count, count // 100)[:100] >= one).tolist() for one in (2, count // 2 + 1, count - 2)
    ]
    assert engines_agree.truths(found)[:3] == held


def test_days_and_missing_days():
    days = numbers(date(2024, 2, 29).toordinal(), None)
    test = tree.Interval(date(2024, 2, 29), date(2024, 3, 1), True, False)
    assert answer(Store({"founded_on": days}, rows=2), Clause("founded_on", test)) == [[True, None]]
