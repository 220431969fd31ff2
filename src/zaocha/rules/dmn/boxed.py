"""Boxed expressions evaluated: each to its value in a scope."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zaocha.rules.dmn import compiling, deciding, model
from zaocha.rules.dmn.table_texts import TableText
from zaocha.rules.dmn.tables import BadTable, Table
from zaocha.rules.feel import calling, parsing, types
from zaocha.rules.feel.evaluating import items_of, selected, value_of
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.feel.scopes import Scope
from zaocha.rules.feel.values import Function, NoValue, Parameter, Value

Names = frozenset[str]


def value(box: model.Box, scope: Scope, names: Names) -> Value:
    """The value of a boxed expression, of its type or null with a note. Raises `NotFeel`, `BadTable`."""
    try:
        found = _RULES[type(box)](box, scope, names)
        return found if isinstance(box, model.FunctionBox) else _typed(found, box.type_ref, scope)
    except NoValue as reason:
        scope.note(f"{box.place}: {reason}" if box.place else str(reason))
        return None


def _typed(found: Value, type_ref: str, scope: Scope) -> Value:
    return types.coerced(found, _type(type_ref, scope)) if type_ref else found


def _type(type_ref: str, scope: Scope) -> types.Type:
    try:
        return types.simple(type_ref, scope.types)
    except types.UnknownType:
        raise NoValue(f"there is no type '{type_ref}'") from None


def _literal(box: model.LiteralText, scope: Scope, names: Names) -> Value:
    try:
        return value_of(parsing.expression(box.text, names=names), scope)
    except NotFeel as fault:
        raise BadTable("{fault}", place=box.place, fault=fault) from fault


@lru_cache(maxsize=512)
def _compiled(text: TableText, names: Names) -> Table:
    return compiling.table(text, names=names)


def _table(box: model.TableBox, scope: Scope, names: Names) -> Value:
    return deciding.decided(_compiled(box.table, names), scope).value


def _invocation(box: model.Invocation, scope: Scope, names: Names) -> Value:
    called = value(box.function, scope, names)
    if not isinstance(called, Function):
        raise NoValue("what is invoked is no function")
    given = {}
    for parameter, argument in box.bindings:
        found = None if argument is None else value(argument, scope, names)
        given[parameter.name] = _typed(found, parameter.type_ref, scope)
    return calling.invoke(called, [], given)


def _context(box: model.ContextBox, scope: Scope, names: Names) -> Value:
    made: dict[str, Value] = {}
    inner = scope.inner(made)
    seen = names
    for parameter, one in box.entries:
        found = value(one, inner, seen)
        if parameter is None:
            return found
        if not isinstance(one, model.FunctionBox) and parameter.type_ref:
            found = _entry(found, parameter, scope)
        made[parameter.name] = found
        seen |= {parameter.name}
    return dict(made)


def _entry(found: Value, parameter: model.Parameter, scope: Scope) -> Value:
    try:
        return _typed(found, parameter.type_ref, scope)
    except NoValue as reason:
        scope.note(f"{parameter.name}: {reason}")
        return None


def _list(box: model.ListBox, scope: Scope, names: Names) -> Value:
    return [value(one, scope, names) for one in box.items]


def _relation(box: model.Relation, scope: Scope, names: Names) -> Value:
    return [
        dict(zip(box.columns, (value(one, scope, names) for one in row), strict=True)) for row in box.rows
    ]


def _function_box(box: model.FunctionBox, scope: Scope, names: Names) -> Value:
    return function(box, scope, names)


def function(
    box: model.Box, scope: Scope, names: Names, name: str = "", returns: types.Type | None = None
) -> Function:
    """A function out of its box, or out of what gives one. Raises `NoValue` for code outside FEEL."""
    if not isinstance(box, model.FunctionBox):
        raise NoValue(f"{name} is no function")
    if box.kind != "FEEL":
        raise NoValue(f"functions of the kind '{box.kind}' are not called; only FEEL is")
    words = [one.name for one in box.parameters]
    parameters = tuple(
        Parameter(one.name, _type(one.type_ref, scope) if one.type_ref else None) for one in box.parameters
    )
    body, seen = box.body, names | frozenset(words)

    def call(*arguments: Value) -> Value:
        scope.spend()
        if body is None:
            return None
        return value(body, scope.inner(dict(zip(words, arguments, strict=True))), seen)

    return Function(parameters, call, returns, name)


def _conditional(box: model.Conditional, scope: Scope, names: Names) -> Value:
    condition = value(box.condition, scope, names)
    if condition is not None and not isinstance(condition, bool):
        raise NoValue("the condition is neither true nor false")
    return value(box.then if condition else box.otherwise, scope, names)


def _filter(box: model.FilterBox, scope: Scope, names: Names) -> Value:
    def match(inner: Scope) -> Value:
        found = value(box.match, inner, names)
        if found is not None and not isinstance(found, (bool, Decimal)):
            raise NoValue("the match is neither true nor false")
        return found

    return selected(value(box.source, scope, names), match, scope)


def _iteration(box: model.Iteration, scope: Scope, names: Names) -> Value:
    source, seen = items_of(value(box.source, scope, names)), names | {box.variable}
    done: list[Value] = []
    for item in source:
        scope.spend()
        done.append(value(box.body, scope.inner({"partial": done, box.variable: item}), seen))
    if box.word == "for":
        return done
    decisive = box.word == "some"
    if any(one is not None and not isinstance(one, bool) for one in done):
        raise NoValue("what is to be satisfied is neither true nor false")
    if any(one is decisive for one in done):
        return decisive
    return (not decisive) if all(isinstance(one, bool) for one in done) else None


_RULES: dict[type, Callable[[Any, Scope, Names], Value]] = {
    model.LiteralText: _literal, model.TableBox: _table, model.Invocation: _invocation, model.ContextBox: _context,
    model.ListBox: _list, model.Relation: _relation, model.FunctionBox: _function_box,
    model.Conditional: _conditional, model.FilterBox: _filter, model.Iteration: _iteration,
}  # fmt: skip
