"""Derived facts of many companies at once, exactly: every number is one whole number over another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from zaocha.rules import deriving, sizes
from zaocha.rules.facts import Dictionary
from zaocha.rules.feel import tree
from zaocha.rules.planes import bins, single, whole
from zaocha.rules.planes.atoms import FactTerm
from zaocha.rules.planes.columns import Column, Flags, Numbers, Ratios, Texts, texts
from zaocha.rules.planes.whole import Whole


@dataclass(frozen=True)
class _Exact:
    """`above / below` for each company; `below` is positive wherever `known`."""

    above: Whole
    below: Whole
    known: Flags


def completed(
    columns: Mapping[str, Column], *, wanted: Collection[str], dictionary: Dictionary, on: date
) -> dict[str, Column]:
    """The columns and all wanted facts that follow from them; what was said stays as it was said."""
    found = dict(columns)
    plan = deriving.plan(dictionary)
    needed = sources(wanted, dictionary)
    for name, expression in plan.steps:
        if name in needed:
            worked_out = _worked_out(expression, found, dictionary=dictionary, on=on)
            said = found.get(name)
            found[name] = _over(said, worked_out) if said is not None and said.known.any() else worked_out
    return found


def sources(wanted: Collection[str], dictionary: Dictionary) -> set[str]:
    """The facts and all that they are worked out from."""
    direct = deriving.plan(dictionary).sources
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += direct.get(name, ())
    return found


def _worked_out(
    expression: tree.Expression, columns: Mapping[str, Column], *, dictionary: Dictionary, on: date
) -> Texts | Ratios:
    if isinstance(expression, tree.Call) and expression.function == deriving.SIZE:
        return _sizes(columns, dictionary=dictionary, on=on)
    exact = _Working(columns, on).out(expression)
    # What is not known gets a denominator of one, so that nobody divides by nothing.
    return Ratios(exact.above, np.where(exact.known, exact.below, 1), exact.known)


_SIZES: dict[int, str | None] = {}
"""Way in which facts lie between the rule's bounds → size."""


def _sizes(columns: Mapping[str, Column], *, dictionary: Dictionary, on: date) -> Texts:
    """The rule of sizes asked once for each way in which its facts lie between its bounds."""
    industry = columns["industry"]
    if not isinstance(industry, Texts):
        raise TypeError("industry is a code")
    rows = sizes.rows()
    row_of = [
        next((at for at, row in enumerate(rows, 1) if sizes.row_of(word) is row), 0)
        for word in industry.words
    ]
    way = np.where(industry.known, np.array([*row_of, 0], np.int64)[industry.values], len(rows) + 1)
    for name in sizes.INDICATORS:
        cuts = sorted({(bound, False) for row in rows for bound in row.bounds.get(name, ())})
        codes, known = bins.sorted_in(columns, FactTerm(name), cuts)
        way = way * (len(cuts) + 2) + np.where(known, codes, len(cuts) + 1)
    _ways, first, back = np.unique(way, return_index=True, return_inverse=True)
    asked = {name: columns[name] for name in ("industry", *sizes.INDICATORS)}
    for number, row in zip(_ways.tolist(), first.tolist(), strict=True):
        if number not in _SIZES:
            one = single.facts(asked, row, dictionary=dictionary, on=on)
            _SIZES[number] = sizes.sized(facts=one).size
    answers = texts([_SIZES[number] for number in _ways.tolist()])
    return Texts(answers.values[back], answers.known[back], answers.words)


