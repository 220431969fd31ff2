"""Who just missed a policy, for all companies at once: the clauses that fail alone, and how far they may fail."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from zaocha.rules.conditions import All, Any, Clause, Condition, NotGroup
from zaocha.rules.feel import tree
from zaocha.rules.nearness import NEAR_DAYS, NEAR_SHARE
from zaocha.rules.planes import lowering
from zaocha.rules.planes.atoms import Literal
from zaocha.rules.planes.bins import Words
from zaocha.rules.planes.results import Results

FIRST, LAST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True)
class Outer:
    """One of the parts that must all hold: its literal, and what it says of those who fail at it alone.

    `close` holds for who is close to a bound; None: nobody just misses it. `is_sure`: no need to look closer.
    """

    literal: Literal
    close: Literal | None
    is_sure: bool


def outer(condition: Condition, *, sets: Collection[str]) -> list[Outer]:
    """The parts of a condition that must all hold, groups of groups opened."""
    return [_outer(one, sets) for one in _parts(condition)]


def missed(parts: list[tuple[Outer, int, int]], results: Results) -> tuple[Words, Words]:
    """Planes of who just missed, and of who is to be looked at closer. Parts come with the numbers of their outputs:
    of the literal, and of `close` (-1 without)."""
    once = np.zeros_like(results.false[0])
    twice, sure, closer = (np.zeros_like(once) for _ in range(3))
    for one, literal, close in parts:
        fails = results.false[literal]
        twice |= once & fails
        once |= fails
        if close >= 0:
            found = sure if one.is_sure else closer
            found |= fails & results.true[close]
    alone = once & ~twice
    return alone & sure, alone & closer


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for item in condition.items:
            yield from _parts(item)
    else:
        yield condition


def _outer(part: Condition, sets: Collection[str]) -> Outer:
    literal = lowering.lowered(part, sets=sets)
    if isinstance(part, Clause):
        bounds = _bounds(part.test)
        if not bounds or part.subject in sets:
            return Outer(literal, None, True)
        around = Clause(part.subject, tree.OneOf(tuple(map(_around, bounds))))
        is_sure = isinstance(part.test, tree.Compare | tree.Interval)
        return Outer(literal, lowering.lowered(around, sets=sets), is_sure)
    if isinstance(part, NotGroup) and isinstance(part.item, Clause):
        return Outer(literal, None, True)  # what is not wanted is there: there is nothing to be near to
    if isinstance(part, Any) and len(part.items) > 1 and all(isinstance(one, Clause) for one in part.items):
        return Outer(literal, None, True)  # several clauses fail
    return Outer(literal, lowering.lowered(All(())), False)


def _bounds(test: tree.Test) -> list[Decimal | date]:
    """The bounds over numbers and days that `nearness.near` looks at."""
    if isinstance(test, tree.OneOf):
        return [bound for one in test.items for bound in _bounds(one)]
    if isinstance(test, tree.Compare):
        held = [test.value] if test.op != "!=" else []
    else:
        held = [test.low, test.high] if isinstance(test, tree.Interval) else []
    return [one for one in held if isinstance(one, Decimal | date)]


def _around(bound: Decimal | date) -> tree.Test:
    if isinstance(bound, date):
        low = max(FIRST, bound.toordinal() - NEAR_DAYS)
        high = min(LAST, bound.toordinal() + NEAR_DAYS)
        return tree.Interval(date.fromordinal(low), date.fromordinal(high), True, True)
    away = abs(bound) * NEAR_SHARE
    return tree.Interval(bound - away, bound + away, True, True)
