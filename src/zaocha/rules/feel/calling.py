"""Calls: arguments by place or by name, checked against their types."""

from zaocha.rules.feel import types
from zaocha.rules.feel.values import Function, NoValue, Value


def invoke(function: Function, arguments: list[Value], named: dict[str, Value] | None = None) -> Value:
    """Call a function with its arguments by place or by name. Raises `NoValue`."""
    if function.choose is not None:
        return function.choose(arguments, named or {})
    names = [one.name for one in function.parameters]
    called = function.name or "the function"
    if named:
        if set(named) != set(names):
            raise NoValue(f"{called} takes {', '.join(names) or 'nothing'}")
        arguments = [named[name] for name in names]
    if len(arguments) != len(names):
        raise NoValue(f"{called} takes {len(names)} arguments, not {len(arguments)}")
    given = [types.coerced(one, p.type) for one, p in zip(arguments, function.parameters, strict=True)]
    return types.coerced(function.call(*given), function.returns)