class _Working:
    """Works out one expression over columns."""

    def __init__(self, columns: Mapping[str, Column], on: date) -> None:
        self.columns, self.on = columns, on

    def out(self, expression: tree.Expression) -> _Exact:
        match expression:
            case tree.Literal(value=Decimal() as value):
                return self.constant(value)
            case tree.Name(name=name):
                return self.fact(name)
            case tree.Negation(operand=operand):
                inner = self.out(operand)
                return _Exact(-inner.above, inner.below, inner.known)
            case tree.Arithmetic(op=op, left=left, right=right):
                return _arithmetic(op, self.out(left), self.out(right))
            case tree.Call(function=tree.Name(name="years between"), arguments=(earlier, later)):
                return self.years(earlier, later)
            case tree.Call(function=tree.Name(name=name), arguments=arguments):
                return _extreme(name, [self.out(one) for one in arguments])
        raise TypeError(f"{type(expression).__name__} is no part of a derivation")

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())).known)

    def constant(self, value: Decimal) -> _Exact:
        above, below = value.as_integer_ratio()
        return _Exact(
            whole.constant(self.rows, above), whole.constant(self.rows, below), np.ones(self.rows, bool)
        )

    def fact(self, name: str) -> _Exact:
        column = self.columns[name]
        if isinstance(column, Ratios):
            return _Exact(column.above, column.below, column.known)
        if not isinstance(column, Numbers):
            raise TypeError(f"{name} is no number")
        return _Exact(
            column.values.astype(np.int64), whole.constant(self.rows, 10**column.scale), column.known
        )

    def years(self, earlier: tree.Expression, later: tree.Expression) -> _Exact:
        """Full years, as `deriving.years_between` counts them."""
        first, last = self.days(earlier), self.days(later)
        known = first[1] & last[1]
        (year, month, day), (year_, month_, day_) = _calendar(first[0]), _calendar(last[0])
        years = year_ - year - ((month_ * 32 + day_) < (month * 32 + day))
        return _Exact(years, whole.constant(self.rows, 1), known)

    def days(self, expression: tree.Expression) -> tuple[Whole, Flags]:
        if not isinstance(expression, tree.Name):
            raise TypeError("years are counted between named days")
        if expression.name == deriving.ON:
            return whole.constant(self.rows, self.on.toordinal()), np.ones(self.rows, bool)
        column = self.columns[expression.name]
        if not isinstance(column, Numbers):
            raise TypeError(f"{expression.name} is no day")
        return column.values.astype(np.int64), column.known


def _calendar(ordinals: Whole) -> tuple[Whole, Whole, Whole]:
    """Year, month and day of day numbers."""
    days = (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month = months.astype(np.int64)
    return month // 12 + 1970, month % 12 + 1, (days - months).astype(np.int64) + 1


def _arithmetic(op: str, left: _Exact, right: _Exact) -> _Exact:
    known = left.known & right.known
    if op == "*":
        return _Exact(whole.times(left.above, right.above), whole.times(left.below, right.below), known)
    if op == "/":
        above, below = whole.times(left.above, right.below), whole.times(left.below, right.above)
        return _Exact(above, below, known & (right.above > 0))
    one, other = whole.times(left.above, right.below), whole.times(right.above, left.below)
    return _Exact(
        whole.plus(one, other if op == "+" else -other), whole.times(left.below, right.below), known
    )


def _extreme(name: str, parts: list[_Exact]) -> _Exact:
    """The smallest or the largest, where all are known."""
    best = parts[0]
    for part in parts[1:]:
        ahead = whole.times(part.above, best.below) < whole.times(best.above, part.below)
        if name == "max":
            ahead = ~ahead
        best = _Exact(
            np.where(ahead, part.above, best.above),
            np.where(ahead, part.below, best.below),
            best.known & part.known,
        )
    return best


def _over(said: Column, worked_out: Texts | Ratios) -> Column:
    """What was said, and else what was worked out."""
    rows = np.flatnonzero(said.known)
    new = said.taken(rows)
    if isinstance(worked_out, Ratios) and isinstance(new, Numbers):
        whole_ones = whole.constant(len(rows), 10**new.scale)
        return worked_out.changed(rows, Ratios(new.values.astype(np.int64), whole_ones, new.known))
    if isinstance(worked_out, Texts) and isinstance(new, Texts):
        return worked_out.changed(rows, new)
    raise TypeError("only numbers and codes are worked out")
