"""An expression's value in DMN mode: null where something has no meaning, with the reason noted in the scope."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, DecimalException
from typing import Any

from zaocha.rules.feel import arithmetic, calling, properties, temporal_texts, testing, tree, types
from zaocha.rules.feel.functions import BUILTINS
from zaocha.rules.feel.scopes import Scope, TooMuch
from zaocha.rules.feel.temporal import Day, NotATime, day_of, day_of_number
from zaocha.rules.feel.values import (
    LONGEST_LIST,
    Function,
    NoValue,
    Parameter,
    Range,
    Value,
    compared,
    exactly,
    kind,
)


def evaluate(expression: tree.Expression, scope: Scope) -> Value:
    """The value of an expression, worked out with 34 digits; reasons of nulls go to `scope.notes`."""
    with exactly():
        try:
            return value_of(expression, scope)
        except TooMuch as reason:
            scope.note(str(reason))
            return None


def value_of(expression: tree.Operand, scope: Scope) -> Value:
    """The value of a node or of a plain operand. Never raises for what FEEL answers with null."""
    if not isinstance(expression, tree.Expression):
        return plain(expression)
    try:
        return _RULES[type(expression)](expression, scope)
    except NoValue as reason:
        scope.note(str(reason))
    except (DecimalException, NotATime, OverflowError):
        scope.note("this goes beyond what can be counted")
    except RecursionError:
        scope.note("the calls go too deep")
    return None


def plain(value: tree.Plain) -> Value:
    """An operand that is a value already."""
    return day_of(value) if isinstance(value, date) else value


def boolean(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _literal(node: tree.Literal, _scope: Scope) -> Value:
    return plain(node.value)


def _at(node: tree.At, _scope: Scope) -> Value:
    try:
        return temporal_texts.any_of(node.text)
    except NotATime as error:
        raise NoValue(f"@'{node.text}' is no date, time or duration") from error


def _name(node: tree.Name, scope: Scope) -> Value:
    try:
        return scope.value(node.name)
    except NoValue:
        if node.name in BUILTINS:
            return BUILTINS[node.name]
        raise


def _path(node: tree.Path, scope: Scope) -> Value:
    base = value_of(node.base, scope)
    return None if base is None else properties.behind(base, node.name)


def _filter(node: tree.Filter, scope: Scope) -> Value:
    return selected(value_of(node.base, scope), lambda inner: value_of(node.condition, inner), scope)


def selected(base: Value, condition: Callable[[Scope], Value], scope: Scope) -> Value:
    """The items for which a condition is true, or the one at the place that it names. Raises `NoValue`."""
    items = base if isinstance(base, list) else [] if base is None else [base]
    if not items:
        return None if isinstance(condition(scope), Decimal) else []
    found = []
    for number, item in enumerate(items):
        scope.spend()
        inner: dict[str, Value] = {"item": item, **item} if isinstance(item, dict) else {"item": item}
        verdict = condition(scope.inner(inner))
        if number == 0 and isinstance(verdict, Decimal):
            return _at_index(items, verdict)
        if verdict is True:
            found.append(item)
    return found


def _at_index(items: list[Value], index: Decimal) -> Value:
    if index != int(index) or not 1 <= abs(index) <= len(items):
        raise NoValue(f"there is no item {index} in a list of {len(items)}")
    return items[int(index) - 1 if index > 0 else int(index)]


def _call(node: tree.Call, scope: Scope) -> Value:
    function = value_of(node.function, scope)
    if isinstance(function, list) and len(function) == 1:
        function = function[0]
    if not isinstance(function, Function):
        raise NoValue(f"{kind(function)} cannot be called")
    arguments = [value_of(one, scope) for one in node.arguments]
    named = {name: value_of(one, scope) for name, one in node.named}
    return calling.invoke(function, arguments, named)


def _negation(node: tree.Negation, scope: Scope) -> Value:
    return arithmetic.negated(value_of(node.operand, scope))


def _arithmetic(node: tree.Arithmetic, scope: Scope) -> Value:
    return arithmetic.apply(node.op, value_of(node.left, scope), value_of(node.right, scope))


def _comparison(node: tree.Comparison, scope: Scope) -> Value:
    return compared(node.op, value_of(node.left, scope), value_of(node.right, scope))


def _between(node: tree.Between, scope: Scope) -> Value:
    value, low, high = (value_of(one, scope) for one in (node.value, node.low, node.high))
    return compared(">=", value, low) and compared("<=", value, high)


def _in(node: tree.In, scope: Scope) -> Value:
    return testing.verdict(node.test, value_of(node.value, scope), scope, value_of)


def _both(node: tree.Both, scope: Scope) -> Value:
    left = boolean(value_of(node.left, scope))
    if left is False:
        return False
    right = boolean(value_of(node.right, scope))
    return False if right is False else True if left and right else None


def _either(node: tree.Either, scope: Scope) -> Value:
    left = boolean(value_of(node.left, scope))
    if left is True:
        return True
    right = boolean(value_of(node.right, scope))
    return True if right is True else False if left is False and right is False else None


def _if(node: tree.If, scope: Scope) -> Value:
    return value_of(node.then if value_of(node.condition, scope) is True else node.otherwise, scope)


def steps(first: Value, last: Value) -> list[Value]:
    """Whole numbers or days from the first to the last, upwards or downwards. Raises `NoValue`."""
    if isinstance(first, Day) and isinstance(last, Day):
        low, high, made = first.number, last.number, day_of_number
    elif (
        isinstance(first, Decimal) and isinstance(last, Decimal) and first == int(first) and last == int(last)
    ):
        low, high, made = int(first), int(last), Decimal  # type: ignore[assignment]
    else:
        raise NoValue(f"there are no steps from {kind(first)} to {kind(last)}")
    if abs(high - low) >= LONGEST_LIST:
        raise NoValue(f"a list has at most {LONGEST_LIST} items")
    return [made(one) for one in (range(low, high + 1) if low <= high else range(low, high - 1, -1))]


def items_of(value: Value) -> list[Value]:
    """What an iteration runs over. Raises `NoValue`."""
    if isinstance(value, Range):
        if value.low_closed and value.high_closed:
            return steps(value.low, value.high)
        raise NoValue("only a range with both its ends can be run through")
    if value is None:
        raise NoValue("null cannot be run through")
    return value if isinstance(value, list) else [value]


def _through(node: tree.Through, scope: Scope) -> Value:
    return steps(value_of(node.first, scope), value_of(node.last, scope))


def layers(iterators: tuple[tuple[str, tree.Expression], ...], scope: Scope) -> Iterator[Scope]:
    """A scope for every combination; later iterators see earlier ones. Raises `NoValue`."""
    if not iterators:
        yield scope
        return
    (name, domain), *rest = iterators
    for item in items_of(value_of(domain, scope)):
        scope.spend()
        yield from layers(tuple(rest), scope.inner({name: item}))


def _for(node: tree.For, scope: Scope) -> Value:
    done: list[Value] = []
    for inner in layers(node.iterators, scope.inner({"partial": done})):
        if len(done) >= LONGEST_LIST:
            raise NoValue(f"a list has at most {LONGEST_LIST} items")
        done.append(value_of(node.body, inner))
    return list(done)


def _quantified(node: tree.Quantified, scope: Scope) -> Value:
    unknown = False
    for inner in layers(node.iterators, scope):
        verdict = boolean(value_of(node.body, inner))
        if verdict is (not node.every):
            return verdict
        unknown = unknown or verdict is None
    return None if unknown else node.every


def _list(node: tree.ListOf, scope: Scope) -> Value:
    return [value_of(one, scope) for one in node.items]


def _context(node: tree.ContextOf, scope: Scope) -> Value:
    made: dict[str, Value] = {}
    inner = scope.inner(made)
    for name, one in node.entries:
        if name in made:
            raise NoValue(f"'{name}' stands twice in the context")
        made[name] = value_of(one, inner)
    return made


def _instance(node: tree.InstanceOf, scope: Scope) -> Value:
    value = value_of(node.value, scope)
    try:
        wanted = types.of(node.type, scope.types)
    except types.UnknownType as error:
        raise NoValue(f"there is no type '{error.name}'") from None
    return value is not None and types.conforms(value, wanted)


def _function(node: tree.FunctionOf, scope: Scope) -> Value:
    if node.external:
        raise NoValue("functions outside FEEL are not called")
    parameters = tuple(
        Parameter(name, types.of(kind_, scope.types) if kind_ else None) for name, kind_ in node.parameters
    )
    names = [one.name for one in parameters]

    def call(*arguments: Value) -> Value:
        scope.spend()
        return value_of(node.body, scope.inner(dict(zip(names, arguments, strict=True))))

    return Function(parameters, call)


def _interval(node: tree.Interval, scope: Scope) -> Value:
    low, high = value_of(node.low, scope), value_of(node.high, scope)
    return testing.span(low, high, node.low_closed, node.high_closed)


def _compare(node: tree.Compare, scope: Scope) -> Value:
    return testing.half_open(node.op, value_of(node.value, scope))


_RULES: dict[type, Callable[[Any, Scope], Value]] = {
    tree.Literal: _literal, tree.At: _at, tree.Name: _name, tree.Path: _path, tree.Filter: _filter, tree.Call: _call,
    tree.Negation: _negation, tree.Arithmetic: _arithmetic, tree.Comparison: _comparison, tree.Between: _between,
    tree.In: _in, tree.Both: _both, tree.Either: _either, tree.If: _if, tree.Through: _through, tree.For: _for,
    tree.Quantified: _quantified, tree.ListOf: _list, tree.ContextOf: _context, tree.InstanceOf: _instance,
    tree.FunctionOf: _function, tree.Interval: _interval, tree.Compare: _compare,
}  # fmt: skip
