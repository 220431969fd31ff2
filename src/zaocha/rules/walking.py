"""The meaning of a condition: one company, every clause, three values, no short cuts."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Any as Any_
from typing import Literal, NamedTuple, TypeAlias

from zaocha.rules.conditions import All, Any, Clause, Condition, NotGroup, NotPublic, Quotient
from zaocha.rules.facts import FactSet, Known
from zaocha.rules.feel import tree

Truth = bool | None
"""True, False, or None for unknown."""

Reason = Literal["missing", "no_denominator"]
_EXACT = Context(prec=400)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient with a value: kept as two numbers and compared without dividing. `below` is above zero."""

    above: Decimal
    below: Decimal


class Outcome(NamedTuple):
    """What one clause comes to. `missing`: its facts that nobody has said."""

    clause: Clause
    path: str
    truth: Truth
    value: Known | Ratio | None
    reason: Reason | None = None
    missing: tuple[str, ...] = ()


class Group(NamedTuple):
    """What a group comes to, with everything in it."""

    condition: All | Any | NotGroup | NotPublic
    truth: Truth
    items: tuple[Walk, ...]


Walk: TypeAlias = Outcome | Group


def walk(condition: Condition, facts: FactSet, *, path: str = "when") -> Walk:
    """What a condition comes to for one company whose derived facts are worked out already."""
    if isinstance(condition, Clause):
        return outcome(condition, facts, path)
    if isinstance(condition, NotGroup):
        inner = walk(condition.item, facts, path=f"{path}.not")
        return Group(condition, opposite(inner.truth), (inner,))
    if isinstance(condition, NotPublic):
        return Group(condition, None, ())
    name = "all" if isinstance(condition, All) else "any"
    items = tuple(walk(one, facts, path=f"{path}.{name}[{at}]") for at, one in enumerate(condition.items))
    truths = [one.truth for one in items]
    return Group(condition, every(truths) if name == "all" else some(truths), items)


def truth(condition: Condition, facts: FactSet) -> Truth:
    """Only the verdict of a condition."""
    return walk(condition, facts).truth


def outcomes(walked: Walk) -> Iterator[Outcome]:
    """Every clause from left to right."""
    if isinstance(walked, Outcome):
        yield walked
    else:
        for item in walked.items:
            yield from outcomes(item)


def reasons(walked: Walk) -> Iterator[Outcome]:
    """The clauses that make it what it is: of a false `all` the false ones, of a true `any` the true ones."""
    if isinstance(walked, Outcome):
        yield walked
    else:
        for item in walked.items:
            if isinstance(walked.condition, NotGroup) or item.truth == walked.truth:
                yield from reasons(item)


def every(truths: list[Truth]) -> Truth:
    """Kleene's and."""
    if False in truths:
        return False
    return None if None in truths else True


def some(truths: list[Truth]) -> Truth:
    """Kleene's or."""
    if True in truths:
        return True
    return None if None in truths else False


def opposite(truth: Truth) -> Truth:
    """Kleene's not."""
    return None if truth is None else not truth


def outcome(clause: Clause, facts: FactSet, path: str = "") -> Outcome:
    """What one clause comes to."""
    if not isinstance(clause.subject, Quotient):
        value, test = facts.value(clause.subject), clause.test
        if type(value) is Decimal and type(test) is tree.Compare and type(test.value) is Decimal:
            return Outcome(clause, path, _SIGNS[test.op](value, test.value), value)  # most clauses are so
        if value is not None:
            return Outcome(clause, path, passes(clause.test, value), value)
        settled = of_missing(clause.test)
        reason: Reason | None = "missing" if settled is None else None
        return Outcome(clause, path, settled, None, reason, (clause.subject,))
    return _of_quotient(clause, facts, path, clause.subject)


def _of_quotient(clause: Clause, facts: FactSet, path: str, subject: Quotient) -> Outcome:
    above, below = facts.value(subject.numerator), facts.value(subject.denominator)
    if isinstance(above, Decimal) and isinstance(below, Decimal) and below > 0:
        ratio = Ratio(above, below)
        return Outcome(clause, path, passes(clause.test, ratio), ratio)
    missing = tuple(name for name in clause.facts if facts.value(name) is None)
    settled = of_missing(clause.test)
    # A denominator that is known to be of no use stays so, whatever the numerator turns out to be.
    useless = below is not None and not (isinstance(below, Decimal) and below > 0)
    reason: Reason = "no_denominator" if useless else "missing"
    return Outcome(
        clause, path, settled, None, reason if settled is None else None, () if useless else missing
    )


def of_missing(test: tree.Test) -> Truth:
    """What a test says of a fact that nobody has said: only `-` and `is missing` know."""
    if isinstance(test, tree.Anything | tree.IsMissing):
        return True
    if isinstance(test, tree.Not):
        return opposite(of_missing(test.test))
    if isinstance(test, tree.OneOf):
        return some([of_missing(one) for one in test.items])
    return None


def passes(test: tree.Test, value: Known | Ratio) -> bool:
    """Does a known value pass? A set passes when one of its members does."""
    if isinstance(test, tree.Compare):
        if isinstance(value, frozenset):
            return test.value in value
        return _compares(test.op, value, test.value)
    if isinstance(test, tree.Interval):
        above = _compares(">=" if test.low_closed else ">", value, test.low)
        return above and _compares("<=" if test.high_closed else "<", value, test.high)
    if isinstance(test, tree.OneOf):
        return any(passes(one, value) for one in test.items)
    if isinstance(test, tree.Not):
        return not passes(test.test, value)
    if isinstance(test, tree.StartsWith):
        words = value if isinstance(value, frozenset) else (value,)
        return any(isinstance(one, str) and one.startswith(test.prefixes) for one in words)
    if isinstance(test, tree.Holds):
        raise TypeError(f"policy mode knows no expression: {test}")
    return isinstance(test, tree.Anything)


def _compares(op: str, value: Known | Ratio, bound: tree.Operand) -> bool:
    """`value op bound`; both are of one type (see `checking`), else this is a TypeError."""
    if isinstance(value, Ratio) and isinstance(bound, Decimal):
        bound = _EXACT.multiply(bound, value.below)
        value = value.above
    kind = type(value)
    if kind is not type(bound):
        raise TypeError(f"{value!r} cannot be compared with {bound!r}")
    if kind not in _ORDERED and op not in _EQUAL:
        raise TypeError(f"{value!r} has no order")
    found: bool = _SIGNS[op](value, bound)
    return found


_SIGNS: Mapping[str, Callable[[Any_, Any_], Any_]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_EQUAL = frozenset({"=", "!="})
_ORDERED = frozenset({Decimal, date})
