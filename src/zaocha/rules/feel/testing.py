"""Unary tests against a value in DMN mode: true, false or null."""

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from typing import Any

from zaocha.rules.feel import tree
from zaocha.rules.feel.scopes import Scope
from zaocha.rules.feel.values import NoValue, Range, Value, compared, equal, holds, kind, order

Evaluator = Callable[[tree.Operand, Scope], Value]


def verdict(test: tree.Test, value: Value, scope: Scope, value_of: Evaluator) -> bool | None:
    """What a test says of a value. Reasons of nulls go to `scope.notes`."""
    try:
        return _RULES[type(test)](test, value, scope, value_of)
    except NoValue as reason:
        scope.note(str(reason))
        return None


def _compare(test: tree.Compare, value: Value, scope: Scope, value_of: Evaluator) -> bool | None:
    other = value_of(test.value, scope.inner({"?": value}))
    if test.bare and isinstance(value, list) and not isinstance(other, list):
        return any(equal(one, other) is True for one in value)
    return compared(test.op, value, other)


def _interval(test: tree.Interval, value: Value, scope: Scope, value_of: Evaluator) -> bool | None:
    inner = scope.inner({"?": value})
    low, high = value_of(test.low, inner), value_of(test.high, inner)
    return holds(span(low, high, test.low_closed, test.high_closed), value)


def _one_of(test: tree.OneOf, value: Value, scope: Scope, value_of: Evaluator) -> bool | None:
    verdicts = [verdict(one, value, scope, value_of) for one in test.items]
    return True if True in verdicts else None if None in verdicts else False


def _not(test: tree.Not, value: Value, scope: Scope, value_of: Evaluator) -> bool | None:
    found = verdict(test.test, value, scope, value_of)
    return None if found is None else not found


def _holds(test: tree.Holds, value: Value, scope: Scope, value_of: Evaluator) -> bool | None:
    found = value_of(test.expression, scope.inner({"?": value}))
    if asks(test.expression):
        return found if isinstance(found, bool) else None
    if isinstance(found, Range):
        return holds(found, value)
    if isinstance(found, list) and equal(found, value) is not True:
        return within(found, value)
    return equal(value, found)


def within(items: list[Value], value: Value) -> bool:
    """Whether a list holds a value, itself or in one of its ranges."""
    for one in items:
        if equal(one, value) is True:
            return True
        try:
            if isinstance(one, Range) and holds(one, value):
                return True
        except NoValue:
            continue
    return False


def _starts_with(test: tree.StartsWith, value: Value, _scope: Scope, _value_of: Evaluator) -> bool | None:
    if not isinstance(value, str):
        raise NoValue(f"{kind(value)} does not start with a text")
    return value.startswith(test.prefixes)


def _is_missing(_test: tree.IsMissing, value: Value, _scope: Scope, _value_of: Evaluator) -> bool | None:
    return value is None


_RULES: dict[type, Callable[[Any, Value, Scope, Evaluator], bool | None]] = {
    tree.Compare: _compare,
    tree.Interval: _interval,
    tree.OneOf: _one_of,
    tree.Not: _not,
    tree.Anything: lambda *_: True,
    tree.StartsWith: _starts_with,
    tree.IsMissing: _is_missing,
    tree.Holds: _holds,
}


@lru_cache(maxsize=8192)
def asks(expression: tree.Expression) -> bool:
    """Whether an expression speaks of `?`, the value under test."""
    return _mentions(expression)


def _mentions(found: object) -> bool:
    if found == tree.Name("?"):
        return True
    if isinstance(found, tuple):
        return any(_mentions(one) for one in found)
    if isinstance(found, tree.Node):
        return any(_mentions(getattr(found, one.name)) for one in fields(found))  # type: ignore[arg-type]
    return False


def span(low: Value, high: Value, low_closed: bool, high_closed: bool) -> Range:
    """A range of two ends. Raises `NoValue` when they have no order or stand the wrong way round."""
    if low is None and high is None:
        raise NoValue("a range needs an end")
    if low is not None and high is not None and order(low, high) > 0:
        raise NoValue("the range ends before it begins")
    return Range(low, high, low_closed, high_closed)


def half_open(op: str, value: Value) -> Range:
    """`(>= 5)` as a range. Raises `NoValue`."""
    if value is None:
        raise NoValue("a range needs an end")
    if op in ("=", "!="):
        return Range(value, value, op=op)
    order(value, value)
    if op in ("<", "<="):
        return Range(None, value, False, op == "<=", op)
    return Range(value, None, op == ">=", False, op)
