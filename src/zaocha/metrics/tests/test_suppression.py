"""Nobody works out a small number from what is published, not even whoever knows the rule."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from zaocha.metrics import suppression
from zaocha.metrics.suppression import LEAST


@given(st.lists(st.integers(0, 40), min_size=2, max_size=16))
def test_what_is_shown_is_true_and_never_small(parts) -> None:
    total, shown = suppression.table(parts)
    assert total in (None, sum(parts))
    assert all(
        value is None or (value == true and value >= LEAST) for value, true in zip(shown, parts, strict=True)
    )


@given(st.lists(st.integers(0, 40), min_size=2, max_size=16))
def test_subtracting_leaves_no_small_number(parts) -> None:
    total, shown = suppression.table(parts)
    hidden = [true for value, true in zip(shown, parts, strict=True) if value is None]
    if total is not None and hidden:
        assert len(hidden) >= 2
        assert total - sum(value for value in shown if value is not None) >= LEAST


@given(st.lists(st.integers(0, 40), min_size=2, max_size=16))
def test_every_small_number_has_another_table_that_looks_the_same(parts) -> None:
    """The attacker knows the rule: all that is published would look alike if the small number were another."""
    seen = suppression.table(parts)
    for place, count in enumerate(parts):
        if count < LEAST:
            assert any(suppression.table(other) == seen for other in _neighbours(parts, place))


def _neighbours(parts, place):
    """The same total with one or more moved between this part and another, and the total one off."""
    for step in (-1, 1):
        if parts[place] + step < 0:
            continue
        moved = [*parts]
        moved[place] += step
        yield moved
        for other in range(len(parts)):
            if other != place and parts[other] >= step:
                again = [*moved]
                again[other] -= step
                yield again


@cache
def _all_tables(size, largest):
    by_view = defaultdict(list)
    for parts in product(range(largest), repeat=size):
        total, shown = suppression.table(parts)
        by_view[(total, tuple(shown))].append(parts)
    return by_view


def test_all_small_tables_gone_through() -> None:
    """Every table of two and of three parts: in each view a small part can be two things."""
    for size, largest in ((2, 16), (3, 11)):
        for tables in _all_tables(size, largest).values():
            for place in range(size):
                values = {parts[place] for parts in tables}
                if min(values) < LEAST and max(max(parts) for parts in tables) < largest - 1:
                    assert len(values) >= 2, tables[0]
