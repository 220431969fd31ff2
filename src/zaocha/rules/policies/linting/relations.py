"""Bounds of several facts that ratios tie together: can they all hold? Exact, over fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from zaocha.rules.conditions import Clause, Quotient
from zaocha.rules.feel import tree

ONE = "1"
"""Stands for the number one, so that a bound of a fact is a ratio to it."""

_INVERSE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Least(NamedTuple):
    """`above / below` is at least `bound`, or more than it when `strict`."""

    bound: Fraction
    strict: bool


class _Limit(NamedTuple):
    clause: Clause
    above: str
    below: str
    is_lower: bool
    bound: Fraction
    strict: bool


def conflicting(literals: Iterable[tuple[Clause, bool]]) -> tuple[Clause, ...]:
    """Clauses with the outcome that is wanted of them which cannot all come out so, for the ratios among them; ()."""
    limits = [limit for clause, wanted in literals for limit in _limits(clause, wanted)]
    tied = {name for one in limits if one.below != ONE for name in (one.above, one.below)}
    limits = [one for one in limits if one.above in tied]
    if not tied:
        return ()
    positive = _positive(limits)
    lies_below = any(
        not one.is_lower and one.below == ONE and one.above in positive and one.bound <= 0 for one in limits
    )
    if lies_below or _has_circle(limits, positive):
        return tuple(dict.fromkeys(one.clause for one in limits))
    return ()


def _limits(clause: Clause, wanted: bool) -> Iterator[_Limit]:
    above, below = (
        (clause.subject.numerator, clause.subject.denominator)
        if isinstance(clause.subject, Quotient)
        else (clause.subject, ONE)
    )
    for op, value in _bounds(clause.test, wanted):
        if isinstance(value, Decimal):
            bound = Fraction(value)
            if op in {">", ">=", "="}:
                yield _Limit(clause, above, below, True, bound, op == ">")
            if op in {"<", "<=", "="}:
                yield _Limit(clause, above, below, False, bound, op == "<")


def _bounds(test: tree.Test, wanted: bool) -> Iterator[tuple[str, object]]:
    """Comparisons that must hold; of tests that leave several ways open none is told."""
    if isinstance(test, tree.Compare):
        op = test.op if wanted else _INVERSE.get(test.op, "=" if test.op == "!=" else "")
        yield op, test.value
    elif isinstance(test, tree.Interval) and wanted:
        yield ">=" if test.low_closed else ">", test.low
        yield "<=" if test.high_closed else "<", test.high
    elif isinstance(test, tree.Not):
        yield from _bounds(test.test, not wanted)


def _positive(limits: list[_Limit]) -> set[str]:
    """What must be above zero: the number one, denominators, and whatever has a bound above zero from below."""
    found = {ONE, *(one.below for one in limits)}
    for one in limits:
        if one.is_lower and (one.bound > 0 or (one.bound == 0 and one.strict)):
            found.add(one.above)
    return found


class _Ratios:
    """The least that each fact is of each other, as far as it is known."""

    def __init__(self) -> None:
        self.least: dict[tuple[str, str], Least] = {}

    def learn(self, above: str, below: str, bound: Fraction, strict: bool) -> None:
        known = self.least.get((above, below))
        if bound > 0 and (known is None or (bound, strict) > known):
            self.least[above, below] = Least(bound, strict)

    def go_on(self, above: str, middle: str, below: str) -> None:
        """Least ratios multiply along the way."""
        first, second = self.least.get((above, middle)), self.least.get((middle, below))
        if first and second:
            self.learn(above, below, first.bound * second.bound, first.strict or second.strict)


def _has_circle(limits: list[_Limit], positive: set[str]) -> bool:
    """Going round from fact to fact, is one more than itself?"""
    ratios = _Ratios()
    for one in limits:
        if one.is_lower:
            ratios.learn(one.above, one.below, one.bound, one.strict)
        elif one.above in positive and one.bound > 0:
            ratios.learn(one.below, one.above, 1 / one.bound, one.strict)
    names = sorted({name for pair in ratios.least for name in pair})
    for middle, above, below in product(names, repeat=3):
        ratios.go_on(above, middle, below)
    circles = (ratios.least.get((name, name)) for name in names)
    return any(one and (one.bound > 1 or (one.bound == 1 and one.strict)) for one in circles)
