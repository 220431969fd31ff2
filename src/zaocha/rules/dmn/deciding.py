"""A decision table applied: inputs checked against their type and values, rows tested, the hit policy kept."""

from dataclasses import dataclass
from typing import Any

from zaocha.rules.dmn.tables import Column, Output, Table, outcome
from zaocha.rules.feel import testing, tree, types
from zaocha.rules.feel.evaluating import value_of
from zaocha.rules.feel.scopes import Scope
from zaocha.rules.feel.values import NoValue, Value, equal


@dataclass(frozen=True, slots=True)
class Decided:
    """What a table gave and which rows (from 1) held; `unknown` rows might, if more were known (policy mode)."""

    value: Value
    rows: tuple[int, ...]
    unknown: tuple[int, ...] = ()


def decided(table: Table, scope: Scope) -> Decided:
    """DMN mode: a null input is a value. A broken hit policy and a value that is not allowed give null with a note."""
    try:
        values = [_input(column, scope) for column in table.inputs]
    except NoValue as reason:
        scope.note(str(reason))
        return Decided(None, ())
    hits = [n for n, row in enumerate(table.rows) if _all_hold(row.tests, values, scope)]
    return Decided(_given(table, hits, scope), tuple(n + 1 for n in hits))


def decided_by_facts(table: Table, facts: dict[str, Value]) -> Decided:
    """Policy mode: a test of a missing fact is unknown, not false; only `-` and `is missing` decide without it.

    `facts` are values by name; what is not in it is missing. While an unknown row could change the outcome there
    is none (`value` is `None`) and `unknown` says which rows wait for facts.
    """
    scope = Scope(facts)
    hits: list[int] = []
    unknown: list[int] = []
    values = [_fact(column, scope) for column in table.inputs]
    for number, row in enumerate(table.rows):
        verdicts = [
            _fact_verdict(cell.test, value, scope) for cell, value in zip(row.tests, values, strict=True)
        ]
        if False not in verdicts:
            (unknown if None in verdicts else hits).append(number)
    # FIRST is settled by a row that holds above every unknown one; everything else waits.
    settled = not unknown or (table.policy == "FIRST" and bool(hits) and hits[0] < unknown[0])
    value = _given(table, hits, scope) if settled else None
    return Decided(value, tuple(n + 1 for n in hits), () if settled else tuple(n + 1 for n in unknown))


_MISSING: Any = object()


def _fact(column: Column, scope: Scope) -> Value:
    """The value of an input, or `_MISSING` when it needs a fact that nobody has said."""
    if isinstance(column.expression, tree.Name) and column.expression.name not in scope.variables:
        return _MISSING
    found = value_of(column.expression, scope)
    return _MISSING if found is None else found


def _fact_verdict(test: tree.Test, value: Value, scope: Scope) -> bool | None:
    if isinstance(test, tree.Anything):
        return True
    if isinstance(test, tree.IsMissing):
        return value is _MISSING
    return None if value is _MISSING else testing.verdict(test, value, scope, value_of)


def _input(column: Column, scope: Scope) -> Value:
    value = value_of(column.expression, scope)
    if column.type_ref:
        value = types.coerced(value, _type(column.type_ref, scope))
    if column.allowed is not None and value is not None:
        allowed = testing.verdict(column.allowed, value, scope, value_of)
        if allowed is not True:
            raise NoValue(f"the value of '{column.label}' is none of {column.allowed_text}")
    return value


def _type(name: str, scope: Scope) -> types.Type:
    try:
        return types.simple(name, scope.types)
    except types.UnknownType:
        raise NoValue(f"there is no type '{name}'") from None


def _all_hold(cells: tuple[Any, ...], values: list[Value], scope: Scope) -> bool:
    return all(
        testing.verdict(cell.test, value, scope, value_of) is True
        for cell, value in zip(cells, values, strict=True)
    )


def _given(table: Table, hits: list[int], scope: Scope) -> Value:
    """The outcome of the rows that hold; without any, the defaults."""
    try:
        if not hits:
            return _default(table, scope)
        return outcome(table, hits, lambda row: _worth(table, row, scope), lambda one: _rank(table, one))
    except NoValue as reason:
        scope.note(str(reason))
        return None


def _default(table: Table, scope: Scope) -> Value:
    if not any(one.default for one in table.outputs):
        if table.policy in ("RULE ORDER", "OUTPUT ORDER", "COLLECT"):
            return _ZERO_HITS.get(table.aggregation, None if table.aggregation else [])
        return None
    found = [None if one.default is None else value_of(one.default, scope) for one in table.outputs]
    return _shaped(table, found)


_ZERO_HITS: dict[str, Value] = {}


def _worth(table: Table, row: int, scope: Scope) -> Value:
    entries = table.rows[row].outputs
    found = [_typed(one, value_of(entry.expression, scope), scope)
             for one, entry in zip(table.outputs, entries, strict=True)]  # fmt: skip
    return _shaped(table, found)


def _typed(output: Output, value: Value, scope: Scope) -> Value:
    return types.coerced(value, _type(output.type_ref, scope)) if output.type_ref else value


def _shaped(table: Table, found: list[Value]) -> Value:
    if len(table.outputs) == 1:
        return found[0]
    return {one.name: value for one, value in zip(table.outputs, found, strict=True)}


def _rank(table: Table, value: Value) -> tuple[int, ...]:
    """Places in the lists of output values, first output first; what is in none comes last."""
    values = [value] if len(table.outputs) == 1 else [value[one.name] for one in table.outputs]
    return tuple(_place(one, value) for one, value in zip(table.outputs, values, strict=True))


def _place(output: Output, value: Value) -> int:
    if output.allowed is None:
        return 0
    wanted = output.allowed.items if isinstance(output.allowed, tree.OneOf) else (output.allowed,)
    for number, test in enumerate(wanted):
        if isinstance(test, tree.Compare) and equal(value_of(test.value, Scope()), value) is True:
            return number
    return len(wanted)
