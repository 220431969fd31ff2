"""Wilson's interval: holds its share, narrows with more rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.metrics.intervals import wilson


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_inside_and_the_bounds_in_order(pair) -> None:
    counted, among = pair
    low, high = wilson(counted, among)
    assert 0 <= low <= counted / among <= high <= 1


def test_known_values_and_no_rows() -> None:
    low, high = wilson(8, 10)
    assert (low, high) == (pytest.approx(0.4902, abs=1e-3), pytest.approx(0.9433, abs=1e-3))
    assert wilson(0, 0) == (0, 1)
    assert wilson(80, 100)[1] - wilson(80, 100)[0] < high - low
