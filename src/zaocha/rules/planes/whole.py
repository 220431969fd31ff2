"""Whole numbers in arrays that never overflow: 64 bits where they do, else Python's own, which have no limit."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[Any]
LARGEST = 2**63 - 1


def times(one: Whole, other: Whole | int) -> Whole:
    """The product."""
    factor = abs(other) if isinstance(other, int) else largest(other)
    if largest(one) * factor > LARGEST:
        return one.astype(object) * (other if isinstance(other, int) else other.astype(object))
    return one.astype(np.int64, copy=False) * other


def plus(one: Whole, other: Whole) -> Whole:
    """The sum."""
    if largest(one) + largest(other) > LARGEST:
        one, other = one.astype(object), other.astype(object)
    return one + other


def largest(values: Whole) -> int:
    """The largest absolute value; 0 of nothing."""
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0


def constant(rows: int, value: int) -> Whole:
    """The same number for every row."""
    return np.full(rows, value, np.int64 if abs(value) <= LARGEST else object)
